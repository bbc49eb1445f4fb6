import type { EncodingName } from '../../../grammar/encodings.js';
import { compile } from '../../compile.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Compiled } from '../../emit/format.js';
import { type Input, readInput, textOf } from './input.js';

/** A spec from the command line, compiled if it has no errors. */
export interface CompiledSource {
  readonly input?: Input;
  readonly compiled?: Compiled;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

export async function compileFile(path: string, variant?: string, encoding?: EncodingName): Promise<CompiledSource> {
  const { value: input, diagnostics } = await readInput(path, 'spec');
  return input ? compileInput(input, variant, encoding) : { diagnostics, texts: new Map() };
}

/** `guests`: false if the caller predicts the guests itself. */
export async function compileInput(
  input: Input,
  variant?: string,
  encoding?: EncodingName,
  guests?: false,
): Promise<CompiledSource> {
  const { value: text, diagnostics } = textOf(input);
  if (text === undefined) return { input, diagnostics, texts: new Map() };
  const options = {
    ...(variant !== undefined && { variant }),
    ...(encoding && { encoding }),
    ...(guests === false && { guests }),
  };
  const compiled = await compile({ text, file: input.name, ...options });
  return {
    input,
    ...(compiled.value && { compiled: compiled.value }),
    diagnostics: compiled.diagnostics,
    texts: new Map([[input.name, text]]),
  };
}
