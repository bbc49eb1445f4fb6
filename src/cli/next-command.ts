import { join } from 'node:path';
import type { CpcTable } from '../cpc/ir.js';
import type { Compiled, Output } from '../emit/format.js';
import { rankedCores } from './ranking.js';

/** What to type next to have a guest with these tables. */
export function nextLines(compiled: Compiled, stem: string, folder: string, outputs: readonly Output[]): string[] {
  const { table } = compiled;
  const tables = outputs.filter((output) => output.format === 'aml').map((output) => join(folder, output.file));
  if (table.machine === 'qemu' && tables.length > 0)
    return ['Next, with a disk or kernel of yours:', `  ${qemuCommand(table, tables)}`];
  const archive = outputs.find((output) => output.format === 'initrd');
  if (archive) {
    const from = quoted(join(folder, archive.file));
    return ["Next, with the guest's own initrd:", `  cat ${from} initrd.img > initrd-${stem}.img`];
  }
  if (table.machine === 'qemu') return [];
  return [`Next: \`--emit initrd\` makes an archive to put in front of a Linux guest's initrd.`];
}

function qemuCommand(table: CpcTable, tables: readonly string[]): string {
  const host = table.cpuModel === 'host' ? ['-accel kvm'] : [];
  const files = tables.map((file) => `-acpitable ${quoted(`file=${file.replaceAll(',', ',,')}`)}`);
  return [
    'qemu-system-x86_64 -machine q35',
    ...host,
    `-cpu ${quoted(table.cpuModel)}`,
    `-smp ${smp(table)}`,
    ...files,
  ].join(' ');
}

/** The topology where all cores have as many threads; else only the number, for QEMU has no other. */
function smp(table: CpcTable): string {
  const cores = rankedCores(table);
  const threads = new Set(cores.map(({ processors }) => processors.length));
  const [each] = threads;
  return threads.size === 1
    ? `${table.processors.length},sockets=1,cores=${cores.length},threads=${each}`
    : `${table.processors.length}`;
}

/** A word as a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w./=,:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
