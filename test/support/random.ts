import { INTEGER_OPS, INTEGER_PREFIXES } from '../../grammar/aml-integers.js';
import { type OperandKind, TERMS, type TermRow } from '../../grammar/aml-terms.js';
import type { AmlNode, AmlTable, GenericRegister, OperandValue } from '../../src/aml/tree.js';

/** From the environment: ROUNDS=20000 for a longer run, SEED=1234 to repeat one failure. */
export const ROUNDS = process.env['ROUNDS'];
export const SEED = process.env['SEED'];

/** Runs the check with one seed after the other, and names the seed that failed. */
export function eachSeed(rounds: number, check: (random: Random, seed: number) => void): void {
  const first = SEED === undefined ? 1 : Number(SEED);
  const count = SEED === undefined ? Number(ROUNDS ?? rounds) : 1;
  for (let seed = first; seed < first + count; seed++) {
    try {
      check(new Random(seed), seed);
    } catch (error) {
      throw new Error(`SEED=${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
}

/** mulberry32: the same numbers for the same seed, everywhere. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  one<T>(of: readonly T[]): T {
    return of[this.below(of.length)] as T;
  }

  list<T>(most: number, make: (i: number) => T): T[] {
    return Array.from({ length: this.below(most + 1) }, (_, i) => make(i));
  }

  bytes(most: number): Uint8Array {
    return Uint8Array.from(this.list(most, () => this.below(0x100)));
  }

  big(bytes: number): bigint {
    return Array.from({ length: bytes }, () => BigInt(this.below(0x100))).reduce((sum, byte) => (sum << 8n) | byte, 0n);
  }
}

/** A canonical table: one that decodeTable could return. Terms come from the grammar's rows, so a new row is in here at once. */
export function randomTable(random: Random): AmlTable {
  const text = (length: number) => String.fromCharCode(...Array.from({ length }, () => 0x20 + random.below(0x5f)));
  const number = () => random.below(2 ** 32);
  const oem = { oemId: text(6), oemTableId: text(8), oemRevision: number() };
  const creator = { creatorId: text(4), creatorRevision: number() };
  return {
    header: { signature: text(4), revision: random.below(0x100), ...oem, ...creator },
    terms: termList(random, 4),
  };
}

/** A Buffer without its size: a broken term that ends where its PkgLength says. */
const EMPTY_BUFFER: AmlNode = { term: 'Opaque', bytes: Uint8Array.of(0x11, 0x01) };

function termList(random: Random, depth: number): AmlNode[] {
  const terms = random.list(depth > 0 ? 4 : 0, () => (random.below(20) === 0 ? EMPTY_BUFFER : term(random, depth - 1)));
  // Bytes that are not a term stay in one piece up to the end of their list.
  return random.below(8) === 0 ? [...terms, { term: 'Opaque', bytes: Uint8Array.of(0xfe, ...random.bytes(9)) }] : terms;
}

function term(random: Random, depth: number): AmlNode {
  const leaf = depth <= 0 || random.below(3) === 0;
  return leaf ? random.one(LEAVES)(random) : definedTerm(random, depth);
}

function definedTerm(random: Random, depth: number): AmlNode {
  const row: TermRow = random.one(TERMS);
  const operands = row.operands.map(([name, kind]) => [name, operand(kind, random, depth)]);
  const long = row.pkgLength && random.below(4) === 0;
  const node = { term: row.term, ...Object.fromEntries(operands), ...(long && { pkgLengthBytes: 4 }) };
  return DECLARE_METHODS.has(row.term) ? { ...node, name: `M${node.name.replace(/[^A-Z]/g, '').slice(0, 3)}` } : node;
}

/** No other name begins with M: a name of such a method would be an invocation, with arguments. */
const DECLARE_METHODS: ReadonlySet<string> = new Set(['DefMethod', 'DefExternal']);

function operand(kind: OperandKind, random: Random, depth: number): OperandValue {
  switch (kind) {
    case 'NameString':
      return random.below(9) === 0 ? '' : nameString(random);
    case 'TermArg':
    case 'SimpleName':
      return term(random, depth - 1);
    case 'Target':
      return random.one<() => AmlNode>([
        () => ({ term: 'NullName' }),
        () => nameTerm(random),
        () => ({ term: 'Local0' }),
      ])();
    case 'ByteData':
      return random.below(0x100);
    case 'WordData':
      return random.below(0x1_0000);
    case 'DWordData':
      return random.below(2 ** 32);
    case 'TermList':
    case 'PackageElementList':
      return termList(random, depth);
    case 'ByteList':
      return random.bytes(12);
  }
}

const LEAVES: readonly ((random: Random) => AmlNode)[] = [integer, integer, string, nameTerm, resourceTemplate];

function integer(random: Random): AmlNode {
  if (random.below(4) === 0) return { term: 'Integer', value: random.one(INTEGER_OPS).value };
  const row = random.one(INTEGER_PREFIXES);
  const value = random.big(random.one([1, 2, 4, 8].filter((bytes) => bytes <= row.bytes)));
  const op = INTEGER_OPS.some((one) => one.value === value);
  const shortest = !op && INTEGER_PREFIXES.find((one) => value < 1n << BigInt(one.bytes * 8)) === row;
  return { term: 'Integer', value, ...(!shortest && { width: row.width }) };
}

function string(random: Random): AmlNode {
  return { term: 'String', value: String.fromCharCode(...random.list(9, () => 1 + random.below(0x7f))) };
}

function nameTerm(random: Random): AmlNode {
  return { term: 'NameString', name: nameString(random) };
}

function nameString(random: Random): string {
  const rest = () => random.list(3, () => random.one([...'AZ_059'])).join('');
  const segment = () => (random.one([...'AZ_']) + rest()).replace(/(?!^)_+$/, '');
  const prefix = random.one(['', '', '\\', '^', '^^^']);
  const count = random.below(40) === 0 ? 255 : random.below(5) + (prefix === '' ? 1 : 0);
  return prefix + Array.from({ length: count }, segment).join('.');
}

function resourceTemplate(random: Random): AmlNode {
  const registers = [register(random), ...random.list(2, () => register(random))];
  const sizeWidth = random.one([undefined, 'Word', 'DWord', 'QWord'] as const);
  const long = random.below(4) === 0;
  return { term: 'ResourceTemplate', registers, ...(sizeWidth && { sizeWidth }), ...(long && { pkgLengthBytes: 3 }) };
}

function register(random: Random): GenericRegister {
  const byte = () => random.below(0x100);
  return { spaceId: byte(), bitWidth: byte(), bitOffset: byte(), accessSize: byte(), address: random.big(8) };
}
