import { LIBVIRT_RAW_TABLES, LIBVIRT_TABLE_FOLDER, QEMU_NAMESPACE } from '../../grammar/libvirt.js';
import type { CpcTable } from '../cpc/ir.js';
import { type Compiled, type Format, type Placement, textFile } from './format.js';
import { lacksMachine, lacksPath, qemuOptions, tableFile } from './qemu.js';

/** The parts of a libvirt domain that the spec is about. */
export const LIBVIRT: Format = {
  name: 'libvirt',
  about: 'the parts of a libvirt domain',
  text: true,
  lacks: (table, placement) =>
    lacksMachine(table) ?? lacksAbsolutePath(table, placement) ?? lacksPath(table, placement),
  emit: (compiled, placement) => [textFile(`${placement.stem}.libvirt.xml`, domain(compiled, placement))],
};

function lacksAbsolutePath({ layout }: CpcTable, { tablePath }: Placement): string | undefined {
  if (layout === 'acpi-cppc' || tablePath === undefined || tablePath.startsWith('/')) return undefined;
  return `libvirt takes absolute paths only, not "${tablePath}"`;
}

function domain(compiled: Compiled, given: Placement): string {
  const placement = { ...given, tablePath: given.tablePath ?? LIBVIRT_TABLE_FOLDER };
  const { table } = compiled;
  const raw = table.layout !== 'acpi-cppc' && takesRawTables(placement);
  const lines = [
    '<!-- Made by cppc-acpi: parts to put into a domain. -->',
    raw ? '<domain>' : `<domain xmlns:qemu='${QEMU_NAMESPACE}'>`,
    `  <vcpu>${table.processors.length}</vcpu>`,
    ...pinLines(table),
    ...(raw ? rawTables(compiled, placement) : []),
    ...cpuLines(table),
    ...(raw ? [] : commandline(compiled, placement)),
    '</domain>',
  ];
  return `${lines.join('\n')}\n`;
}

export function takesRawTables({ libvirt }: Placement): boolean {
  if (!libvirt) return true;
  const [major, minor] = libvirt;
  const [firstMajor, firstMinor] = LIBVIRT_RAW_TABLES;
  return major > firstMajor || (major === firstMajor && minor >= firstMinor);
}

function pinLines({ processors }: CpcTable): string[] {
  const pinned = processors.flatMap(({ vcpu, hostThread }) =>
    hostThread === undefined ? [] : [`    <vcpupin vcpu='${vcpu}' cpuset='${hostThread}'/>`],
  );
  return pinned.length > 0 ? ['  <cputune>', ...pinned, '  </cputune>'] : [];
}

function rawTables(compiled: Compiled, placement: Placement): string[] {
  const tables = compiled.parts.map(
    (_, i) => `      <table type='raw'>${escaped(tableFile(compiled, placement, i))}</table>`,
  );
  return ['  <os>', '    <acpi>', ...tables, '    </acpi>', '  </os>'];
}

/** libvirt takes a topology only where every core has as many threads. */
function cpuLines({ processors, cpuModel }: CpcTable): string[] {
  const threads = new Map<number, number>();
  for (const { core } of processors) threads.set(core, (threads.get(core) ?? 0) + 1);
  const [each, ...others] = new Set(threads.values());
  const topology = others.length > 0 ? [] : [`    <topology sockets='1' cores='${threads.size}' threads='${each}'/>`];
  const mode = cpuModel === 'host' ? 'host-passthrough' : 'custom';
  const model = cpuModel === 'host' ? [] : [`    <model>${escaped(cpuModel)}</model>`];
  return [`  <cpu mode='${mode}'>`, ...model, ...topology, '  </cpu>'];
}

/** One qemu:arg for each word of the command line, without a shell's quotes. */
function commandline(compiled: Compiled, placement: Placement): string[] {
  const words = qemuOptions(compiled, placement).flat();
  const args = words.map((word) => `    <qemu:arg value='${escaped(word)}'/>`);
  return ['  <qemu:commandline>', ...args, '  </qemu:commandline>'];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&apos;');
}
