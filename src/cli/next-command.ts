import { join } from 'node:path';
import type { CpcTable } from '../cpc/ir.js';
import { deviceJson } from '../emit/acpi-cppc.js';
import type { Compiled, Output } from '../emit/format.js';
import { optionValue, shellWord, smpValue } from '../emit/qemu.js';

/** What to type next to have a guest with these tables. */
export function nextLines(compiled: Compiled, stem: string, folder: string, outputs: readonly Output[]): string[] {
  const { table } = compiled;
  const tables = outputs.filter((output) => output.format === 'aml').map((output) => join(folder, output.file));
  if (table.layout === 'acpi-cppc') return deviceLines(table);
  if (table.machine === 'qemu' && tables.length > 0)
    return ['Next, with a disk or kernel of yours:', `  ${qemuCommand(table, tables)}`];
  const archive = outputs.find((output) => output.format === 'initrd');
  if (archive) {
    const from = shellWord(join(folder, archive.file));
    return ["Next, with the guest's own initrd:", `  cat ${from} initrd.img > initrd-${stem}.img`];
  }
  if (table.machine === 'qemu') return [];
  return [`Next: \`--emit initrd\` makes an archive to put in front of a Linux guest's initrd.`];
}

/** The device brings its own tables: ours are never loaded beside it. */
function deviceLines(table: CpcTable): string[] {
  const stub = table.os.includes('windows10') ? ',hv-cppc-stub=on' : '';
  const cpu = shellWord(`${table.cpuModel},cppc=on,pstate=on${stub}`);
  const device = shellWord(deviceJson(table));
  return [
    'Next, with QEMU and KVM patched (github.com/Precific/qemu-cppc), and a disk of yours:',
    `  qemu-system-x86_64-cppc -machine q35 -accel kvm -cpu ${cpu} -smp ${smpValue(table)} -device ${device}`,
    ...guestSteps(table),
    'Stock QEMU has no such device: layout "constant" works there.',
  ];
}

function guestSteps({ os }: CpcTable): string[] {
  return [
    ...(os.includes('windows11')
      ? ['In a Windows 11 guest, import the file that `--emit reg` makes, and restart it.']
      : []),
    ...(os.includes('windows10') ? ['hv-cppc-stub=on is for Windows 10 alone: it keeps Windows 11 from booting.'] : []),
  ];
}

function qemuCommand(table: CpcTable, tables: readonly string[]): string {
  const host = table.cpuModel === 'host' ? ['-accel kvm'] : [];
  const files = tables.map((file) => `-acpitable ${shellWord(`file=${optionValue(file)}`)}`);
  return [
    'qemu-system-x86_64 -machine q35',
    ...host,
    `-cpu ${shellWord(table.cpuModel)}`,
    `-smp ${smpValue(table)}`,
    ...files,
  ].join(' ');
}
