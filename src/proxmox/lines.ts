import { MOST_QM_CHARACTERS } from '../../grammar/proxmox.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';

/** An option with the place of its value. */
export interface QmOption {
  readonly key: string;
  readonly value: string;
  readonly line: number;
  readonly place: Place;
  /** The place of a character of the value. */
  readonly placeAt: (index: number) => Place;
}

type Options = Map<string, QmOption>;

/** The sections of a configuration. */
interface QmSections {
  readonly options: ReadonlyMap<string, QmOption>;
  /** Changes for the next start, from `[PENDING]`. */
  readonly pending: ReadonlyMap<string, QmOption>;
  readonly snapshots: readonly string[];
}

interface Reading {
  readonly file: string;
  readonly options: Options;
  readonly pending: Options;
  readonly snapshots: string[];
  readonly diagnostics: Diagnostic[];
  /** The options of the section that is read; undefined in a section that is not used. */
  section?: Options;
  read: number;
}

/** As Proxmox reads them: parse_vm_config() in src/PVE/QemuServer.pm. Options of snapshots are left out. */
export function readSections(text: string, file: string): Result<QmSections> {
  if (text.length > MOST_QM_CHARACTERS) return fail(notConfig(file, { characters: text.length }));
  const options: Options = new Map();
  const reading: Reading = {
    file,
    options,
    pending: new Map(),
    snapshots: [],
    diagnostics: [],
    section: options,
    read: 0,
  };
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const [i, line] of lines.entries()) readLine(reading, line, i + 1);
  if (reading.read === 0) return fail(notConfig(file, {}));
  const { pending, snapshots, diagnostics } = reading;
  return ok({ options, pending, snapshots }, diagnostics);
}

function notConfig(file: string, facts: { readonly characters?: number }): Diagnostic {
  return diagnostic('proxmox/not-a-config', { file }, { ...facts, most: MOST_QM_CHARACTERS });
}

/** `#` is a line of the description. */
function readLine(reading: Reading, line: string, number: number): void {
  if (/^\s*(?:#|$)/.test(line)) return;
  const [, name] = /^\[([^\]]*)\]\s*$/.exec(line) ?? [];
  if (name !== undefined) startSection(reading, name);
  else if (reading.section) readOption(reading, reading.section, line, number);
}

function startSection(reading: Reading, name: string): void {
  if (/^pending$/i.test(name)) reading.section = reading.pending;
  else {
    delete reading.section;
    if (!name.includes(':')) reading.snapshots.push(name);
  }
}

/** A text with more of these is a configuration by accident; each would be a diagnostic of its own. */
const MOST_SKIPPED = 100;

/** Proxmox skips a line that is not an option, with a warning. Of two equal keys the last one holds. */
function readOption(reading: Reading, section: Options, line: string, number: number): void {
  const { file } = reading;
  const [head = '', key = ''] = /^([a-z][a-z_-]*\d*):/.exec(line) ?? [];
  const rest = line.slice(head.length);
  const value = rest.trim();
  if (key === '' || value === '') {
    const place = { file, line: number, column: 1 };
    if (reading.diagnostics.length < MOST_SKIPPED)
      reading.diagnostics.push(diagnostic('proxmox/line-skipped', place, { text: line }));
    return;
  }
  reading.read += 1;
  const column = head.length + 1 + rest.length - rest.trimStart().length;
  const placeAt = (index: number): Place => ({ file, line: number, column: column + index });
  section.set(key, { key, value, line: number, place: placeAt(0), placeAt });
}

/** The options of the next start: the pending ones replace and delete others, as `qm config` shows them. */
export function nextStart({ options, pending }: QmSections): ReadonlyMap<string, QmOption> {
  const next = new Map(options);
  const deleted = pending.get('delete')?.value ?? '';
  for (const key of deleted.split(/[\s,;]+/)) next.delete(key.replace(/^!/, ''));
  for (const [key, option] of pending) if (key !== 'delete') next.set(key, option);
  return next;
}
