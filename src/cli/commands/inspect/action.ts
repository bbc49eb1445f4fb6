import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import { annotate, annotateParts } from '../../../inspect/annotate.js';
import { contentsToJson } from '../../../inspect/contents-json.js';
import { contentsOf, missingCpcNotes, type TableContents } from '../../../inspect/table-contents.js';
import { readGiven } from '../../files/machines.js';
import { SCHEMAS } from '../../terminal/json.js';
import { painter } from '../../terminal/paint.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { headLine } from '../../views/inspect-heads.js';
import { inspectLines } from '../../views/inspect-lines.js';

export interface InspectOptions extends CommonOptions {
  /** Annotated bytes of the packages instead of their entries. */
  readonly hex?: true;
  /** With `hex`: of the whole tables. */
  readonly all?: true;
}

/** Shows every package with the shape of a _CPC in tables of any firmware. */
export async function inspect(paths: readonly string[], options: InspectOptions): Promise<number> {
  const given = await readGiven(paths, 'table');
  const tables = given.flatMap((one) => (one.kind === 'machine' ? one.machine.tables : []));
  const unread = given.flatMap((one) =>
    one.kind === 'machine' ? one.machine.diagnostics : one.kind === 'unread' ? one.diagnostics : [],
  );
  const contents = contentsOf(tables);
  const diagnostics: Diagnostic[] = [...unread, ...missingCpcNotes(contents)];
  if (options.json) {
    return report(options, {
      diagnostics,
      texts: new Map(),
      facts: { schema: SCHEMAS.inspect, ...contentsToJson(contents) },
    });
  }
  const paint = painter(options.color, process.stdout);
  const shown = options.hex
    ? contents.flatMap(({ tables }) => tables.map((one) => hexLines(one, options.all ?? false, headLine(one, paint))))
    : contents.map((one) => inspectLines(one, paint, process.stdout.columns));
  const lines = shown.flatMap((part, i) => (i > 0 ? ['', ...part] : part));
  return report(options, { diagnostics, texts: new Map(), lines });
}

function hexLines({ table, cpc }: TableContents, all: boolean, head: string): string[] {
  const text = all ? annotate(table.bytes, table.table) : annotateParts(table.bytes, table.table, cpc);
  return [head, '', text.trimEnd()];
}
