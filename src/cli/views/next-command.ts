import { join } from 'node:path';
import type { Release } from '../../../grammar/release.js';
import type { CpcTable } from '../../cpc/ir.js';
import { deviceJson } from '../../emit/acpi-cppc.js';
import type { Compiled, Output, Placement } from '../../emit/format.js';
import { cpuValue, lacksPath, optionValue, shellWord, smpValue } from '../../emit/qemu.js';
import { qemuFlags } from '../../hyperv/qemu-flags.js';

/** What to type next to have a guest with these tables. */
export function nextLines(
  compiled: Compiled,
  { stem, qemu }: Placement,
  folder: string,
  outputs: readonly Output[],
): string[] {
  const { table } = compiled;
  const tables = outputs.filter((output) => output.format === 'aml').map((output) => join(folder, output.file));
  if (table.layout === 'acpi-cppc') return deviceLines(compiled, qemu);
  if (table.machine === 'qemu' && tables.length > 0) {
    const unsayable = lacksPath(table, { stem, tablePath: folder });
    if (unsayable !== undefined) return [`Next: copy the tables to another place, for ${unsayable}.`];
    return ['Next, with a disk or kernel of yours:', `  ${qemuCommand(compiled, tables, qemu)}`];
  }
  const archive = outputs.find((output) => output.format === 'initrd');
  if (archive) {
    const from = shellWord(join(folder, archive.file));
    return ["Next, with the guest's own initrd:", `  cat ${from} initrd.img > initrd-${stem}.img`];
  }
  if (table.machine === 'qemu') return [];
  return [`Next: \`--emit initrd\` makes an archive to put in front of a Linux guest's initrd.`];
}

/** The device brings its own tables: ours are never loaded beside it. */
function deviceLines(compiled: Compiled, qemu?: Release): string[] {
  const { table } = compiled;
  const device = shellWord(deviceJson(table));
  return [
    'Next, with QEMU and KVM patched (github.com/Precific/qemu-cppc), and a disk of yours:',
    `  qemu-system-x86_64-cppc -machine q35 -accel kvm ${cpuWords(compiled, qemu)} -smp ${smpValue(table)} -device ${device}`,
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

/** The same -cpu as in the output `qemu`, and what goes beside it. */
function cpuWords({ table, hyperv }: Compiled, qemu?: Release): string {
  const options = [['-cpu', cpuValue(table, hyperv, qemu)], ...qemuFlags(hyperv.on, qemu).options];
  return options.map(([option, value = '']) => `${option} ${shellWord(value)}`).join(' ');
}

function qemuCommand(compiled: Compiled, tables: readonly string[], qemu?: Release): string {
  const { table, hyperv } = compiled;
  // With another accelerator a PC machine refuses hv-vpindex, and does nothing by the other enlightenments (QEMU 7.2).
  const host = table.cpuModel === 'host' || hyperv.on.length > 0 ? ['-accel kvm'] : [];
  const files = tables.map((file) => `-acpitable ${shellWord(`file=${optionValue(file)}`)}`);
  return [
    'qemu-system-x86_64 -machine q35',
    ...host,
    cpuWords(compiled, qemu),
    `-smp ${smpValue(table)}`,
    ...files,
  ].join(' ');
}
