// Edits the XML of a domain in place. A parser gives the offset of each element; startTagAt finds the attributes, whose
// offsets the parser does not give. The put… functions compare the elements with those that the spec needs, and hand each
// difference to an Editor as a replacement of one range of the text. At the end the Editor splices all of them in, so every
// byte that the spec does not concern stays as it was: comments, order, quotes, indents and line ends.

import { LIBVIRT_TABLE_FOLDER } from '../../grammar/libvirt.js';
import { DOMAIN_LIMITS } from '../../grammar/limits.js';
import { type Diagnostic, diagnostic, hasErrors, type Place } from '../diagnostics/diagnostic.js';
import { ok, type Result } from '../diagnostics/result.js';
import { DEVICE_PROPERTIES, deviceFlagOptions } from '../emit/device-flags.js';
import { clockOffset, usesRawTables } from '../emit/libvirt.js';
import { lacksMachine, qemuOptions, tableFile } from '../emit/qemu.js';
import { NEWEST } from '../versions/release.js';
import { type Option, optionsOf, passedWords, putOptions } from './command-line.js';
import { putCpu } from './cpu.js';
import type { DomainEdit } from './domain-edit.js';
import { domainProblems } from './domain-rules.js';
import { type DomainXml, parseDomain, tooManyIn } from './domain-xml.js';
import { type Change, Editor } from './editor.js';
import { putHyperv, removeLeftovers } from './hyperv.js';
import { pinDifferences, putPins } from './pins.js';
import { putTables } from './raw-tables.js';
import { pathProblems } from './table-path.js';

export interface EditedDomain {
  readonly text: string;
  readonly changes: readonly Change[];
  /** The place in the given text of an offset in the new one; the file where the text is new. */
  readonly placeAt: (offset: number) => Place;
}

/** Edits a domain for a spec; other bytes stay. */
export function editDomain(text: string, file: string, request: DomainEdit): Result<EditedDomain> {
  const edit = { ...request, placement: { tablePath: LIBVIRT_TABLE_FOLDER, ...request.placement } };
  const { value: xml, diagnostics } = parseDomain(text, file);
  const differences = xml ? pinDifferences(xml.root, edit.compiled.table) : [];
  const problems = [...specProblems(edit), ...diagnostics, ...(xml ? domainProblems(xml, edit, differences) : [])];
  if (!xml || hasErrors(problems)) return { diagnostics: problems };
  const editor = new Editor(xml);
  const { table } = edit.compiled;
  const { paths, options } = tablePathsAndOptions(edit);
  if (edit.pins !== 'keep') putPins(editor, xml.root, differences);
  putTables(editor, xml.root, edit.placement.stem, paths);
  if (edit.leftovers) removeLeftovers(editor, xml.root, edit.leftovers);
  if (edit.hyperv) putHyperv(editor, xml.root, edit.hyperv, clockOffset(edit.compiled));
  putCpu(editor, xml.root, table, edit.topology ? (edit.placement.libvirt ?? NEWEST) : undefined);
  const flags = deviceFlagOptions(table, edit.compiled.hyperv);
  const all = [...options, ...flags, ...optionsOf(edit.hyperv?.qemuArguments ?? [])];
  const left = [...DEVICE_PROPERTIES, ...(edit.leftovers?.properties ?? [])];
  putOptions(editor, xml.root, edit.placement.stem, all, left);
  const made = editor.finish();
  const past = pastLimits(made.text, xml, all.length);
  if (past) return { diagnostics: [...problems, past] };
  const placeAt = (offset: number) => {
    const original = made.originalOf(offset);
    return original === undefined ? { file } : xml.placeAt(original);
  };
  return ok({ text: made.text, changes: editor.changes, placeAt }, problems);
}

/** The limit that the domain passes with what the spec adds: a second run would refuse it. */
function pastLimits(text: string, { file, root }: DomainXml, added: number): Diagnostic | undefined {
  const [tooMany, most] = [tooManyIn(text), DOMAIN_LIMITS.arguments];
  if (tooMany) return diagnostic('libvirt/too-many', { file }, tooMany);
  // An option is two arguments at most.
  if (passedWords(root).length + 2 * added <= most) return undefined;
  const { value: edited } = parseDomain(text, file);
  const count = edited ? passedWords(edited.root).length : 0;
  return count > most ? diagnostic('libvirt/too-many', { file }, { of: 'arguments', count, most }) : undefined;
}

/** Paths of tables for libvirt's own elements, if it has them; else options of QEMU. */
function tablePathsAndOptions({ compiled, placement }: DomainEdit): {
  paths: readonly string[];
  options: readonly Option[];
} {
  if (!usesRawTables(compiled.table, placement)) return { paths: [], options: qemuOptions(compiled, placement) };
  return { paths: compiled.parts.map((_, i) => tableFile(compiled, placement, i)), options: [] };
}

function specProblems({ compiled, placement }: DomainEdit): readonly Diagnostic[] {
  const { table } = compiled;
  const why = lacksMachine(table);
  return [
    ...(why ? [diagnostic('emit/unavailable', undefined, { format: 'libvirt', why })] : []),
    ...(table.layout === 'acpi-cppc' ? [] : pathProblems(compiled, placement)),
  ];
}
