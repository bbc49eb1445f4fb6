import { AMD_PSTATE_BOOT_WORDS } from '../../grammar/linux.js';
import { MACHINES, QEMU_MOST_VCPUS } from '../../grammar/machines.js';
import type { Release } from '../../grammar/release.js';
import type { CpcTable } from '../cpc/ir.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { processorPath } from '../resolve/topology.js';
import { isSince } from '../versions/release.js';
import type { Accelerator } from './qemu.js';

// Family 19h, model 61h, as Ryzen 7000 has it: amd-pstate drives it, and Linux takes no _CPC from it without _OSC. From
// EPYC-Milan and EPYC-Rome as they are it does (cpc_supported_by_cpu), so a table that lost its _OSC would go unnoticed.
export const TCG_CPU_MODEL = 'EPYC-Milan,model=97';

/** Models that only KVM has. */
const MODELS_OF_THE_HOST = ['host', 'host-passthrough'];

/** Why a guest in QEMU's pc or q35 cannot use this table. */
export function planProblems({ layout, machine, processors }: CpcTable, vcpus: number, file: string): Diagnostic[] {
  if (layout === 'acpi-cppc')
    return [diagnostic('boot/needs-device', { file, path: ['registers', 'layout'] }, { layout })];
  const pattern = MACHINES.find((row) => row.machine === 'qemu')?.processorPath ?? '';
  const foreign = processors.find(({ path, vcpu }) => path !== processorPath(pattern, vcpu));
  const place = { file, path: ['guest', 'machine'] };
  return [
    ...(foreign
      ? [
          diagnostic('boot/other-paths', place, {
            machine,
            vcpu: foreign.vcpu,
            path: foreign.path,
            ofQemu: processorPath(pattern, foreign.vcpu),
          }),
        ]
      : []),
    ...(vcpus > QEMU_MOST_VCPUS ? [diagnostic('boot/too-many-vcpus', { file }, { vcpus, most: QEMU_MOST_VCPUS })] : []),
  ];
}

/** The requested CPU model, else the spec's if the accelerator supports it. */
export function cpuModelOf({ cpuModel }: CpcTable, requested: string | undefined, accelerator: Accelerator): string {
  if (requested !== undefined) return requested;
  return accelerator === 'tcg' && MODELS_OF_THE_HOST.includes(cpuModel) ? TCG_CPU_MODEL : cpuModel;
}

/** The kernel parameters that amd-pstate of a release needs. */
export function bootWords(release: Release): string[] {
  return AMD_PSTATE_BOOT_WORDS.filter(({ since }) => isSince(release, since)).map(({ word }) => word);
}
