import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import { annotate, annotateParts } from '../../../inspect/annotate.js';
import { type Findings, findingsOf, nothingFound } from '../../../inspect/findings.js';
import { findingsToJson } from '../../../inspect/findings-json.js';
import { readTables } from '../../files/tables.js';
import { painter } from '../../terminal/paint.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { headLine, inspectLines } from '../../views/inspect-lines.js';

export interface InspectOptions extends CommonOptions {
  /** Annotated bytes of the packages in the place of their entries. */
  readonly hex?: true;
  /** With `hex`: of the whole tables. */
  readonly all?: true;
}

/** Shows every package of a _CPC's shape in tables of any firmware. */
export async function inspect(paths: readonly string[], options: InspectOptions): Promise<number> {
  const { tables, diagnostics: unread } = await readTables(paths);
  const findings = findingsOf(tables);
  const diagnostics: Diagnostic[] = [...unread, ...nothingFound(findings)];
  if (options.json) {
    return report(options, { diagnostics, texts: new Map(), facts: { tables: findings.map(findingsToJson) } });
  }
  const paint = painter(options.color, process.stdout);
  const lines = findings.flatMap((one, i) => [
    ...(i > 0 ? [''] : []),
    ...(options.hex ? hexLines(one, options.all ?? false, headLine(one, paint)) : inspectLines(one, paint)),
  ]);
  return report(options, { diagnostics, texts: new Map(), lines });
}

function hexLines({ table, cpc }: Findings, all: boolean, head: string): string[] {
  const text = all ? annotate(table.bytes, table.table) : annotateParts(table.bytes, table.table, cpc);
  return [head, '', text.trimEnd()];
}
