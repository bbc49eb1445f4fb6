import { parseXml, type XmlElement, XmlError } from '@rgrove/parse-xml';
import { DOMAIN_LIMITS } from '../../grammar/limits.js';
import { diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import { placesIn } from './text-places.js';

/** The elements of a libvirt domain with their places in its text. */
export interface DomainXml {
  readonly file: string;
  readonly text: string;
  readonly root: XmlElement;
  /** The line and column of an offset in the text. */
  readonly placeAt: (offset: number) => Place;
}

type BadCode = 'libvirt/bad-domain' | 'libvirt/bad-capabilities';

/** Parses the XML of a domain, without interpreting its elements. */
export function parseDomain(text: string, file: string): Result<DomainXml> {
  return parseDocument(text, file, 'domain', 'libvirt/bad-domain');
}

/** Parses XML whose root has this name. */
export function parseDocument(text: string, file: string, name: string, code: BadCode): Result<DomainXml> {
  const bad = (why: string, place: Place = { file }) => fail(diagnostic(code, place, { why }));
  const placeAt = placesIn(text, file);
  const tooMany = tooManyIn(text);
  if (tooMany) {
    const { of, count, most, index } = tooMany;
    if (code !== 'libvirt/bad-domain') return bad(`it has ${count} ${of}; the limit is ${most}`, placeAt(index));
    return fail(diagnostic('libvirt/too-many', placeAt(index), tooMany));
  }
  try {
    const { root } = parseXml(text, { includeOffsets: true, preserveComments: true });
    if (!root) return bad('it has no element');
    if (root.name !== name) return bad(`its root is <${root.name}>, not <${name}>`, placeAt(root.start));
    return ok({ file, text, root, placeAt });
  } catch (error) {
    if (error instanceof RangeError) return bad('it is nested too deeply');
    if (!(error instanceof XmlError)) throw error;
    const [why = ''] = error.message.split(' (line ');
    return bad(why, { file, line: error.line, column: error.column });
  }
}

/** The limit that a text passes, before the parser makes a node of each element, attribute and comment. */
export function tooManyIn(text: string) {
  const { characters, elements } = DOMAIN_LIMITS;
  if (text.length > characters) return { of: 'characters', count: text.length, most: characters, index: 0 } as const;
  let [count, index] = [0, 0];
  // Comments and CDATA can have such characters too: it may count too many, never too few.
  for (const sign of text.matchAll(/<[^/]|=/g)) if (++count === elements + 1) index = sign.index;
  return count > elements ? ({ of: 'elements', count, most: elements, index } as const) : undefined;
}
