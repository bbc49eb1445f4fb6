import type { EnlightenmentKey } from '../../grammar/enlightenments.js';
import { rowOf } from './enlightenments.js';

export type CpuVendor = 'intel' | 'amd' | undefined;

/** What a flag requires directly, by the documentation: on Intel some more. */
export function requiresOf(key: string, cpu: CpuVendor): readonly EnlightenmentKey[] {
  const { requires = [], requiresOnIntel = [] } = rowOf(key);
  return [...requires, ...(cpu === 'intel' ? requiresOnIntel : [])] as readonly EnlightenmentKey[];
}

/** What QEMU itself refuses to start a flag without. synic → vpindex is a check of its own there, and counts. */
export function requiresInCodeOf(key: string): readonly EnlightenmentKey[] {
  const { requires = [], requiresInCode } = rowOf(key);
  return (requiresInCode ?? requires) as readonly EnlightenmentKey[];
}

/** Every flag that is required, and what requires it directly; flags that are on already are among both. */
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
