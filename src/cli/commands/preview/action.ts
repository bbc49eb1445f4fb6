import { processorsToJson } from '../../../emit/json.js';
import { type CompiledSource, compileFile } from '../../files/compile-file.js';
import { isSameFile, replaceFile } from '../../files/replace-file.js';
import { EXIT, exitStatus } from '../../terminal/exit.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { coresPicture } from '../../views/picture/cores-picture.js';
import { previewLines, rankedCores } from '../../views/ranking.js';

export interface PreviewOptions extends CommonOptions {
  readonly variant?: string;
  readonly svg?: string;
}

/** Shows the levels of each vCPU, and how the guest ranks the cores. */
export async function preview(path: string, options: PreviewOptions): Promise<number> {
  const source = await compileFile(path, options);
  const { compiled, diagnostics, texts } = source;
  if (!compiled) return report(options, { diagnostics, texts, facts: { processors: [] } });
  if (options.svg !== undefined) return draw(source, options, options.svg);
  const { table } = compiled;
  return report(options, {
    diagnostics,
    texts,
    lines: previewLines(table, process.stdout.columns),
    facts: factsOf(source),
  });
}

function factsOf({ compiled }: CompiledSource) {
  if (!compiled) return { processors: [] };
  const { table } = compiled;
  const ranks = new Map(rankedCores(table).map(({ first, rank }) => [first.core, rank]));
  return { processors: processorsToJson(table).map((one) => ({ ...one, rank: ranks.get(one.core) ?? null })) };
}

async function draw(source: CompiledSource, options: PreviewOptions, file: string): Promise<number> {
  const { compiled, input, diagnostics, texts } = source;
  const picture = compiled ? coresPicture(compiled.table, input?.stem ?? '') : '';
  if (exitStatus(diagnostics, options) !== EXIT.ok) {
    return report(options, { diagnostics, texts, facts: { file: null, ...factsOf(source) } });
  }
  if (file === '-') {
    const status = await report(options, { diagnostics, texts });
    process.stdout.write(picture);
    return status;
  }
  const failures = replaceFile(file, picture, '--svg FILE');
  const written = failures.length === 0;
  return report(options, {
    diagnostics: [...diagnostics, ...failures],
    texts,
    lines: written ? [`Written: ${file} (${Buffer.byteLength(picture)} bytes)`] : [],
    facts: { file: written ? file : null, ...factsOf(source) },
  });
}

/** The reason for a usage error, if any. */
export function previewUsageProblem(spec: string, { svg, json }: PreviewOptions): string | undefined {
  if (svg === undefined) return undefined;
  if (svg === '-') return json ? '--svg - cannot be combined with --json: both write to standard output' : undefined;
  return isSameFile(spec, svg) ? '--svg FILE is the spec, which cppc-acpi never overwrites' : undefined;
}
