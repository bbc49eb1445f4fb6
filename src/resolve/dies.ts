// The dies of a guest. QEMU multiplies dies and cores (machine_parse_smp_config in hw/core/machine-smp.c), so all dies of its
// guests have the same number of cores.

import type { CpcTable } from '../cpc/ir.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { Spec } from '../spec/spec.js';
import type { Settings } from './settings.js';

/** The number of dies that QEMU gives the guest; undefined for one, or where it cannot. */
export function diesOf({ machine, dies = [] }: Settings, cores: number): number | undefined {
  const isEven = dies.every((one) => one === dies[0]) && sumOf(dies) === cores;
  return machine === 'qemu' && isEven && dies.length > 1 ? dies.length : undefined;
}

export function dieProblems({ machine, processors }: CpcTable, { file, guest }: Spec): Diagnostic[] {
  const dies = guest.dies?.map(Number);
  if (!dies) return [];
  const place = { file, path: ['guest', 'dies'] };
  const cores = new Set(processors.map(({ core }) => core)).size;
  const sum = sumOf(dies);
  if (sum !== cores) return [diagnostic('resolve/dies-sum', place, { sum, cores })];
  if (machine !== 'qemu') return [diagnostic('resolve/dies-other-machine', place, { machine })];
  return dies.every((one) => one === dies[0]) ? [] : [diagnostic('resolve/dies-uneven', place, { dies })];
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
