import type { EncodingName } from '../grammar/encodings.js';
import { encodeTable } from './aml/table.js';
import { encodingProblems } from './cpc/encoding-rules.js';
import { lower } from './cpc/lower.js';
import { resolve } from './cpc/resolve.js';
import { sizeProblems } from './cpc/sizes.js';
import { hasErrors } from './diagnostics/diagnostic.js';
import { ok, type Result } from './diagnostics/result.js';
import type { Compiled } from './emit/format.js';
import { resolveHyperv } from './hyperv/resolve.js';
import { readSpec } from './spec/read.js';

export interface SpecSource {
  readonly text: string;
  /** The name that diagnostics give the spec. */
  readonly file: string;
  /** Which variant of the values; default: the spec's. */
  readonly variant?: string;
  /** Whose encoding the tables have; default: iasl's. */
  readonly encoding?: EncodingName;
}

/** From the text of a spec to its tables, or to every problem that it has. */
export async function compile({ text, file, variant, encoding = 'iasl' }: SpecSource): Promise<Result<Compiled>> {
  const spec = await readSpec(text, file);
  if (!spec.value) return { diagnostics: spec.diagnostics };
  const table = resolve(spec.value, variant);
  const hyperv = table.value ? resolveHyperv(spec.value, table.value) : { diagnostics: [] };
  const problems = [...spec.diagnostics, ...table.diagnostics, ...hyperv.diagnostics];
  if (!table.value || !hyperv.value || hasErrors(problems)) return { diagnostics: problems };
  const parts = lower(table.value, encoding).map((lowered) => ({ ...lowered, aml: encodeTable(lowered.tree) }));
  problems.push(
    ...encodingProblems(table.value, encoding, file),
    ...sizeProblems(
      table.value,
      parts.map((part) => part.aml.length),
      file,
    ),
  );
  return hasErrors(problems)
    ? { diagnostics: problems }
    : ok({ table: table.value, hyperv: hyperv.value, parts }, problems);
}
