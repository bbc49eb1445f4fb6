import { cpuModelOf } from '../cpc/cpu-model.js';
import type { CpcTable } from '../cpc/ir.js';
import { threadsPerCore } from '../cpc/topology.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { Observation } from './observation.js';
import type { Accelerator } from './qemu.js';

interface Started {
  readonly accelerator: Accelerator;
  /** The model of `-cpu`. */
  readonly cpuModel: string;
}

/** Threads that the guest sees on other cores than the spec. TCG lacks the flag by which QEMU shows the threads of AMD CPUs. */
export function siblingProblems(table: CpcTable, { processors }: Observation, started: Started): Diagnostic[] {
  const facts = differingSiblings(processors);
  if (lacksTopoext(table, started) && (facts || table.topoext)) {
    return [diagnostic('boot/tcg-without-topoext', undefined, { cpuModel: started.cpuModel, ...facts })];
  }
  const isPc = table.architecture === 'x86';
  return facts ? [diagnostic('boot/siblings-differ', undefined, { ...facts, isPc })] : [];
}

/** The first vCPU that the guest sees with other threads than the spec has, and how many more there are. */
export function differingSiblings(processors: Observation['processors']) {
  const wrong = processors.filter(
    ({ siblings: { seen, expected } }) => seen !== undefined && expected !== undefined && seen !== expected,
  );
  const [first] = wrong;
  const { expected = '', seen = '' } = first?.siblings ?? {};
  return first && { vcpu: first.vcpu, expected, seen, more: wrong.length - 1 };
}

/** An AMD model under TCG with several threads per core. */
export function lacksTopoext(table: CpcTable, { accelerator, cpuModel }: Started): boolean {
  const vendor = cpuModelOf(cpuModel)?.vendor;
  return accelerator === 'tcg' && vendor !== undefined && vendor !== 'Intel' && (threadsPerCore(table) ?? 1) > 1;
}
