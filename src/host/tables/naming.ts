import { type Architecture, MACHINES } from '../../../grammar/machines.js';
import { NEEDED_OBJECTS } from '../../../grammar/spec-keys.js';
import { architecturesOf, machineRow } from '../../cpc/machine.js';
import { namesPaths, patternOf } from '../../cpc/processor-path.js';
import type { Spec } from '../../spec/spec.js';
import type { GuestTables } from './guest-tables.js';

type GuestKeys = Pick<Spec['guest'], 'machine' | 'architecture' | 'processor_path'>;

/** How the spec names the processors: by keys of `[guest]`, or by a path for each vCPU. */
export interface ProcessorNames {
  readonly guest: GuestKeys;
  /** Those of the table, where the guest's tables do not have what its machine is known to have. */
  readonly table?: Pick<Spec['table'], 'objects'>;
  readonly paths?: readonly string[];
}

/** QEMU's machine of the architecture, where it is not the default of a spec. */
const MACHINE_OF: Readonly<Record<Architecture, GuestKeys>> = {
  x86: {},
  aarch64: { machine: 'qemu-virt-aarch64' },
  riscv64: { machine: 'qemu-virt-riscv64' },
};

/** Without tables, the names of QEMU's machine. */
export function processorNames(
  architecture: Architecture,
  vcpus: number,
  tables: GuestTables | undefined,
): ProcessorNames {
  if (!tables) return { guest: MACHINE_OF[architecture] };
  const all = tables.processors.map(({ path }) => path);
  const used = all.slice(0, vcpus);
  const guest = machineKeys(architecture, tables) ?? MACHINE_OF[architecture];
  const { processorPath, bringsOsc } = machineRow(guest.machine ?? MACHINES[0].machine);
  const lacksOsc = bringsOsc && tables.complete && !tables.ownOsc;
  const table = lacksOsc ? { table: { objects: NEEDED_OBJECTS } } : {};
  if (namesPaths(processorPath, used)) return { guest, ...table };
  const pattern = patternOf(all) ?? patternOf(used);
  return pattern === undefined
    ? { guest, ...table, paths: used }
    : { guest: { ...guest, processor_path: pattern }, ...table };
}

/** The machine whose OEM id the DSDT has. */
function machineKeys(architecture: Architecture, { oemId }: GuestTables): GuestKeys | undefined {
  const row = MACHINES.find(
    (one) => one.oemId !== undefined && one.oemId === oemId && architecturesOf(one.machine).includes(architecture),
  );
  if (!row) return undefined;
  return {
    ...(row.machine !== MACHINES[0].machine && { machine: row.machine }),
    ...(architecture !== row.architectures[0] && { architecture }),
  };
}
