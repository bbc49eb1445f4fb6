import type { EncodingName } from '../../../grammar/encodings.js';
import type { Release } from '../../../grammar/release.js';
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

/** Options of a command that decide how a spec is compiled. */
interface CompileOptions {
  readonly variant?: string;
  readonly encoding?: EncodingName;
  readonly qemu?: Release;
  /** False if the caller predicts the guests itself. */
  readonly guests?: false;
}

export async function compileFile(path: string, options: CompileOptions): Promise<CompiledSource> {
  const { value: input, diagnostics } = await readInput(path, 'spec');
  return input ? compileInput(input, options) : { diagnostics, texts: new Map() };
}

export async function compileInput(
  input: Input,
  { variant, encoding, qemu, guests }: CompileOptions,
): Promise<CompiledSource> {
  const { value: text, diagnostics } = textOf(input);
  if (text === undefined) return { input, diagnostics, texts: new Map() };
  const options = {
    ...(variant !== undefined && { variant }),
    ...(encoding && { encoding }),
    ...(qemu && { qemu }),
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
