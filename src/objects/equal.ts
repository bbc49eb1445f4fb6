import type { BufferValue, PackageValue, Unknown, Value } from './model.js';

/** Whether two results say the same: equal values, made from the same terms by the same writes. */
export function equalValues(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  switch (a.type) {
    case 'Integer':
      return b.type === 'Integer' && a.value === b.value && a.unknown?.key === b.unknown?.key;
    case 'String':
      return b.type === 'String' && a.text === b.text;
    case 'Buffer':
      return b.type === 'Buffer' && equalBuffers(a, b);
    case 'Package':
      return b.type === 'Package' && equalPackages(a, b);
    case 'Unknown':
      return b.type === 'Unknown' && a.key === b.key;
    case 'Object':
      return b.type === 'Object' && a.entity === b.entity;
    default:
      return false;
  }
}

function equalPackages(a: PackageValue, b: PackageValue): boolean {
  return (
    a.origin === b.origin &&
    a.elements.length === b.elements.length &&
    equalWrites(a, b) &&
    a.elements.every((one, i) => equalValues(one, b.elements[i]))
  );
}

function equalBuffers(a: BufferValue, b: BufferValue): boolean {
  return (
    a.origin === b.origin &&
    a.bytes.length === b.bytes.length &&
    equalWrites(a, b) &&
    a.bytes.every((one, i) => one === b.bytes[i]) &&
    equalUnknown(a.unknown, b.unknown)
  );
}

function equalUnknown(
  a: ReadonlyMap<number, Unknown> | undefined,
  b: ReadonlyMap<number, Unknown> | undefined,
): boolean {
  if ((a?.size ?? 0) !== (b?.size ?? 0)) return false;
  return [...(a ?? [])].every(([at, { key }]) => b?.get(at)?.key === key);
}

function equalWrites(
  { writes: a = [] }: Pick<PackageValue, 'writes'>,
  { writes: b = [] }: Pick<PackageValue, 'writes'>,
): boolean {
  return (
    a === b ||
    (a.length === b.length &&
      a.every(({ index, value, by }, i) => index === b[i]?.index && value === b[i]?.value && by === b[i]?.by))
  );
}
