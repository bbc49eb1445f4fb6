import { decodeTable, encodeTable } from '../../src/aml/table.js';
import { encodeTerm } from '../../src/aml/term.js';
import type { AmlNode } from '../../src/aml/tree.js';
import type { CpcTable, Processor } from '../../src/cpc/ir.js';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import { cpcName, lower } from '../../src/lower/lower.js';
import { psdName } from '../../src/lower/psd.js';
import { resolve } from '../../src/resolve/resolve.js';
import { readSpec } from '../../src/spec/read.js';
import { encoded } from '../support/bytes.js';

/** The levels that every core of these tests has by default. */
export const DEFAULTS = '[defaults]\nnominal_perf = 131\nlowest_nonlinear_perf = 40\nlowest_perf = 15\n';

/** Two cores, the first one better, in the layout that needs nothing else. */
export const CONSTANT = `[registers]\nlayout = "constant"\n${DEFAULTS}[[core]]\nhighest_perf = 236\n[[core]]\nhighest_perf = 166\n`;

export interface Resolved {
  readonly table: CpcTable;
  readonly diagnostics: readonly Diagnostic[];
}

/** The resolved text, even with errors. */
export async function resolved(text: string, variant?: string): Promise<Resolved> {
  const spec = await readSpec(text, 'spec.toml');
  if (!spec.value) throw new Error(spec.diagnostics.map((one) => one.message).join('\n'));
  const table = resolve(spec.value, variant);
  return { table: table.value as CpcTable, diagnostics: [...spec.diagnostics, ...table.diagnostics] };
}

/** Each problem in one line: its code, and the key that it is at. */
export async function problems(text: string, variant?: string): Promise<string[]> {
  return (await resolved(text, variant)).diagnostics.map(lineOf);
}

export function lineOf({ code, place }: Diagnostic): string {
  return place && 'path' in place ? `${code} at ${place.path.join('.')}`.trimEnd() : code;
}

/** The processors of a text without errors. */
export async function processors(text: string): Promise<readonly Processor[]> {
  const { table, diagnostics } = await resolved(text);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return table.processors;
}

export async function processor(text: string, vcpu = 0): Promise<Processor> {
  const found = (await processors(text))[vcpu];
  if (!found) throw new Error(`there is no vCPU ${vcpu}`);
  return found;
}

export function bytesOf(term: AmlNode): Uint8Array {
  return encoded((out) => encodeTerm(term, out));
}

/** The `_CPC` object of a vCPU. */
export async function cpcBytes(text: string, vcpu = 0): Promise<Uint8Array> {
  const { table } = await resolved(text);
  const { stated: entries } = await processor(text, vcpu);
  const template = {
    names: [],
    externals: [],
    bufferOf: (register: never) => ({ term: 'ResourceTemplate', registers: [register] }),
  };
  return bytesOf(cpcName(entries, table.revision, template as never));
}

/** The `_PSD` object of a vCPU. */
export async function psdBytes(text: string, vcpu = 0): Promise<Uint8Array> {
  return bytesOf(psdName(await processor(text, vcpu)));
}

/** The tables of a text, as bytes. */
export async function tables(text: string): Promise<Uint8Array[]> {
  const { table } = await resolved(text);
  return lower(table).map(({ tree }) => encodeTable(tree));
}

/** The terms of a table's bytes. */
export function termsOf(aml: Uint8Array): readonly AmlNode[] {
  return decodeTable(aml, 'table.aml').value?.terms ?? [];
}
