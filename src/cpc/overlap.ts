import { CPC_ENTRIES, type CpcKey } from '../../grammar/cpc.js';
import { spaceName, spaceText } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';

/** The bits of an entry's register: its space, first bit and last bit. */
interface Extent {
  readonly key: CpcKey;
  readonly written: boolean;
  readonly space: string;
  readonly first: bigint;
  readonly last: bigint;
}

/** An entry's register. */
export interface EntryRegister {
  readonly key: CpcKey;
  readonly written: boolean;
  readonly register: GenericRegister;
}

type EntryLike = { readonly kind: 'register'; readonly register: GenericRegister } | { readonly kind: string };

/** The entries that are registers, in the order of the package. */
export function registersOf(entryOf: (key: CpcKey) => EntryLike | undefined): EntryRegister[] {
  return CPC_ENTRIES.flatMap(({ key, written }) => {
    const entry = entryOf(key);
    return entry && 'register' in entry ? [{ key, written, register: entry.register }] : [];
  });
}

/** Pairs of registers that share a bit, where OSPM writes at least one of the two. */
export function overlapsOf(registers: readonly EntryRegister[]) {
  const extents = registers.map(extentOf);
  return extents.flatMap((a, i) =>
    extents
      .slice(i + 1)
      .filter((b) => (a.written || b.written) && a.space === b.space && a.first <= b.last && b.first <= a.last)
      .map((b) => ({ keys: [a.key, b.key] as const, space: a.space })),
  );
}

function extentOf({ key, written, register }: EntryRegister): Extent {
  const { spaceId, address, bitOffset, bitWidth, accessSize } = register;
  const space = spaceText(spaceId);
  const where = space === 'PCC' ? `PCC subspace ${accessSize}` : space;
  // An FFixedHW address is the number of an MSR of 64 bits, the others are addresses of bytes.
  const inMsr = space === 'FFixedHW';
  const first = address * (inMsr ? MSR_BITS : 8n) + BigInt(bitOffset);
  const last = first + BigInt(bitWidth) - 1n;
  const end = (address + 1n) * MSR_BITS - 1n;
  return { key, written, space: where, first, last: inMsr && last > end ? end : last };
}

const MSR_BITS = 64n;

/** Registers in another PCC subspace than the first one. */
export function otherSubspaces(registers: readonly Omit<EntryRegister, 'written'>[]) {
  const pcc = registers.filter(({ register }) => spaceName(register.spaceId) === 'PCC');
  const [first] = pcc;
  return pcc.flatMap(({ key, register: { accessSize } }) =>
    first && accessSize !== first.register.accessSize
      ? [{ key, subspace: accessSize, first: first.key, firstSubspace: first.register.accessSize }]
      : [],
  );
}
