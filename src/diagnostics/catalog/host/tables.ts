import { count, some } from '../../words.js';
import { row } from '../row.js';

/** Where to get all tables of a guest. */
const ALL_TABLES = 'give all tables of the guest: a copy of its /sys/firmware/acpi/tables, or the text of `acpidump`';

/** Problems of the tables from which `init` takes the paths of processors. */
export const HOST_TABLES = {
  'host/tables-fewer-processors': row<{ count: number; vcpus: number; pinned: boolean; complete: boolean }>({
    severity: 'error',
    message: (f) =>
      `the tables have ${count(f.count, 'processor')}${f.complete ? '' : ' and no DSDT'}, but the guest of the spec has ${count(f.vcpus, 'vCPU')}`,
    help: (f) => {
      if (!f.complete) return ALL_TABLES;
      return f.pinned
        ? `start the guest with ${f.vcpus} vCPUs and copy its tables again, or make a spec for at most ${f.count}`
        : `give --pin or --domain for a guest of at most ${count(f.count, 'vCPU')}: without them each core of the host becomes a core of the guest`;
    },
  }),
  'host/tables-have-cpc': row<{ paths: readonly string[]; vcpus: number }>({
    severity: 'warning',
    section: 'Linux: ACPICA keeps the first object of a name, and logs AE_ALREADY_EXISTS',
    message: (f) =>
      `the tables already have a _CPC for ${f.paths.length === f.vcpus ? 'each processor' : some(f.paths)}: the guest keeps it, and ignores the one of the spec`,
    help: () =>
      'start with `cppc-acpi decompile --override`, whose table replaces that of the firmware: docs/linux.md, "A real machine"',
  }),
  'host/tables-have-osc': row<object>({
    severity: 'note',
    section: 'Linux: ACPICA keeps the first object of a name, and logs AE_ALREADY_EXISTS',
    message: () =>
      'the tables have an \\_SB._OSC: the guest keeps it, and logs AE_ALREADY_EXISTS for the one of the spec',
    help: () =>
      'ignore this line of the log; if the guest shows no acpi_cppc, this _OSC refuses CPPC, and only newer firmware helps',
  }),
  'host/tables-without-dsdt': row<{ count: number }>({
    severity: 'warning',
    message: (f) =>
      `there is no DSDT among the tables: the guest may have more processors than ${f.count === 1 ? 'this one' : `these ${f.count}`}`,
    help: () => ALL_TABLES,
  }),
  'host/tables-without-processors': row<{ complete: boolean }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4',
    message: (f) => `the tables have no processor${f.complete ? '' : ', and there is no DSDT among them'}`,
    help: (f) =>
      f.complete
        ? `processors can be in an SSDT: ${ALL_TABLES}; a guest of microvm, crosvm or Firecracker has none, and so takes no _CPC`
        : ALL_TABLES,
  }),
} as const;
