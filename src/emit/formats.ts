import { AML } from './aml.js';
import { ASL } from './asl.js';
import { C } from './c.js';
import type { Compiled, Format, Output } from './format.js';
import { INITRD } from './initrd.js';
import { JSON_TABLE } from './json.js';

/** Every output format, in the order in which they are made: json lists those before it. */
export const FORMATS: readonly Format[] = [AML, ASL, C, INITRD, JSON_TABLE];

/** What a build makes when nothing is said. */
export const DEFAULT_FORMATS: readonly string[] = ['aml', 'asl'];

/** The files of the chosen formats. */
export function emitFormats(compiled: Compiled, stem: string, names: readonly string[]): readonly Output[] {
  const outputs: Output[] = [];
  for (const format of FORMATS.filter((one) => names.includes(one.name))) {
    outputs.push(...format.emit(compiled, stem, outputs).map((file) => ({ format: format.name, ...file })));
  }
  return outputs;
}
