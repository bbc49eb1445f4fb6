import type { IntegerWidth } from '../../grammar/aml-integers.js';
import { CPC_ENTRIES, CPC_HEAD } from '../../grammar/cpc.js';
import { ENCODINGS, type EncodingName, type EncodingRow } from '../../grammar/encodings.js';
import { integer, integerOfWidth } from '../aml/integer.js';
import { termBytes } from '../aml/term-bytes.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import { isNullRegister } from '../cpc/ir.js';
import type { ProcessorTerms } from './processor-terms.js';

type PackageNode = NodeOf<'DefPackage'>;

export function encodingRow(name: EncodingName): EncodingRow {
  const row = ENCODINGS.find((one) => one.name === name);
  if (!row) throw new Error(`there is no encoding "${name}"`);
  return row;
}

/** The same processors in the encoding of another writer, with longer or shared terms. */
export function inEncoding(processors: readonly ProcessorTerms[], name: EncodingName): readonly ProcessorTerms[] {
  if (name === 'iasl') return processors;
  const row = encodingRow(name);
  const written = processors.map((one) => withTerms(one, (term) => writtenTerm(term, row)));
  return row.packageName === undefined ? written : sharing(written, row.packageName);
}

function withTerms(one: ProcessorTerms, change: (term: AmlNode) => AmlNode): ProcessorTerms {
  return { ...one, scope: { ...one.scope, terms: one.scope.terms.map(change) } };
}

function writtenTerm(term: AmlNode, row: EncodingRow): AmlNode {
  if (term.term !== 'DefName' || term.object.term !== 'DefPackage') return term;
  if (term.name === '_CPC') return { ...term, object: cpcPackage(term.object, row) };
  if (term.name === '_PSD' && row.psd) return { ...term, object: psdPackage(term.object, row.psd) };
  return term;
}

function cpcPackage(node: PackageNode, row: EncodingRow): PackageNode {
  const head = [row.numEntries, row.revision];
  const elements = node.elements.map((element, i) => {
    const entry = CPC_ENTRIES[i - CPC_HEAD.length];
    if (!entry) return ofWidth(element, head[i]);
    if (row.zeroWhenAbsent?.includes(entry.key) && isAbsent(element)) return integer(0);
    return withBufferSize(ofWidth(element, row.values), row.bufferSize);
  });
  return { ...node, elements };
}

function isAbsent(element: AmlNode): boolean {
  return element.term === 'ResourceTemplate' && element.registers.every(isNullRegister);
}

function ofWidth(node: AmlNode, width: IntegerWidth | undefined): AmlNode {
  return node.term === 'Integer' && width ? integerOfWidth(node.value, width) : node;
}

function withBufferSize(node: AmlNode, sizeWidth: IntegerWidth | undefined): AmlNode {
  return node.term === 'ResourceTemplate' && sizeWidth ? { ...node, sizeWidth } : node;
}

function psdPackage(node: PackageNode, widths: readonly IntegerWidth[]): PackageNode {
  const elements = node.elements.map((inner) =>
    inner.term === 'DefPackage'
      ? { ...inner, elements: inner.elements.map((one, i) => ofWidth(one, widths[i])) }
      : inner,
  );
  return { ...node, elements };
}

/** The first processor with a package names it; every `_CPC` is a Method that returns such a name. */
function sharing(processors: readonly ProcessorTerms[], packageName: string): readonly ProcessorTerms[] {
  const holders = new Map<string, string>();
  return processors.map((one) => {
    const cpc = one.scope.terms.find((term) => term.term === 'DefName' && term.name === '_CPC');
    if (cpc?.term !== 'DefName') return one;
    const id = termBytes(cpc.object);
    const holder = holders.get(id) ?? `${one.scope.name}.${packageName}`;
    const held = holders.has(id) ? [] : [{ ...cpc, name: packageName }];
    holders.set(id, holder);
    const terms = one.scope.terms.flatMap((term) => (term === cpc ? [...held, returning(holder)] : [term]));
    const shared = { ...one, scope: { ...one.scope, terms } };
    return held.length > 0 ? { ...shared, defines: holder } : { ...shared, uses: holder };
  });
}

function returning(name: string): NodeOf<'DefMethod'> {
  const value: AmlNode = { term: 'NameString', name };
  return { term: 'DefMethod', name: '_CPC', methodFlags: 0, terms: [{ term: 'DefReturn', object: value }] };
}
