import { FULL_CAPACITY } from '../../grammar/linux.js';
import { count, list } from '../diagnostics/words.js';

/** A level, and the number of vCPUs that have it. */
interface LevelOfVcpus {
  readonly highest: bigint;
  readonly vcpus: number;
}

/** The cpu_capacity of Linux on Arm and RISC-V, rounded down: `1024 (2 vCPUs) and 568 (4 vCPUs)`. */
export function capacityText(levels: readonly LevelOfVcpus[]): string {
  const most = levels.reduce((high, { highest }) => (highest > high ? highest : high), 0n);
  const vcpusOf = new Map<bigint, number>();
  for (const { highest, vcpus } of levels) {
    const capacity = most === 0n ? 0n : (highest * FULL_CAPACITY) / most;
    vcpusOf.set(capacity, (vcpusOf.get(capacity) ?? 0) + vcpus);
  }
  const inOrder = [...vcpusOf].sort(([a], [b]) => (a > b ? -1 : 1));
  return list(
    inOrder.map(([capacity, vcpus]) => `${capacity} (${count(vcpus, 'vCPU')})`),
    'and',
  );
}
