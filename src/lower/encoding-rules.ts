import { INTEGER_PREFIXES } from '../../grammar/aml-integers.js';
import { CPC_ENTRIES } from '../../grammar/cpc.js';
import type { EncodingName } from '../../grammar/encodings.js';
import type { CpcTable } from '../cpc/ir.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { encodingRow } from './encoding.js';

/** Warns about parts of a spec that the writer of the encoding never makes. */
export function encodingProblems(table: CpcTable, encoding: EncodingName, file: string): Diagnostic[] {
  if (encoding === 'iasl') return [];
  const { revisions } = encodingRow(encoding);
  const { revision, compact } = table;
  const at = (key: string) => ({ file, path: ['table', key] });
  return [
    ...(revisions && !revisions.includes(revision)
      ? [diagnostic('lower/encoding-revision', at('cpc_revision'), { encoding, revision, revisions })]
      : []),
    ...(compact ? [diagnostic('lower/encoding-compact', at('compact'), { encoding })] : []),
    ...wideProblems(table, encoding, file),
  ];
}

/** Integers that need more than the fixed width of the encoding. */
function wideProblems({ processors, revision }: CpcTable, encoding: EncodingName, file: string): Diagnostic[] {
  const { values } = encodingRow(encoding);
  const width = INTEGER_PREFIXES.find((row) => row.width === values);
  if (!width) return [];
  const rows = CPC_ENTRIES.filter((row) => row.since <= revision);
  return rows.flatMap(({ key }) => {
    const found = processors
      .map(({ stated: entries }) => entries[key])
      .find((one) => {
        return one.kind === 'integer' && one.value >> BigInt(width.bytes * 8) > 0n;
      });
    if (found?.kind !== 'integer') return [];
    const facts = { encoding, key, value: found.value, width: width.width };
    return [diagnostic('lower/encoding-width', { file }, facts)];
  });
}
