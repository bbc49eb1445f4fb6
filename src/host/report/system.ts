// Vendor, model and kernel of a host, from proc. A copy of sysfs has `proc` in its folder, or beside it if that is named sys.

import { ARM_LIMITED, ARM_PARTS, MIDR } from '../../../grammar/arm-cores.js';
import { type CpuVendor, VENDOR_IDS } from '../../../grammar/cpu-models.js';
import type { Release } from '../../../grammar/release.js';
import { ownRow } from '../../diagnostics/own-row.js';
import { printable } from '../../diagnostics/words.js';
import { fileReader, type UnreadFile } from '../file-reader.js';
import { OSRELEASE } from '../guest/kvm-release.js';
import type { Host } from '../sysfs.js';
import type { Tree } from '../tree.js';

export interface System {
  readonly vendor?: CpuVendor;
  readonly model?: string;
  readonly kernel?: string;
  readonly release?: Release;
  /** Files of proc, and of the folder of all CPUs, that exist and cannot be used. */
  readonly unread: readonly UnreadFile[];
}

const CPUINFO = 'proc/cpuinfo';

/** The file in the folder of an Arm CPU that names its part. */
const MIDR_FILE = 'regs/identification/midr_el1';

/** A name of a processor or a kernel is shorter. */
const MOST_CHARACTERS = 80;

export function systemOf(tree: Tree, host: Host): System {
  const reader = fileReader(tree);
  const cpuinfo = reader.text(CPUINFO) ?? '';
  const id = VENDOR_IDS[fieldOf(cpuinfo, 'vendor_id') ?? ''];
  const vendor = (id && ownRow(VENDOR_OF_ID, id)) ?? host.vendor;
  const model = fieldOf(cpuinfo, 'model name') || armModel(tree, host);
  const kernel = cleanText(reader.text(OSRELEASE) ?? '');
  const release = releaseIn(kernel);
  const cpus = fileReader(tree, 'devices/system/cpu');
  cpus.matching('online', { pattern: /^[\d,-]{1,4096}$/, name: 'a cpuset' });
  return {
    ...(vendor && { vendor }),
    ...(model && { model }),
    ...(kernel && { kernel }),
    ...(release && { release }),
    unread: [...reader.unread, ...cpus.unread],
  };
}

const VENDOR_OF_ID: Readonly<Record<string, CpuVendor>> = { AMD: 'amd', Hygon: 'amd', Intel: 'intel' };

/** A field of the first processor. */
function fieldOf(cpuinfo: string, name: string): string | undefined {
  const line = cpuinfo.split('\n').find((one) => one.split(':', 1)[0]?.trim() === name);
  return line === undefined ? undefined : cleanText(line.slice(line.indexOf(':') + 1));
}

function cleanText(text: string): string {
  return printable(text.trim().replace(/\s+/g, ' ')).slice(0, MOST_CHARACTERS);
}

function releaseIn(kernel: string): Release | undefined {
  const [, major, minor, patch = 0] = /^(\d{1,3})\.(\d{1,4})(?:\.(\d{1,4}))?/.exec(kernel) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** The parts of the cores: an Arm kernel has no `model name` in cpuinfo. */
function armModel(tree: Tree, host: Host): string {
  const parts = [...host.online.keys()].map((cpu) => partOf(tree, cpu));
  return cleanText([...new Set(parts)].filter((part) => part !== '').join(', '));
}

function partOf(tree: Tree, cpu: number): string {
  const text = fileReader(tree, `devices/system/cpu/cpu${cpu}`).text(MIDR_FILE) ?? '';
  if (!/^0x[0-9a-f]{8,16}$/.test(text)) return '';
  const implementer = Number((BigInt(text) >> MIDR.implementerShift) & MIDR.implementerMask);
  const part = Number((BigInt(text) >> MIDR.partShift) & MIDR.partMask);
  const name = implementer === ARM_LIMITED ? ARM_PARTS[part] : undefined;
  return name ?? `Arm part 0x${part.toString(16)} of implementer 0x${implementer.toString(16)}`;
}
