import { QEMU_MOST_VCPUS, QEMU_Q35_VCPUS } from '../../grammar/machines.js';
import type { Release } from '../../grammar/release.js';
import type { CpcTable } from '../cpc/ir.js';
import { type Diagnostic, diagnostic, type SpecPath } from '../diagnostics/diagnostic.js';
import { isSince } from '../versions/release.js';

/** The most vCPUs of the newest q35 machine of a QEMU; of the oldest one if the release is not known. */
export function mostInQ35(qemu?: Release): number {
  const [oldest, ...newer] = QEMU_Q35_VCPUS;
  return (newer.findLast(({ since }) => qemu && isSince(qemu, since)) ?? oldest).most;
}

/** The first QEMU whose q35 has this many vCPUs. */
export function releaseFor(vcpus: number): string {
  return QEMU_Q35_VCPUS.find(({ most }) => most >= vcpus)?.since.join('.') ?? '';
}

/** More vCPUs than QEMU's machine has. */
export function vcpuLimitProblems(
  { machine, processors }: CpcTable,
  spec: { readonly file: string; readonly cores: readonly { readonly at: SpecPath; readonly count?: bigint }[] },
  qemu?: Release,
): Diagnostic[] {
  const [vcpus, most] = [processors.length, mostInQ35(qemu)];
  if (machine !== 'qemu' || vcpus <= most) return [];
  const largest = spec.cores.reduce((a, b) => ((b.count ?? 1n) > (a.count ?? 1n) ? b : a));
  const path = largest.count === undefined ? largest.at : [...largest.at, 'count'];
  const facts = {
    vcpus,
    most,
    ofPc: QEMU_MOST_VCPUS,
    enough: releaseFor(vcpus),
    ...(qemu && { release: qemu.join('.') }),
  };
  return [diagnostic('emit/too-many-vcpus', { file: spec.file, path }, facts)];
}
