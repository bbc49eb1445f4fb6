import { INTEGER_OPS } from '../../grammar/aml-integers.js';
import { METHOD_FLAGS, OBJECT_TYPES } from '../../grammar/aml-terms.js';
import { U32_MAX } from '../../grammar/limits.js';
import { PREDEFINED_NAMES } from '../../grammar/predefined-names.js';
import { spaceText } from '../aml/register-names.js';
import { isDefined, rowOfTerm } from '../aml/term.js';
import type { AmlNode, AmlTable, DefinedTerm, GenericRegister, NodeOf, OperandValue } from '../aml/tree.js';
import { uuidText } from '../aml/uuid.js';
import { hex } from '../diagnostics/words.js';

/** Comments by the term above which they are printed. */
type Notes = ReadonlyMap<AmlNode, string>;

/** The first words of every printed text. */
export const ASL_BANNER = '// Made by cppc-acpi';

const STEP = '    ';

/** The column of the names of a package's elements, behind the longest usual register. */
const TITLE_COLUMN = 68;

/** ASL that iasl compiles to the bytes of the table, for every table that `lower` makes. ACPI 6.6 §19. */
export function printTable({ header, terms }: AmlTable, notes: Notes = new Map()): string {
  const { signature, revision, oemId, oemTableId, oemRevision } = header;
  const oem = `${quoted(oemId)}, ${quoted(oemTableId)}, ${hex(oemRevision)}`;
  return [
    `${ASL_BANNER}. ACPI 6.6 describes _CPC in section 8.4.6.1, _PSD in 8.4.5.5 and _OSC in 6.2.12.`,
    `DefinitionBlock ("", ${quoted(signature)}, ${revision}, ${oem})`,
    ...block(terms.flatMap((term) => statement(term, notes))),
    '',
  ].join('\n');
}

function block(body: readonly string[]): string[] {
  const lines = body[0] === '' ? body.slice(1) : body;
  return ['{', ...lines.map((line) => (line === '' ? '' : STEP + line)), '}'];
}

function statement(node: AmlNode, notes: Notes): string[] {
  const note = notes.get(node);
  return [...(note ? ['', `// ${note}`] : []), ...lines(node, notes)];
}

/** A term as lines of text, without indentation of its own. */
function lines(node: AmlNode, notes: Notes): string[] {
  if (isExternals(node)) return node.terms.map((term) => expression(term));
  if (node.term === 'DefName') return nameLines(node, notes);
  if (node.term === 'DefPackage') return [head(node), ...packageBlock(node, [], notes)];
  if (!isDefined(node)) return [expression(node)];
  const list = listOf(node);
  return list ? [head(node), ...block(list.flatMap((term) => statement(term, notes)))] : [expression(node)];
}

// iasl wraps every External in If (Zero), so that interpreters older than ExternalOp (ACPI 6.0) skip it.
function isExternals(node: AmlNode): node is NodeOf<'DefIf'> {
  if (node.term !== 'DefIf' || node.terms.length === 0) return false;
  const { predicate, terms } = node;
  return predicate.term === 'Integer' && predicate.value === 0n && terms.every((term) => term.term === 'DefExternal');
}

function nameLines(node: NodeOf<'DefName'>, notes: Notes): string[] {
  const { name, object } = node;
  if (object.term !== 'DefPackage') return [expression(node)];
  const row = PREDEFINED_NAMES.find((candidate) => name.endsWith(candidate.name));
  const packages = row?.inner ? object.elements : [object];
  const titles = new Map<AmlNode, readonly string[]>(packages.map((element) => [element, row?.titles ?? []]));
  const body = block(
    object.elements.flatMap((element, i) => elementLines(element, i, object, titles.get(object) ?? [], notes, titles)),
  );
  return [`Name (${name}, ${head(object)}`, ...body.slice(0, -1), '})'];
}

function packageBlock(node: NodeOf<'DefPackage'>, titles: readonly string[], notes: Notes): string[] {
  return block(node.elements.flatMap((element, i) => elementLines(element, i, node, titles, notes, new Map())));
}

function elementLines(
  element: AmlNode,
  i: number,
  parent: NodeOf<'DefPackage'>,
  titles: readonly string[],
  notes: Notes,
  inner: ReadonlyMap<AmlNode, readonly string[]>,
): string[] {
  const comma = i < parent.elements.length - 1 ? ',' : '';
  const titled = (text: string) => (titles[i] ? `${text.padEnd(TITLE_COLUMN)} // ${i} ${titles[i]}` : text);
  if (element.term !== 'DefPackage') return [titled(expression(element, true) + comma)];
  if (element.elements.length === 0) return [titled(`${head(element)} {}${comma}`)];
  const body = packageBlock(element, inner.get(element) ?? [], notes);
  return [titled(head(element)), ...body.slice(0, -1), `}${comma}`];
}

/** The terms or elements that a block holds, if the term has a block. */
function listOf(node: DefinedTerm): readonly AmlNode[] | undefined {
  const [name, kind] = rowOfTerm(node).operands.at(-1) ?? [];
  if (!name || (kind !== 'TermList' && kind !== 'PackageElementList')) return undefined;
  return (node as unknown as Record<string, readonly AmlNode[]>)[name];
}

/** A term without its block, on one line. */
export function headText(node: DefinedTerm): string {
  if (node.term === 'DefName') return `Name (${node.name})`;
  return node.term === 'DefBuffer' ? 'Buffer' : head(node);
}

/** A term on one line, with decimal Integers if `decimal`. */
export function lineText(node: AmlNode, decimal: boolean): string {
  return expression(node, decimal);
}

/** Keyword and arguments of a term, without its block. */
function head(node: DefinedTerm): string {
  const row = rowOfTerm(node);
  const values = node as unknown as Record<string, OperandValue>;
  const scalars = row.operands.filter(([, kind]) => kind !== 'TermList' && kind !== 'PackageElementList');
  const args = headArguments(node) ?? scalars.map(([name]) => argument(values[name] as OperandValue));
  if (args.length === 0) return row.asl;
  return `${row.asl} (${args.join(', ')})`;
}

/** Arguments whose order or form in ASL differs from the operands in AML. */
function headArguments(node: DefinedTerm): string[] | undefined {
  switch (node.term) {
    case 'DefMethod': {
      const { argCountMask, serialized, syncLevelShift } = METHOD_FLAGS;
      const flags = node.methodFlags;
      const sync = flags >> syncLevelShift;
      const rule = flags & serialized ? 'Serialized' : 'NotSerialized';
      return [node.name, String(flags & argCountMask), rule, ...(sync ? [String(sync)] : [])];
    }
    case 'DefExternal': {
      const type = OBJECT_TYPES.find((row) => row.id === node.objectType);
      return [node.name, type?.asl ?? String(node.objectType)];
    }
    case 'DefPackage':
      return [String(node.numElements)];
    case 'DefLEqual':
      return [node.a, node.b].map((operand) => uuid(operand) ?? expression(operand));
    default:
      return undefined;
  }
}

function argument(value: OperandValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return hex(value);
  if (value instanceof Uint8Array) return byteList(value);
  return 'term' in value ? expression(value) : '';
}

/** A term on one line. */
function expression(node: AmlNode, decimal = false): string {
  switch (node.term) {
    case 'Integer':
      return INTEGER_OPS.find((row) => row.value === node.value && !decimal)?.asl ?? integerText(node.value, decimal);
    case 'String':
      return quoted(node.value);
    case 'NameString':
      return node.args ? `${node.name} (${node.args.map((arg) => expression(arg)).join(', ')})` : node.name;
    case 'NullName':
      return '';
    case 'ResourceTemplate':
      return `ResourceTemplate () { ${node.registers.map(register).join(' ')} }`;
    case 'Opaque':
      return `/* ${node.bytes.length} bytes that are not decoded: ${byteList(node.bytes.subarray(0, 16))} */`;
    case 'DefBuffer':
      return `Buffer (${expression(node.bufferSize)}) { ${byteList(node.bytes)} }`;
    default: {
      const list = listOf(node);
      return list ? `${head(node)} { ${list.map((term) => expression(term)).join(', ')} }` : head(node);
    }
  }
}

function integerText(value: bigint, decimal: boolean): string {
  return decimal && value <= U32_MAX ? String(value) : hex(value);
}

// The macro has the address before the access size, the bytes have it behind. ACPI 6.6 §19.6.114.
function register({ spaceId, bitWidth, bitOffset, accessSize, address }: GenericRegister): string {
  return `Register (${spaceText(spaceId)}, ${bitWidth}, ${bitOffset}, ${hex(address)}, ${accessSize})`;
}

function uuid(node: AmlNode): string | undefined {
  const text = node.term === 'DefBuffer' ? uuidText(node) : undefined;
  return text === undefined ? undefined : `ToUUID ("${text}")`;
}

function byteList(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => hex(byte)).join(', ');
}

/** Control characters become hexadecimal escapes, because a terminal would act on them. ACPI 6.6 §19.2.4, "StringData". */
function quoted(text: string): string {
  const escaped = (character: string) => `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\p{Cc}/gu, escaped)}"`;
}
