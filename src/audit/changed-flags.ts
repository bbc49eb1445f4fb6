import { TOPOEXT } from '../../grammar/cpu-models.js';
import { ENLIGHTENMENTS } from '../../grammar/enlightenments.js';
import { booleanOf } from '../cpc/cpu-model.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { flagName } from '../hyperv/enlightenments.js';
import { parseDomain } from '../libvirt/domain-xml.js';
import { stringText } from '../spec/toml-text.js';
import { domainFlags } from './readers/domain-flags.js';
import type { Vm } from './readers/vm.js';

const PASSTHROUGH = flagName('passthrough');

type Flags = Vm['cpu']['flags'];

/**
 * Properties of the CPU that a domain sets, and that an edit changes. An element of <hyperv> and an option of QEMU are the
 * same property, so one in place of the other is no change. `libvirt/topoext-changed` is a rule of the edit itself.
 */
export function changedFlags(before: string, after: string, file: string): readonly Diagnostic[] {
  const [own, edited] = [flagsIn(before, file), flagsIn(after, file)];
  const takesAll = booleanOf(edited.get(PASSTHROUGH)?.value ?? 'off');
  return [...own].flatMap(([name, { value: from, place }]) => {
    const to = edited.get(name)?.value ?? 'off';
    if (name === TOPOEXT || isEqual(from, to) || (takesAll && !edited.has(name))) return [];
    return [diagnostic('audit/flag-changed', place, { name, from, to, ...keepWith(name, from) })];
  });
}

function flagsIn(text: string, file: string): Flags {
  const { value: xml } = parseDomain(text, file);
  return xml ? domainFlags(xml) : new Map();
}

function isEqual(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => booleanOf(text) ?? numberOf(text) ?? text);
  return one === other;
}

function numberOf(text: string): bigint | undefined {
  return /^(?:0x[0-9a-f]{1,16}|\d{1,19})$/i.test(text) ? BigInt(text) : undefined;
}

/** The line of a spec that keeps the value, if there is one. A spec without flags leaves <hyperv> alone. */
function keepWith(name: string, value: string): { readonly keep?: string } {
  const keep = name === PASSTHROUGH ? undefined : keyWith(name, value);
  return keep === undefined ? {} : { keep };
}

function keyWith(name: string, value: string): string | undefined {
  if (name === 'tsc-frequency') return `tsc_frequency = ${value}`;
  const row = ENLIGHTENMENTS.find(({ key }) => flagName(key) === name);
  if (!row) return undefined;
  const state = booleanOf(value);
  if (row.form === 'boolean') return `${row.key} = ${state ?? true}`;
  // A spec cannot switch off a flag that has a value.
  if (row.form !== 'choice' && state === false) return undefined;
  return `${row.key} = ${row.form === 'integer' ? value : stringText(value)}`;
}
