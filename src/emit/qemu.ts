import { TOPOEXT } from '../../grammar/cpu-models.js';
import { MACHINES } from '../../grammar/machines.js';
import type { Release } from '../../grammar/release.js';
import type { CpcTable } from '../cpc/ir.js';
import { virtMachine } from '../cpc/machine.js';
import { topologyOf } from '../cpc/topology.js';
import { isPrintable } from '../diagnostics/words.js';
import type { Enlightenments } from '../hyperv/enlightenments.js';
import { type QemuOption, qemuFlags } from '../hyperv/qemu-flags.js';
import { deviceJson } from './acpi-cppc.js';
import { deviceFlags } from './device-flags.js';
import {
  type Compiled,
  type Format,
  type Lack,
  lacksName,
  type Placement,
  partStem,
  RENAME,
  textFile,
} from './format.js';
import { escapeValue } from './qemu-value.js';
import { virtOptions } from './virt.js';

/** Arguments for QEMU, quoted for a shell, one option per line. */
export const QEMU_ARGUMENTS: Format = {
  name: 'qemu',
  about: 'arguments for QEMU, quoted for a shell',
  text: true,
  lacks: (table, placement) => {
    if (virtMachine(table.machine)) return lacksName(placement);
    return lacksMachine(table) ?? lacksPath(table, placement);
  },
  emit: (compiled, placement) => {
    const virt = virtMachine(compiled.table.machine);
    const options = virt
      ? virtOptions(compiled.table, virt, placement, smpValue(compiled.table))
      : [...cpuOptions(compiled, placement), ...qemuOptions(compiled, placement)];
    const lines = options.map(([option, value]) => `${option} ${shellWord(value)}\n`);
    return [textFile(`${placement.stem}.qemu.args`, lines.join(''))];
  },
};

/** Other VMMs have no -acpitable, and QEMU refuses it for its Arm and RISC-V machines. */
export function lacksMachine({ machine, architecture }: CpcTable): string | undefined {
  const takes = MACHINES.find((row) => row.machine === machine)?.takesAcpitable;
  const way = architecture === 'riscv64' ? 'grub' : 'initrd';
  return takes
    ? undefined
    : `machine "${machine}" does not support -acpitable; use \`--emit ${way}\` for its Linux guests`;
}

/** QEMU reads `file=a:b` as two files, and has no escape for the colon (hw/acpi/core.c). */
export function lacksPath({ layout }: CpcTable, { stem, tablePath = '' }: Placement): string | Lack | undefined {
  if (layout === 'acpi-cppc') return undefined;
  // A tab is a character like others: the shell's quotes and XML's references keep it.
  const ofName = lacksName({ stem: stem.replaceAll('\t', '') });
  if (ofName) return ofName;
  if (stem.includes(':')) return { why: colonText(stem), help: RENAME };
  if (!isPrintable(tablePath.replaceAll('\t', ''))) return 'the path of the tables has control characters';
  return tablePath.includes(':') ? colonText(tablePath) : undefined;
}

function colonText(path: string): string {
  return `QEMU splits the path of -acpitable at ":", and "${path}" contains one`;
}

/** The option for the device or for each table, with its value as one argument. */
export function qemuOptions(compiled: Compiled, placement: Placement): [option: string, value: string][] {
  const { table, parts } = compiled;
  if (table.layout === 'acpi-cppc') return [['-device', deviceJson(table)]];
  return parts.map((_, i) => ['-acpitable', `file=${escapeValue(tableFile(compiled, placement, i))}`]);
}

/** The only -cpu and the options of enlightenments; none if the spec adds no properties to the CPU. */
function cpuOptions({ table, hyperv }: Compiled, { qemu }: Placement): QemuOption[] {
  if (hyperv.on.length === 0 && table.topoext === undefined && hyperv.tscFrequency === undefined) return [];
  return [['-cpu', cpuValue(table, hyperv, qemu)], ...qemuFlags(hyperv.on, qemu).options];
}

/** The CPU model with topoext, the frequency of the TSC, the flags of the patched QEMU and the enlightenments. */
export function cpuValue(table: CpcTable, hyperv: Enlightenments, qemu?: Release): string {
  return [
    table.cpuModel,
    ...topoextFlag(table),
    ...tscFlag(hyperv),
    ...deviceFlags(table, hyperv),
    ...qemuFlags(hyperv.on, qemu).cpu,
  ].join(',');
}

function tscFlag({ tscFrequency }: Enlightenments): string[] {
  return tscFrequency === undefined ? [] : [`tsc-frequency=${tscFrequency}`];
}

function topoextFlag({ topoext }: CpcTable): string[] {
  return topoext === undefined ? [] : [`${TOPOEXT}=${topoext ? 'on' : 'off'}`];
}

export function tableFile(compiled: Compiled, { stem, tablePath }: Placement, index: number): string {
  const file = `${partStem(stem, compiled, index)}.aml`;
  return tablePath === undefined ? file : `${tablePath.replace(/\/+$/, '')}/${file}`;
}

/** QEMU's -smp: dies, cores and threads if QEMU numbers vCPUs like the spec, else only the number of vCPUs. */
export function smpValue(table: Pick<CpcTable, 'processors' | 'dies'>, vcpus = table.processors.length): string {
  const { processors } = table;
  // The first vCPUs alone may end within a die, and more than those of the spec have none.
  const some = vcpus === processors.length ? table : { processors: processors.filter(({ vcpu }) => vcpu < vcpus) };
  const topology = topologyOf(some);
  if (!topology || vcpus % topology.threads !== 0) return String(vcpus);
  const { dies, threads } = topology;
  const cores = vcpus / threads / (dies ?? 1);
  return `${vcpus},sockets=1,${dies === undefined ? '' : `dies=${dies},`}cores=${cores},threads=${threads}`;
}

/** Quotes a word for a POSIX shell, and for zsh, where =NAME is the path of a command. */
export function shellWord(word: string): string {
  return /^(?!=)[\w./=,:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
