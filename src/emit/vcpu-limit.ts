import { QEMU_MOST_VCPUS, QEMU_Q35_VCPUS, QEMU_SPLIT_IRQCHIP } from '../../grammar/machines.js';
import type { Release } from '../../grammar/release.js';
import type { CpcTable } from '../cpc/ir.js';
import { type Diagnostic, diagnostic, type SpecPath } from '../diagnostics/diagnostic.js';
import { list } from '../diagnostics/words.js';
import { isSince } from '../versions/release.js';

/** The most vCPUs of the newest q35 machine of a QEMU; of the oldest one if the release is not known. */
export function mostInQ35(qemu?: Release): number {
  const [oldest, ...newer] = QEMU_Q35_VCPUS;
  return (newer.findLast(({ since }) => qemu && isSince(qemu, since)) ?? oldest).most;
}

/** The value of `-machine` for a guest under KVM. */
export function kvmMachine(machine: string, vcpus: number): string {
  return vcpus > QEMU_MOST_VCPUS ? `${machine},${QEMU_SPLIT_IRQCHIP}` : machine;
}

/** The limits of q35 that are too low for a number of vCPUs: `288 before QEMU 8.1 and 1024 before 9.0`. */
export function lowLimitsText(vcpus: number): string {
  const low = QEMU_Q35_VCPUS.flatMap(({ most }, i) => {
    const raised = QEMU_Q35_VCPUS[i + 1];
    return most < vcpus && raised ? [`${most} before ${i === 0 ? 'QEMU ' : ''}${raised.since.join('.')}`] : [];
  });
  return list(low, 'and');
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
    limits: qemu ? `${most}` : lowLimitsText(vcpus),
    ofPc: QEMU_MOST_VCPUS,
    enough: releaseFor(vcpus),
    ...(qemu && { release: qemu.join('.') }),
  };
  return [diagnostic('emit/too-many-vcpus', { file: spec.file, path }, facts)];
}
