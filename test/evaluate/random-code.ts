// Random tables whose methods use every operator: most operands have the right type, some have not. Methods end: loops
// count, and methods call only those before them.

import type { AmlNode, AmlTable, NodeOf } from '../../src/aml/tree.js';
import type { Random } from '../support/random.js';

export interface RandomCode {
  readonly table: AmlTable;
  /** What is evaluated: the methods, then the Names, in which the writes show. */
  readonly paths: readonly string[];
}

type Type = 'int' | 'str' | 'buf' | 'pkg' | 'ref';

const TYPES: readonly Type[] = ['int', 'int', 'int', 'str', 'buf', 'pkg'];
const NAMES: Readonly<Record<Type, readonly string[]>> = {
  int: ['INT0', 'INT1', 'INT2'],
  str: ['STR0', 'STR1'],
  buf: ['BUF0', 'BUF1', 'BUF2'],
  pkg: ['PKG0', 'PKG1', 'PKG2'],
  ref: [],
};
const FIELDS = ['FLD0', 'FLD1', 'FLD2', 'FLD3', 'FLD4', 'FLD5', 'FLD6', 'IDX0', 'IDX1', 'BNK0', 'BNK1', 'IOF0', 'IOF1'];
const HELPERS = 6;
/** Methods that return references. */
const GIVERS = 2;

/**
 * The Package whose elements are those of Names. Nothing is stored into it: acpiexec loses count of references where an
 * element that a Name holds is replaced, and uses memory that it has freed.
 */
const SHARING = 'PKG2';

const integer = (value: number | bigint): AmlNode => ({ term: 'Integer', value: BigInt(value) });
const nameOf = (name: string): AmlNode => ({ term: 'NameString', name });
const NOWHERE: AmlNode = { term: 'NullName' };

/** Methods that a method may call, with their arguments. */
type Callable = readonly { readonly name: string; readonly args: readonly Type[] }[];

/** A method while it is made up. */
interface Making {
  readonly random: Random;
  readonly locals: Type[];
  readonly args: readonly Type[];
  readonly callable: Callable;
  /** Whether the code is that of a method, not of a Name. */
  readonly inMethod: boolean;
  /** The buffer fields that it has made. */
  fields: string[];
}

export function randomCode(random: Random, methods: number): RandomCode {
  const helpers: Callable[number][] = [];
  const terms: AmlNode[] = globals(random);
  for (let i = 0; i < HELPERS; i++) {
    const args = random.list(3, () => random.one(TYPES));
    terms.push(method(random, `HLP${i}`, args, [...helpers]));
    helpers.push({ name: `HLP${i}`, args });
  }
  for (let i = 0; i < GIVERS; i++) terms.push(giver(random, `GIV${i}`));
  const names = Array.from({ length: methods }, (_, i) => `M${String(i).padStart(3, '0')}`);
  for (const name of names) terms.push(method(random, name, [], helpers));
  const data = Object.values(NAMES).flat();
  const oem = { oemId: 'RANDOM', oemTableId: 'CODE', oemRevision: 1, creatorId: 'TEST', creatorRevision: 1 };
  const header = { signature: 'DSDT', revision: random.below(3) === 0 ? 1 : 2, ...oem };
  return { table: { header, terms }, paths: [...names, ...data] };
}

function globals(random: Random): AmlNode[] {
  const making: Making = { random, locals: [], args: [], callable: [], inMethod: false, fields: [] };
  const data = (Object.keys(NAMES) as Type[]).flatMap((type) =>
    NAMES[type].map(
      (name): AmlNode => ({
        term: 'DefName',
        name,
        object: name === SHARING ? sharing(making) : literal(making, type, 2),
      }),
    ),
  );
  const region = (name: string, space: number, offset: number): AmlNode => ({
    term: 'DefOpRegion',
    name,
    regionSpace: space,
    regionOffset: integer(offset),
    regionLength: integer(64),
  });
  return [
    ...data,
    { term: 'DefDevice', name: 'DEV0', terms: [{ term: 'DefName', name: '_ADR', object: integer(1) }] },
    { term: 'DefMutex', name: 'MTX0', syncFlags: 0 },
    { term: 'DefEvent', name: 'EVT0' },
    { term: 'DefScope', name: '\\_SB', terms: [{ term: 'DefThermalZone', name: '\\THZ0', terms: [] }] },
    { term: 'DefProcessor', name: 'CPU0', procId: 1, pblkAddr: 0, pblkLen: 0, terms: [] },
    { term: 'DefPowerRes', name: 'PWR0', systemLevel: 0, resourceOrder: 0, terms: [] },
    { term: 'DefAlias', source: 'INT0', name: 'ALI0' },
    { term: 'DefAlias', source: 'PKG0', name: 'ALP0' },
    region('REG0', 0, 0x1000),
    region('REG1', 1, 0x2000),
    field(random, 'REG0', [
      ['FLD0', 8],
      ['FLD1', 16],
      ['FLD2', 3],
      ['FLD3', 32],
      ['FLD4', 40],
      ['FLD5', 64],
      ['FLD6', 72],
      ['IDXR', 8],
      ['DATR', 8],
      ['BNKR', 8],
    ]),
    field(random, 'REG1', [
      ['IOF0', 8],
      ['IOF1', 32],
    ]),
    {
      term: 'DefIndexField',
      indexName: 'IDXR',
      dataName: 'DATR',
      fieldFlags: 1,
      fieldList: fieldList([
        ['IDX0', 8],
        ['IDX1', 16],
      ]),
    },
    {
      term: 'DefBankField',
      name: 'REG0',
      bankName: 'BNKR',
      bankValue: integer(random.below(4)),
      fieldFlags: random.below(4),
      fieldList: fieldList([
        ['BNK0', 8],
        ['BNK1', 12],
      ]),
    },
  ];
}

function field(random: Random, name: string, units: readonly (readonly [string, number])[]): AmlNode {
  const flags = random.below(5) | (random.below(3) << 5);
  return { term: 'DefField', name, fieldFlags: flags, fieldList: fieldList(units) };
}

function fieldList(units: readonly (readonly [string, number])[]): Uint8Array {
  const bytes = units.flatMap(([name, bits]) => [
    ...Array.from(name.padEnd(4, '_'), (character) => character.charCodeAt(0)),
    ...(bits < 0x40 ? [bits] : [0x40 | (bits & 0x0f), bits >> 4]),
  ]);
  return Uint8Array.from(bytes);
}

/** References to Names: one to a local ends with it, which acpiexec does not notice. */
function giver(random: Random, name: string): AmlNode {
  const making: Making = { random, locals: [], args: [], callable: [], inMethod: true, fields: [] };
  const reference: AmlNode =
    random.below(4) === 0
      ? { term: 'DefRefOf', object: nameOf(random.one(NAMES[random.one(TYPES)])) }
      : written({ ...indexOf(making, random.one(['pkg', 'pkg', 'buf'] as const)), index: integer(random.below(2)) });
  const local: AmlNode = { term: 'Local0' };
  const isDirect = random.below(2) === 0;
  const terms = isDirect ? [give(reference)] : [put(reference, local), give(local)];
  return { term: 'DefMethod', name, methodFlags: 0, terms };
}

function given({ random }: Making): AmlNode {
  return nameOf(`GIV${random.below(GIVERS)}`);
}

function method(random: Random, name: string, args: readonly Type[], callable: Callable): AmlNode {
  const making: Making = { random, locals: [], args, callable, inMethod: true, fields: [] };
  const start = Array.from({ length: 6 }, (_, i) => {
    const type = random.one([...TYPES, 'ref' as const]);
    const value = expression(making, type, 2);
    making.locals[i] = type;
    return put(value, { term: `Local${i}` } as AmlNode);
  });
  const body = Array.from({ length: 1 + random.below(8) }, () => statement(making, 3));
  const result = random.below(8) === 0 ? sharing(making) : expression(making, random.one(TYPES), 2);
  // acpiexec takes another operand for what a method inside an expression did not return.
  const end: AmlNode[] = name.startsWith('M') && random.below(12) === 0 ? [] : [give(result)];
  return { term: 'DefMethod', name, methodFlags: args.length, terms: [...start, ...body.flat(), ...end] };
}

function put(source: AmlNode, target: AmlNode): AmlNode {
  return { term: 'DefStore', source, target };
}

function give(object: AmlNode): AmlNode {
  return { term: 'DefReturn', object };
}

function textLiteral(random: Random): AmlNode {
  const texts = ['', '0', '12', '0x1F', 'abc', ' 7f', 'Zebra', '99999999999999999999', '0XaBcDeF0123456789'];
  return { term: 'String', value: random.one(texts) };
}

/** A String of its own: acpiexec writes into the code itself where a literal is changed in place. */
function copiedText(random: Random): AmlNode {
  return { term: 'DefConcat', a: textLiteral(random), b: { term: 'String', value: '' }, target: NOWHERE };
}

/** A constant, as it can stand in a Package. */
function literal(making: Making, type: Type, depth: number): AmlNode {
  const { random } = making;
  switch (type) {
    case 'int':
      return integer(
        random.one([0n, 1n, 2n, 5n, 9n, 0x10n, 0xffn, 0x1234n, 0xffff_ffffn, 0xffff_ffff_ffff_ffffn, random.big(4)]),
      );
    case 'str':
      return making.inMethod ? copiedText(random) : textLiteral(random);
    case 'buf':
      return { term: 'DefBuffer', bufferSize: integer(4 + random.below(16)), bytes: random.bytes(12) };
    case 'ref':
      return nameOf(random.one([...NAMES.int, ...NAMES.str]));
    case 'pkg': {
      const all: readonly Type[] = depth > 0 ? TYPES : ['int', 'str', 'buf'];
      const types = all.filter((one) => one !== 'str' || !making.inMethod);
      const elements = Array.from({ length: 2 + random.below(4) }, () => literal(making, random.one(types), depth - 1));
      return { term: 'DefPackage', numElements: elements.length + (random.below(6) === 0 ? 1 : 0), elements };
    }
  }
}

function sharing(making: Making): AmlNode {
  const { random } = making;
  const elements = Array.from({ length: 3 }, () =>
    literal(making, random.one(['ref', 'ref', 'int', 'buf'] as const), 0),
  );
  return {
    term: 'DefPackage',
    numElements: 3,
    elements: [...elements, nameOf('DEV0'), nameOf('FLD1')].slice(0, 3 + random.below(3)),
  };
}

function statement(making: Making, depth: number): AmlNode[] {
  const { random } = making;
  const choices: (() => AmlNode[])[] = [
    () => [storing(making)],
    () => [storing(making)],
    () => [storing(making)],
    () => [expression(making, 'int', 2)].filter(isStatement),
    () => [{ term: random.one(['DefIncrement', 'DefDecrement'] as const), object: place(making, 'int') }],
    () => [indexed(making)],
    () => [indexed(making)],
    () => [copying(making)],
    () => bufferField(making),
    () => [divide(making)],
    () => [refined(making)],
    () => mutex(making, depth),
    () => [system(making)],
    () => localName(making),
  ];
  if (depth > 0)
    choices.push(
      () => condition(making, depth),
      () => condition(making, depth),
      () => loop(making, depth),
    );
  return random.one(choices)();
}

/** A value alone is no statement. */
function isStatement(node: AmlNode): boolean {
  return node.term !== 'Integer' && node.term !== 'NameString' && !/^(?:Local|Arg)/.test(node.term);
}

function storing(making: Making): AmlNode {
  const { random } = making;
  const type = random.one(TYPES);
  const value = expression(making, wrong(making) ? random.one(TYPES) : type, 3);
  return put(value, target(making, type));
}

/** Now and then, something else. */
function wrong({ random }: Making): boolean {
  return random.below(25) === 0;
}

function target(making: Making, type: Type): AmlNode {
  const { random, locals, args } = making;
  const named = [...NAMES[type], ...(type === 'int' ? [...FIELDS, ...making.fields, 'ALI0'] : [])];
  switch (random.below(6)) {
    case 0:
      return random.below(6) === 0 ? given(making) : written(indexOf(making, random.below(2) === 0 ? 'pkg' : 'buf'));
    case 1:
      return args.length > 0 ? ({ term: `Arg${random.below(args.length)}` } as AmlNode) : nameOf(random.one(named));
    case 2:
    case 3:
      return nameOf(random.one(named));
    default: {
      const i = random.below(7);
      if (i < 7) locals[i] = type;
      return { term: `Local${i}` } as AmlNode;
    }
  }
}

/** Where something of this type stands. */
function place(making: Making, type: Type): AmlNode {
  const { random, locals, args } = making;
  const fitting: AmlNode[] = [
    ...locals.flatMap((one, i): AmlNode[] => (one === type ? [{ term: `Local${i}` } as AmlNode] : [])),
    ...args.flatMap((one, i): AmlNode[] => (one === type ? [{ term: `Arg${i}` } as AmlNode] : [])),
    ...NAMES[type].map(nameOf),
    ...(type === 'int' ? [random.one(FIELDS), ...making.fields, 'ALI0'].map(nameOf) : []),
  ];
  return fitting.length > 0 ? random.one(fitting) : nameOf('INT0');
}

function indexOf(making: Making, type: 'pkg' | 'buf' | 'str'): NodeOf<'DefIndex'> {
  const { random } = making;
  const object = random.below(8) === 0 ? expression(making, type, 1) : place(making, type);
  return { term: 'DefIndex', object, index: integer(random.below(wrong(making) ? 30 : 2)), target: NOWHERE };
}

/** An element that may be written. */
function written(index: NodeOf<'DefIndex'>): NodeOf<'DefIndex'> {
  const { object } = index;
  return object.term === 'NameString' && object.name === SHARING ? { ...index, object: nameOf('PKG0') } : index;
}

function indexed(making: Making): AmlNode {
  const { random } = making;
  const type = random.one(['pkg', 'pkg', 'buf', 'str'] as const);
  return put(expression(making, type === 'pkg' ? random.one(TYPES) : 'int', 2), written(indexOf(making, type)));
}

function copying(making: Making): AmlNode {
  const { random, locals } = making;
  const type = random.one(TYPES);
  const i = random.below(6);
  const source = expression(making, type, 2);
  if (random.below(3) === 0)
    return {
      term: 'DefCopyObject',
      source,
      target: nameOf(random.one(NAMES[type].length > 0 ? NAMES[type] : NAMES.int)),
    };
  locals[i] = type;
  return { term: 'DefCopyObject', source, target: { term: `Local${i}` } as AmlNode };
}

function divide(making: Making): AmlNode {
  const { random } = making;
  const to = () => (random.below(2) === 0 ? NOWHERE : target(making, 'int'));
  return {
    term: 'DefDivide',
    dividend: expression(making, 'int', 2),
    divisor: expression(making, 'int', 1),
    remainder: to(),
    quotient: to(),
  };
}

function refined(making: Making): AmlNode {
  const { random } = making;
  // Through a reference, as firmware writes into packages.
  const reference = random.one([written(indexOf(making, 'pkg')), place(making, 'ref'), given(making)]);
  const inner: AmlNode = { term: 'DefDerefOf', object: reference };
  const index: AmlNode = { term: 'DefIndex', object: inner, index: integer(random.below(3)), target: NOWHERE };
  return put(expression(making, 'int', 1), random.below(3) === 0 ? inner : index);
}

const CREATE = [
  'DefCreateBitField',
  'DefCreateByteField',
  'DefCreateWordField',
  'DefCreateDWordField',
  'DefCreateQWordField',
] as const;

function bufferField(making: Making): AmlNode[] {
  const { random } = making;
  const name = `BF${random.below(10)}${random.one([...'ABCDEFGH'])}`;
  const source = place(making, 'buf');
  const at = integer(random.below(wrong(making) ? 60 : 4));
  const made: AmlNode =
    random.below(4) === 0
      ? { term: 'DefCreateField', source, bitIndex: at, numBits: integer(1 + random.below(40)), name }
      : random.below(4) === 0
        ? { term: 'DefCreateBitField', source, bitIndex: at, name }
        : ({ term: random.one(CREATE.slice(1)), source, byteIndex: at, name } as AmlNode);
  const before = making.fields;
  making.fields = [...before, name];
  const uses = random.below(2) === 0 ? [put(expression(making, 'int', 1), nameOf(name))] : [];
  return [made, ...uses];
}

function condition(making: Making, depth: number): AmlNode[] {
  const { random } = making;
  const { fields } = making;
  const list = () => Array.from({ length: 1 + random.below(3) }, () => statement(making, depth - 1)).flat();
  const predicate = expression(making, random.below(8) === 0 ? random.one(TYPES) : 'int', 3);
  const then: AmlNode = { term: 'DefIf', predicate, terms: list() };
  making.fields = fields;
  const otherwise: AmlNode[] = random.below(2) === 0 ? [{ term: 'DefElse', terms: list() }] : [];
  making.fields = fields;
  return [then, ...otherwise];
}

function loop(making: Making, depth: number): AmlNode[] {
  const { random, fields } = making;
  const counter: AmlNode = { term: 'Local7' };
  const body = Array.from({ length: 1 + random.below(2) }, () => statement(making, 0)).flat();
  making.fields = fields;
  const leave: AmlNode[] =
    random.below(3) === 0
      ? [
          {
            term: 'DefIf',
            predicate: expression(making, 'int', 2),
            terms: [{ term: random.one(['DefBreak', 'DefContinue'] as const) }],
          },
        ]
      : [];
  const predicate: AmlNode = { term: 'DefLGreater', a: counter, b: integer(0) };
  const terms: AmlNode[] = [
    { term: 'DefDecrement', object: counter },
    ...leave,
    ...body.filter((node) => !/^Def(?:Create|Name)/.test(node.term)),
  ];
  return depth > 1 ? [put(integer(1 + random.below(4)), counter), { term: 'DefWhile', predicate, terms }] : [];
}

const OTHERS = ['DEV0', 'MTX0', 'EVT0', 'THZ0', 'CPU0', 'PWR0', 'REG0'];

/** What waits, synchronizes, or only shows something. Now and then its object has the wrong type. */
function system(making: Making): AmlNode {
  const { random } = making;
  const object = nameOf(wrong(making) ? random.one(OTHERS) : 'EVT0');
  return random.one<() => AmlNode>([
    () => ({ term: random.one(['DefSignal', 'DefSignal', 'DefReset'] as const), object }),
    () => put({ term: 'DefWait', object, timeout: integer(0) }, target(making, 'int')),
    () => ({ term: 'DefStall', microseconds: wrong(making) ? expression(making, 'int', 1) : integer(5) }),
    () => ({ term: 'DefSleep', milliseconds: integer(0) }),
    () => ({ term: 'DefNoop' }),
    () => put(expression(making, random.one(['int', 'str', 'buf'] as const), 1), { term: 'DebugObj' }),
  ])();
}

/** A Name that the method makes. */
function localName(making: Making): AmlNode[] {
  const { random, inMethod } = making;
  if (!inMethod) return [];
  const name = `NM${random.below(10)}${random.one([...'ABCDEFGH'])}`;
  const made: AmlNode = { term: 'DefName', name, object: literal(making, 'int', 1) };
  making.fields = [...making.fields, name];
  return [made];
}

function mutex(making: Making, depth: number): AmlNode[] {
  if (depth < 3) return [];
  const object = nameOf('MTX0');
  return [{ term: 'DefAcquire', object, timeout: 0xffff }, ...statement(making, 0), { term: 'DefRelease', object }];
}

function expression(making: Making, type: Type, depth: number): AmlNode {
  const { random } = making;
  if (wrong(making)) return expression(making, random.one(TYPES), depth);
  if (depth <= 0 || random.below(3) === 0)
    return random.below(3) === 0 ? literal(making, type === 'ref' ? 'int' : type, 1) : place(making, type);
  switch (type) {
    case 'int':
      return integerExpression(making, depth - 1);
    case 'str':
      return stringExpression(making, depth - 1);
    case 'buf':
      return bufferExpression(making, depth - 1);
    case 'pkg':
      return packageExpression(making, depth - 1);
    case 'ref':
      return referenceExpression(making);
  }
}

const MATH = [
  'DefAdd',
  'DefSubtract',
  'DefMultiply',
  'DefAnd',
  'DefNAnd',
  'DefOr',
  'DefNOr',
  'DefXOr',
  'DefShiftLeft',
  'DefShiftRight',
  'DefMod',
] as const;
const LOGIC = ['DefLAnd', 'DefLOr', 'DefLEqual', 'DefLGreater', 'DefLLess'] as const;
const ONE = ['DefNot', 'DefFindSetLeftBit', 'DefFindSetRightBit', 'DefToBCD', 'DefFromBCD', 'DefToInteger'] as const;

function integerExpression(making: Making, depth: number): AmlNode {
  const { random } = making;
  const to = () =>
    random.below(4) === 0 ? target(making, random.one(['int', 'int', 'str', 'buf'] as const)) : NOWHERE;
  const one = (type: Type = 'int') => expression(making, type, depth);
  const data = () => one(random.one(['int', 'str', 'buf'] as const));
  switch (random.below(13)) {
    case 12:
      return random.below(3) === 0 ? { term: 'RevisionOp' } : one();
    case 0:
    case 1:
    case 2:
      return { term: random.one(MATH), a: one(), b: one(), target: to() };
    case 3: {
      const same = random.one(['int', 'str', 'buf'] as const);
      return { term: random.one(LOGIC), a: one(same), b: one(random.below(3) === 0 ? 'int' : same) };
    }
    case 4:
      return { term: 'DefLNot', operand: one() };
    case 5: {
      const term = random.one(ONE);
      return { term, operand: term === 'DefToInteger' ? data() : one(), target: to() };
    }
    case 6:
      return {
        term: 'DefDerefOf',
        object: random.below(4) === 0 ? given(making) : indexOf(making, random.one(['pkg', 'buf', 'str'] as const)),
      };
    case 7:
      return { term: 'DefSizeOf', object: place(making, random.one(TYPES)) };
    case 8:
      return {
        term: 'DefObjectType',
        object:
          random.below(4) === 0 ? nameOf(random.one(OTHERS)) : place(making, random.one([...TYPES, 'ref' as const])),
      };
    case 9:
      return {
        term: 'DefMatch',
        searchPkg: one('pkg'),
        matchOpcode1: random.below(6),
        operand1: data(),
        matchOpcode2: random.below(6),
        operand2: data(),
        startIndex: integer(random.below(2)),
      };
    case 10:
      return {
        term: 'DefCondRefOf',
        object: nameOf(random.one(['INT0', 'NONE', 'PKG1', 'BUF1'])),
        target: random.below(2) === 0 ? NOWHERE : refLocal(making),
      };
    default:
      return invoked(making, depth);
  }
}

function refLocal({ random, locals }: Making): AmlNode {
  const i = random.below(6);
  locals[i] = 'ref';
  return { term: `Local${i}` } as AmlNode;
}

function invoked(making: Making, depth: number): AmlNode {
  const { random, callable } = making;
  if (callable.length === 0) return integer(3);
  const { name, args } = random.one(callable);
  const values = args.map((type) =>
    random.below(6) === 0 ? referenceExpression(making) : expression(making, type, Math.min(depth, 1)),
  );
  return { term: 'NameString', name, ...(values.length > 0 && { args: values }) };
}

function stringExpression(making: Making, depth: number): AmlNode {
  const { random } = making;
  const one = (type: Type) => expression(making, type, depth);
  const data = () => one(random.one(['int', 'str', 'buf'] as const));
  const to = () => (random.below(4) === 0 ? target(making, random.one(['str', 'int', 'buf'] as const)) : NOWHERE);
  switch (random.below(5)) {
    case 0:
      return { term: 'DefToHexString', operand: data(), target: to() };
    case 1:
      return { term: 'DefToDecimalString', operand: data(), target: to() };
    case 2:
      return {
        term: 'DefToString',
        operand: one('buf'),
        length: random.below(2) === 0 ? integer(-1n & 0xffff_ffff_ffff_ffffn) : integer(random.below(9)),
        target: to(),
      };
    case 3:
      return {
        term: 'DefMid',
        source: one('str'),
        index: integer(random.below(5)),
        length: integer(random.below(5)),
        target: to(),
      };
    default:
      return { term: 'DefConcat', a: one('str'), b: random.below(6) === 0 ? one('pkg') : data(), target: to() };
  }
}

function bufferExpression(making: Making, depth: number): AmlNode {
  const { random } = making;
  const one = (type: Type) => expression(making, type, depth);
  const data = () => one(random.one(['int', 'str', 'buf'] as const));
  const to = () => (random.below(4) === 0 ? target(making, random.one(['str', 'int', 'buf'] as const)) : NOWHERE);
  switch (random.below(4)) {
    case 0:
      return { term: 'DefToBuffer', operand: data(), target: to() };
    case 1:
      // An empty Buffer has no bytes at all in acpiexec, which then crashes.
      return {
        term: 'DefMid',
        source: one('buf'),
        index: integer(0),
        length: integer(1 + random.below(9)),
        target: to(),
      };
    case 2:
      return { term: 'DefConcatRes', a: template(random), b: template(random), target: to() };
    default:
      return { term: 'DefConcat', a: one(random.one(['buf', 'int'] as const)), b: data(), target: to() };
  }
}

function template(random: Random): AmlNode {
  const register = {
    spaceId: 0x7f,
    bitWidth: random.below(64),
    bitOffset: 0,
    accessSize: 1,
    address: BigInt(random.below(0x1000)),
  };
  return { term: 'ResourceTemplate', registers: [register] };
}

function packageExpression(making: Making, depth: number): AmlNode {
  const { random } = making;
  if (random.below(3) === 0)
    return { term: 'DefDerefOf', object: { term: 'DefRefOf', object: nameOf(random.one(NAMES.pkg)) } };
  if (random.below(3) === 0) return { term: 'DefDerefOf', object: indexOf(making, 'pkg') };
  if (random.below(4) === 0) {
    const elements = Array.from({ length: 2 }, () => literal(making, random.one(['int', 'buf'] as const), 0));
    const varNumElements =
      random.below(2) === 0
        ? integer(random.below(5))
        : ({ term: 'DefAnd', a: expression(making, 'int', 1), b: integer(3), target: NOWHERE } as const);
    return { term: 'DefVarPackage', varNumElements, elements };
  }
  return literal(making, 'pkg', depth > 0 ? 1 : 0);
}

function referenceExpression(making: Making): AmlNode {
  const { random } = making;
  if (random.below(6) === 0) return given(making);
  if (random.below(2) === 0) return indexOf(making, random.one(['pkg', 'buf'] as const));
  return { term: 'DefRefOf', object: place(making, random.one(TYPES)) };
}
