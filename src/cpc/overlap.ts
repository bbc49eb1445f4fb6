import { ADDRESS_SPACES } from '../../grammar/address-spaces.js';
import { CPC_ENTRIES, type CpcKey } from '../../grammar/cpc.js';
import type { GenericRegister } from '../aml/tree.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { ResolvedCore } from './entries.js';
import type { Settings } from './settings.js';

/** Bits that an entry's register takes: in which space, from which bit, up to which. */
interface Extent {
  readonly key: CpcKey;
  readonly written: boolean;
  readonly space: string;
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * A register that OSPM writes shares no bit with another one. ACPI 6.6 §8.4.6.1. The device's own registers do in
 * addrspace 0, which is said of the device as a whole.
 */
export function overlapProblems({ entries, placeOf }: ResolvedCore, { layout }: Settings): Diagnostic[] {
  if (layout === 'acpi-cppc') return [];
  const extents = CPC_ENTRIES.flatMap(({ key, written }) => {
    const entry = entries[key];
    return entry.kind === 'register' ? [extentOf(key, written, entry.register)] : [];
  });
  return extents.flatMap((a, i) =>
    extents
      .slice(i + 1)
      .filter((b) => (a.written || b.written) && a.space === b.space && a.first <= b.last && b.first <= a.last)
      .map((b) => diagnostic('cpc/registers-overlap', placeOf(b.key), { keys: [a.key, b.key], space: a.space })),
  );
}

function extentOf(key: CpcKey, written: boolean, register: GenericRegister): Extent {
  const space = ADDRESS_SPACES.find((row) => row.id === register.spaceId)?.asl ?? '';
  // An FFixedHW address is the number of an MSR of 64 bits, the others are addresses of bytes.
  const bitsPerAddress = space === 'FFixedHW' ? 64n : 8n;
  const first = register.address * bitsPerAddress + BigInt(register.bitOffset);
  const where = space === 'PCC' ? `PCC subspace ${register.accessSize}` : space;
  return { key, written, space: where, first, last: first + BigInt(register.bitWidth) - 1n };
}

/** All PCC registers of one processor are in one subspace. ACPI 6.6 §14.1.4; Linux and edk2 refuse others. */
export function subspaceProblems({ entries, placeOf }: ResolvedCore): Diagnostic[] {
  const pcc = CPC_ENTRIES.flatMap(({ key }) => {
    const entry = entries[key];
    const isPcc = entry.kind === 'register' && entry.register.spaceId === PCC;
    return isPcc ? [{ key, subspace: entry.register.accessSize }] : [];
  });
  const [first] = pcc;
  return pcc
    .filter((one) => one.subspace !== first?.subspace)
    .map((one) =>
      diagnostic('cpc/subspaces-differ', placeOf(one.key), {
        key: one.key,
        subspace: one.subspace,
        first: first?.key ?? '',
        firstSubspace: first?.subspace ?? 0,
      }),
    );
}

const PCC = ADDRESS_SPACES.find((row) => row.asl === 'PCC')?.id;
