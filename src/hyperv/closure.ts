// The documentation of QEMU and its code require different flags: QEMU starts without some that the documentation demands.
// Both requirements are rows of the grammar; `closure` follows either of them from the flags that are on to all that they
// need, directly or not, and remembers for each which flags need it, so that messages can give the reason.

import type { EnlightenmentKey } from '../../grammar/enlightenments.js';
import { rowOf } from './enlightenments.js';

type CpuVendor = 'intel' | 'amd' | undefined;

/** Flags that a flag requires directly, by the documentation; some only on Intel. */
export function requiresOf(key: string, cpu: CpuVendor): readonly EnlightenmentKey[] {
  const { requires = [], requiresOnIntel = [] } = rowOf(key);
  return [...requires, ...(cpu === 'intel' ? requiresOnIntel : [])] as readonly EnlightenmentKey[];
}

/** Flags without which QEMU refuses to start; includes its separate check that synic has vpindex. */
export function requiresInCodeOf(key: string): readonly EnlightenmentKey[] {
  const { requires = [], requiresInCode } = rowOf(key);
  return (requiresInCode ?? requires) as readonly EnlightenmentKey[];
}

/** Every required flag with the flags that require it directly; flags that are already on can be among both. */
export function closure(
  keys: Iterable<string>,
  requires: (key: string) => readonly EnlightenmentKey[],
): ReadonlyMap<EnlightenmentKey, readonly EnlightenmentKey[]> {
  const requiredBy = new Map<EnlightenmentKey, EnlightenmentKey[]>();
  const seen = new Set<string>();
  const waiting = [...keys] as EnlightenmentKey[];
  for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
    if (seen.has(key)) continue;
    seen.add(key);
    for (const required of requires(key)) {
      requiredBy.set(required, [...(requiredBy.get(required) ?? []), key]);
      waiting.push(required);
    }
  }
  return requiredBy;
}
