import { processorsToJson } from '../emit/json.js';
import { previewLines, rankedCores } from './ranking.js';
import { type CommonOptions, report } from './report.js';
import { compileFile } from './source.js';

export interface PreviewOptions extends CommonOptions {
  readonly variant?: string;
}

/** Shows what the guest will be told of each vCPU, and how it will rank them. */
export async function preview(path: string, options: PreviewOptions): Promise<number> {
  const { compiled, diagnostics, texts } = await compileFile(path, options.variant);
  if (!compiled) return report(options, { diagnostics, texts, facts: { processors: [] } });
  const { table } = compiled;
  const ranks = new Map(rankedCores(table).map(({ first, rank }) => [first.core, rank]));
  const processors = processorsToJson(table).map((one) => ({ ...one, rank: ranks.get(one.core) ?? null }));
  return report(options, { diagnostics, texts, lines: previewLines(table), facts: { processors } });
}
