import { parseXml, type XmlElement, XmlError } from '@rgrove/parse-xml';
import { diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';

/** Ten times the length of a domain with 4,096 pins. */
const LONGEST = 4 * 1024 * 1024;

/** The elements of a libvirt domain with their places in its text. */
export interface DomainXml {
  readonly file: string;
  readonly text: string;
  readonly root: XmlElement;
  /** The line and column of an offset in the text. */
  readonly placeAt: (offset: number) => Place;
}

/** Parses the XML of a domain, without interpreting its elements. */
export function parseDomain(text: string, file: string): Result<DomainXml> {
  const bad = (why: string, place: Place = { file }) => fail(diagnostic('libvirt/bad-domain', place, { why }));
  if (text.length > LONGEST) return bad('it is longer than 4 MiB');
  try {
    const { root } = parseXml(text, { includeOffsets: true, preserveComments: true });
    if (!root) return bad('it has no element');
    const placeAt = placesIn(text, file);
    if (root.name !== 'domain') return bad(`its root is <${root.name}>, not <domain>`, placeAt(root.start));
    return ok({ file, text, root, placeAt });
  } catch (error) {
    if (error instanceof RangeError) return bad('it is nested too deeply');
    if (!(error instanceof XmlError)) throw error;
    const [why = ''] = error.message.split(' (line ');
    return bad(why, { file, line: error.line, column: error.column });
  }
}

function placesIn(text: string, file: string): (offset: number) => Place {
  const lines = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  return (offset) => {
    let [line, behind] = [0, lines.length];
    while (behind - line > 1) {
      const middle = (line + behind) >> 1;
      if ((lines[middle] ?? 0) <= offset) line = middle;
      else behind = middle;
    }
    return { file, line: line + 1, column: offset - (lines[line] ?? 0) + 1 };
  };
}
