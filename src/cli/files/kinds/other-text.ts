// Texts given in place of another: a domain where a spec belongs, a spec where a table belongs. Every command asks here. A
// spec is TOML, so a text counts as something else only after the TOML parser has refused it.

import { isCpuValue } from '../../../audit/readers/bare-cpu.js';
import type { InputKind } from '../../../diagnostics/catalog/input-kinds.js';
import { type Diagnostic, diagnostic } from '../../../diagnostics/diagnostic.js';
import { ownRow } from '../../../diagnostics/own-row.js';
import { fail, type Result } from '../../../diagnostics/result.js';
import { isDump } from '../../../firmware/acpidump.js';
import { isQmConfig } from '../../../proxmox/pinned.js';
import { type Input, textOf } from '../input.js';

/** The text of an input of one of the accepted kinds, or of a kind that is not recognized. */
export function acceptedText(input: Input, accepted: readonly InputKind[]): Result<string> {
  const read = textOf(input);
  const other = read.value === undefined ? [] : otherText(input, read.value, accepted);
  return other.length > 0 ? fail(...other) : read;
}

/** The error for a text of another kind than the accepted ones; undefined for these, and for a text that is not recognized. */
export function otherText({ name, bytes, kind }: Input, text: string, accepted: readonly InputKind[]): Diagnostic[] {
  const is = kindOfText(text, bytes);
  if (is === undefined || accepted.includes(is)) return [];
  const root = is === 'xml' ? rootOf(text) : undefined;
  return [diagnostic('cli/other-input', { file: name }, { is, of: kind, ...(root !== undefined && { root }) })];
}

/** What kind of input a text is, by its beginning and its lines; undefined if it is none that people give by mistake. */
export function kindOfText(text: string, bytes: Uint8Array): InputKind | undefined {
  const start = text.slice(0, LONGEST_START).replace(/^\uFEFF/, '');
  if (/^\s*</.test(start)) return ownRow(XML_ROOTS, rootOf(start) ?? '') ?? 'xml';
  if (isJson(text)) return 'json';
  // Sections of snapshots can have names of tables of a spec.
  if (isQmConfig(start) && QM_LINE.test(start)) return 'qm';
  const [kind] = LINES.find(([, line]) => line.test(start)) ?? [];
  if (kind !== undefined) return kind;
  if (isCpuValue(start)) return 'cpu';
  if (/^(?:---\s*$|apiVersion:|[a-zA-Z_]\w*:\s*$)/m.test(start)) return 'yaml';
  return isDump(bytes) ? 'dump' : undefined;
}

/** Enough for the comments in front of the first line that counts. */
const LONGEST_START = 65_536;

const XML_ROOTS: Readonly<Record<string, InputKind>> = {
  domain: 'domain',
  domainCapabilities: 'capabilities',
  Event: 'report',
};

/** The name of the first element, behind declarations and comments. */
function rootOf(text: string): string | undefined {
  let rest = text.slice(0, LONGEST_START).replace(/^[\uFEFF\s]+/, '');
  while (rest.startsWith('<!') || rest.startsWith('<?')) {
    const end = rest.startsWith('<!--') ? '-->' : '>';
    const at = rest.indexOf(end);
    if (at < 0) return undefined;
    rest = rest.slice(at + end.length).trimStart();
  }
  return /^<([A-Za-z_][\w.:-]{0,60})/.exec(rest)?.[1];
}

/** A brace begins no TOML; a bracket begins both. */
function isJson(text: string): boolean {
  if (/^\s*\{/.test(text)) return true;
  if (!/^\s*\[/.test(text)) return false;
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** Lines that only one kind has. `\s` at the beginning would take the square of the length of a text of line ends. */
const LINES: readonly (readonly [InputKind, RegExp])[] = [
  ['report', /^cppc-acpi report \d/m],
  ['spec', /^[ \t]*\[{1,2}[ \t]*(?:table|guest|registers|defaults|core|offset|hyperv)\b/m],
  ['asl', /^[ \t]*(?:DefinitionBlock|External|Scope|Device|Processor|Method|Name|Register|If)[ \t]*\(/m],
  ['qemu', /^[ \t]*(?:(?:sudo|exec)[ \t]+)?(?:\S*\/)?['"]?(?:qemu-system-\w+|qemu-kvm|kvm)['"]?\s/m],
  ['qemu', /^[ \t]*-{1,2}(?:cpu|machine|M|smp|m|accel|device|enable-kvm|name|drive|nodefaults)(?:\s|$)/m],
];

/** Options that nearly every Proxmox VM has; YAML has none of them at the beginning of a line. */
const QM_LINE =
  /^(?:cores|sockets|ostype|memory|scsihw|vmgenid|args|affinity|(?:scsi|sata|ide|virtio|net|efidisk)\d+):\s/m;
