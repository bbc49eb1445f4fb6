import { are, some } from '../../words.js';
import { row } from '../row.js';
import type { GuestFacts } from './facts.js';
import { verb } from './facts.js';

/** Tables that Linux takes, and reads otherwise than they are meant. */
export const GUEST_PACKAGE_PROBLEMS = {
  'guest/linux-later-revision': row<GuestFacts & { revision: bigint; readAs: number; elements: number; count: number }>(
    {
      severity: 'note',
      section: 'Linux: acpi_cppc_processor_probe() in drivers/acpi/cppc_acpi.c; not booted',
      message: (f) =>
        `${f.guests} ${verb(f, 'reads', 'read')} the first ${f.elements} of ${f.count} elements of ${f.where}, as revision ${f.readAs}`,
      help: (f) => `whether they mean the same in revision ${f.revision}, which is not published, is not known`,
    },
  ),
  'guest/linux-riscv-unreadable': row<GuestFacts & { keys: readonly string[] }>({
    severity: 'warning',
    section: 'Linux: cpc_read_ffh() in drivers/acpi/riscv/cppc.c gives EINVAL; not booted',
    message: (f) =>
      `${f.guests} ${verb(f, 'accepts', 'accept')} ${f.where} but cannot read ${some(f.keys)}: ${f.keys.length === 1 ? 'it' : 'they'} ${are(f.keys)} neither an SBI register nor the CSR time`,
    help: () =>
      'without them cppc_cpufreq does not load or shows wrong frequencies; cpu_capacity still follows highest_perf',
  }),
} as const;
