import { overlapsOf, registersOf, strangersOf } from '../cpc/overlap.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { ResolvedCore } from './entries.js';
import type { Settings } from './settings.js';

/**
 * A register that OSPM writes shares no bit with another one. ACPI 6.6 §8.4.6.1. The device's own registers do in
 * addrspace 0, which is said of the device as a whole.
 */
export function overlapProblems({ entries, placeOf }: ResolvedCore, { layout }: Settings): Diagnostic[] {
  if (layout === 'acpi-cppc') return [];
  return overlapsOf(registersOf((key) => entries[key])).map(({ keys, space }) =>
    diagnostic('cpc/registers-overlap', placeOf(keys[1]), { keys, space }),
  );
}

/** All PCC registers of one processor are in one subspace. ACPI 6.6 §14.1.4; Linux and edk2 refuse others. */
export function subspaceProblems({ entries, placeOf }: ResolvedCore): Diagnostic[] {
  return strangersOf(registersOf((key) => entries[key])).map((facts) =>
    diagnostic('cpc/subspaces-differ', placeOf(facts.key), facts),
  );
}
