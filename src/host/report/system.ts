// Vendor, model and kernel of a host, from proc. A copy of sysfs has `proc` in its folder, or beside it if that is named sys.

import type { CpuVendor } from '../../../grammar/cpu-models.js';
import { VENDOR_IDS } from '../../../grammar/cpu-models.js';
import { printable } from '../../diagnostics/words.js';
import { isUnread, type Tree } from '../tree.js';

interface System {
  readonly vendor?: CpuVendor;
  readonly model?: string;
  readonly kernel?: string;
}

/** A name of a processor or a kernel is shorter. */
const MOST_CHARACTERS = 80;

export function systemOf(tree: Tree): System {
  const cpuinfo = textIn(tree, 'proc/cpuinfo') ?? '';
  const id = fieldOf(cpuinfo, 'vendor_id');
  const vendor = id === undefined ? undefined : VENDOR_OF_ID[VENDOR_IDS[id] ?? ''];
  const model = fieldOf(cpuinfo, 'model name');
  const kernel = cleanText(textIn(tree, 'proc/sys/kernel/osrelease') ?? '');
  return { ...(vendor && { vendor }), ...(model && { model }), ...(kernel && { kernel }) };
}

const VENDOR_OF_ID: Readonly<Record<string, CpuVendor>> = { AMD: 'amd', Hygon: 'amd', Intel: 'intel' };

function fieldOf(cpuinfo: string, name: string): string | undefined {
  const line = cpuinfo.split('\n').find((one) => one.split(':', 1)[0]?.trim() === name);
  return line === undefined ? undefined : cleanText(line.slice(line.indexOf(':') + 1));
}

function cleanText(text: string): string {
  return printable(text.trim().replace(/\s+/g, ' ')).slice(0, MOST_CHARACTERS);
}

function textIn(tree: Tree, file: string): string | undefined {
  const text = tree.read(file);
  return isUnread(text) ? undefined : text;
}
