import { TOPOEXT } from '../../grammar/cpu-models.js';
import { AMD_PSTATE_BOOT_WORDS, type BootWord } from '../../grammar/linux.js';
import { MACHINES, QEMU_MOST_VCPUS } from '../../grammar/machines.js';
import type { Release } from '../../grammar/release.js';
import { VIRT_MACHINES } from '../../grammar/virt-machines.js';
import { flagOf } from '../cpc/cpu-model.js';
import type { CpcTable } from '../cpc/ir.js';
import { virtMachine } from '../cpc/machine.js';
import { processorPath } from '../cpc/processor-path.js';
import { evenVcpus, threadsPerCore } from '../cpc/topology.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { cpuValue } from '../emit/qemu.js';
import { releaseFor } from '../emit/vcpu-limit.js';
import { isSince } from '../versions/release.js';
import { mostVcpus } from './machine-limit.js';
import { type GuestMachine, isVirt, machineName, programOf } from './platform.js';
import type { Accelerator } from './qemu.js';

// Family 19h, model 61h, as Ryzen 7000 has it: amd-pstate drives it, and Linux takes no _CPC from it without _OSC. From
// EPYC-Milan and EPYC-Rome as they are it does (cpc_supported_by_cpu), so a table that lost its _OSC would go unnoticed.
export const TCG_CPU_MODEL = 'EPYC-Milan,model=97';

/** Models that only KVM has. */
const MODELS_OF_THE_HOST = ['host', 'host-passthrough'];

/** Why a guest in QEMU's pc or q35, or in the machine `virt` of the table, cannot use this table. */
export function planProblems({ layout, machine, architecture, processors }: CpcTable, file: string): Diagnostic[] {
  if (layout === 'acpi-cppc')
    return [diagnostic('boot/needs-device', { file, path: ['registers', 'layout'] }, { layout })];
  const own = VIRT_MACHINES.find((row) => row.architecture === architecture)?.machine ?? 'qemu';
  const pattern = MACHINES.find((row) => row.machine === own)?.processorPath ?? '';
  const foreign = processors.find(({ path, vcpu }) => path !== processorPath(pattern, vcpu));
  const place = { file, path: ['guest', machine === own ? 'processor_path' : 'machine'] };
  return [
    ...(foreign
      ? [
          diagnostic('boot/other-paths', place, {
            machine,
            own,
            vcpu: foreign.vcpu,
            path: foreign.path,
            ofQemu: processorPath(pattern, foreign.vcpu),
          }),
        ]
      : []),
  ];
}

/** QEMU gives all cores the same number of threads, so `-smp` cannot say other cores. */
export function topologyProblems({ processors }: CpcTable, vcpus: number, file: string): Diagnostic[] {
  const started = processors.filter(({ vcpu }) => vcpu < vcpus);
  if (threadsPerCore({ processors: started }) !== undefined) return [];
  return [diagnostic('boot/uneven-threads', { file }, { vcpus, even: evenVcpus({ processors: started }) })];
}

/** More vCPUs than the machine of the installed QEMU has. Every QEMU has 255, so fewer need no question. */
export async function limitProblems(vcpus: number, machine: GuestMachine, file: string): Promise<Diagnostic[]> {
  if (vcpus <= QEMU_MOST_VCPUS) return [];
  const [name, most] = [machineName(machine), await mostVcpus(machineName(machine), programOf(machine))];
  const enough = isVirt(machine) ? undefined : releaseFor(vcpus);
  return vcpus > most ? [diagnostic('boot/too-many-vcpus', { file }, { vcpus, machine: name, most, enough })] : [];
}

/** The requested CPU model, else the spec's if the accelerator supports it, with topoext where KVM has it. */
export function cpuModelOf(
  table: CpcTable,
  requested: string | undefined,
  accelerator: Accelerator,
  vcpus = 0,
): string {
  const model = requested ?? ownModel(table, accelerator);
  const isPc = virtMachine(table.machine) === undefined;
  const needsX2apic = isPc && accelerator === 'tcg' && vcpus > QEMU_MOST_VCPUS && flagOf(model, X2APIC) === undefined;
  return needsX2apic ? `${model},${X2APIC}=on` : model;
}

/** KVM gives it to every model. QEMU: "APIC ID 255 requires x2APIC feature in CPU". */
const X2APIC = 'x2apic';

function ownModel(table: CpcTable, accelerator: Accelerator): string {
  if (accelerator === 'kvm') return cpuValue(table, NO_ENLIGHTENMENTS);
  const [name = '', ...flags] = table.cpuModel.split(',');
  if (MODELS_OF_THE_HOST.includes(name)) return virtMachine(table.machine)?.tcgModel ?? TCG_CPU_MODEL;
  return [name, ...flags.filter((flag) => !TOPOEXT_FLAG.test(flag))].join(',');
}

/** Windows alone has a use for them. */
const NO_ENLIGHTENMENTS = { on: [], off: [], leftOut: [] };

const TOPOEXT_FLAG = new RegExp(`^[+-]?${TOPOEXT}(?:=|$)`);

/** The kernel parameters that amd-pstate of a release needs to rank the cores of a table. */
export function bootWords(
  release: Release,
  { processors, machine }: Pick<CpcTable, 'processors' | 'machine'>,
): string[] {
  if (virtMachine(machine)) return [];
  const fixed = processors.some(
    ({ stated: { autonomous_selection: one } }) => one.kind === 'integer' && one.value !== 0n,
  );
  const rows: readonly BootWord[] = AMD_PSTATE_BOOT_WORDS.filter(({ since }) => isSince(release, since));
  return rows.map(({ word, withFixedSelection = word }) => (fixed ? withFixedSelection : word));
}
