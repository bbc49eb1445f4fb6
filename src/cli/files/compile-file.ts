import type { EncodingName } from '../../../grammar/encodings.js';
import type { Release } from '../../../grammar/release.js';
import { compile, type SpecSource } from '../../compile.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Compiled } from '../../emit/format.js';
import type { HostFacts } from '../../hyperv/host-facts.js';
import { type HostOptions, readHostFacts } from './host-facts.js';
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
  /** What is known about the hosts. */
  readonly host?: HostFacts;
  readonly variant?: string;
  readonly encoding?: EncodingName;
  readonly qemu?: Release;
  /** False if the caller predicts the guests itself. */
  readonly guests?: false;
  /** The pins of the VM. */
  readonly pins?: SpecSource['pins'];
}

export async function compileFile(path: string, options: CompileOptions & HostOptions): Promise<CompiledSource> {
  const { value: input, diagnostics } = await readInput(path, 'spec');
  const host = await readHostFacts(options);
  if (!input) return { diagnostics: [...diagnostics, ...host.diagnostics], texts: host.texts };
  const source = await compileInput(input, { ...options, host: host.host });
  return {
    ...source,
    diagnostics: [...host.diagnostics, ...source.diagnostics],
    texts: new Map([...host.texts, ...source.texts]),
  };
}

export async function compileInput(
  input: Input,
  { variant, encoding, qemu, host, guests, pins }: CompileOptions,
): Promise<CompiledSource> {
  const { value: text, diagnostics } = textOf(input);
  if (text === undefined) return { input, diagnostics, texts: new Map() };
  const options = {
    ...(variant !== undefined && { variant }),
    ...(encoding && { encoding }),
    ...(qemu && { qemu }),
    ...(host && { host }),
    ...(guests === false && { guests }),
    ...(pins && { pins }),
  };
  const compiled = await compile({ text, file: input.name, ...options });
  const other = compiled.diagnostics.some(({ code }) => code === 'spec/toml-syntax')
    ? await otherThanSpec(input, text)
    : [];
  return {
    input,
    ...(compiled.value && { compiled: compiled.value }),
    diagnostics: other.length > 0 ? other : compiled.diagnostics,
    texts: new Map([[input.name, text]]),
  };
}

/** Loaded on use: most specs are TOML. */
async function otherThanSpec(input: Input, text: string): Promise<readonly Diagnostic[]> {
  const { otherText } = await import('./kinds/other-text.js');
  return otherText(input, text, ['spec']);
}
