import { join } from 'node:path';
import { MACHINES, QEMU_MOST_VCPUS } from '../../../grammar/machines.js';
import type { Release } from '../../../grammar/release.js';
import { modelName } from '../../cpc/cpu-model.js';
import type { CpcTable } from '../../cpc/ir.js';
import { type VirtMachine, virtMachine } from '../../cpc/machine.js';
import { processorPath } from '../../cpc/processor-path.js';
import { threadsPerCore } from '../../cpc/topology.js';
import { isPrintable } from '../../diagnostics/words.js';
import { deviceJson } from '../../emit/acpi-cppc.js';
import type { Compiled, Output, Placement } from '../../emit/format.js';
import { sourceCommand } from '../../emit/grub.js';
import { cpuValue, lacksPath, shellWord, smpValue } from '../../emit/qemu.js';
import { fixtureSteps, QEMU_FIXTURE } from '../../emit/qemu-fixture.js';
import { escapeValue } from '../../emit/qemu-value.js';
import { kvmMachine, lowLimitsText, mostInQ35, releaseFor } from '../../emit/vcpu-limit.js';
import { virtFiles, virtOptions } from '../../emit/virt.js';
import { qemuFlags } from '../../hyperv/qemu-flags.js';

/** The next command: it starts a guest with these tables. */
export function nextLines(
  compiled: Compiled,
  placement: Placement,
  folder: string,
  outputs: readonly Output[],
): string[] {
  const { stem, qemu } = placement;
  const { table } = compiled;
  if (outputs.some((output) => output.format === QEMU_FIXTURE.name)) return fixtureSteps(compiled, placement);
  if (![stem, folder].every(isPrintable))
    return ['Next: copy the outputs to names without control characters, which no command can show.'];
  const tables = outputs.filter((output) => output.format === 'aml').map((output) => join(folder, output.file));
  const startsQemu =
    table.layout === 'acpi-cppc' || (table.machine === 'qemu' && tables.length > 0 && namesAsQemu(table));
  const why = startsQemu ? whyNoCommand(table, qemu) : [];
  if (why.length > 0) return why;
  if (table.layout === 'acpi-cppc') return deviceLines(compiled, qemu);
  if (startsQemu) {
    const lacks = lacksPath(table, { stem, tablePath: folder });
    if (lacks !== undefined) return [`Next: copy the tables to another folder: ${lacks}.`];
    return [
      'Next, with your disk or kernel:',
      `  ${qemuCommand(compiled, [cpuWords(compiled, qemu)], tables)}`,
      ...argumentLines(compiled, placement, folder, outputs),
    ];
  }
  const virt = virtMachine(table.machine);
  if (virt) return threadsPerCore(table) === undefined ? NO_TOPOLOGY : virtLines(compiled, virt, stem, folder, outputs);
  const archive = outputs.find((output) => output.format === 'initrd');
  if (archive) {
    const from = pathWord(join(folder, archive.file));
    return ['Next, with the initrd of the guest:', `  cat ${from} initrd.img > ${shellWord(`initrd-${stem}.img`)}`];
  }
  if (outputs.some((output) => output.format === 'grub'))
    return ['Next, with the files in /boot, in GRUB before `linux`:', `  ${sourceCommand(stem)}`];
  if (table.machine === 'qemu') return tables.length > 0 && !namesAsQemu(table) ? OTHER_NAMES : [];
  return ['Next: use `--emit initrd` for an archive that goes in front of the initrd of a Linux guest.'];
}

/** A table from -acpitable finds only processors of QEMU's own DSDT. */
function namesAsQemu({ processors }: CpcTable): boolean {
  return processors.every(({ path, vcpu }) => path === processorPath(MACHINES[0].processorPath, vcpu));
}

const OTHER_NAMES = [
  "No QEMU command is shown: QEMU's own tables do not have the processor paths of the spec.",
  'Use `--emit initrd` for an archive that goes in front of the initrd of a Linux guest.',
];

/** Arm: the archive in front of the guest's initrd. RISC-V: GRUB loads the tables, in an image that EDK2 starts. */
function virtLines(
  { table }: Compiled,
  row: VirtMachine,
  stem: string,
  folder: string,
  outputs: readonly Output[],
): string[] {
  const { format } = row;
  const output = outputs.find((one) => one.format === format);
  if (!output)
    return [
      `Next: add \`--emit aml,${format}\`. QEMU refuses -acpitable on machine "${table.machine}"; docs/arm.md shows the way.`,
    ];
  const from = pathWord(join(folder, output.file));
  const files = virtFiles({ stem });
  const options = virtOptions(table, row, { stem }, smpValue(table)).map(
    ([name, value]) => `${name} ${shellWord(value)}`,
  );
  const command = `  ${row.program} ${options.join(' ')}`;
  if (format === 'initrd')
    return [
      'Next, with the kernel and initrd of the guest:',
      `  cat ${from} initrd.img > ${shellWord(files.initrd)}`,
      `${command} -kernel vmlinuz`,
    ];
  return [
    `Next, with an image of GRUB that runs ${from} (docs/arm.md makes one):`,
    `  cp ${'variables' in row ? row.variables : ''} ${shellWord(files.variables)}`,
    command,
  ];
}

/** QEMU would refuse the command, or its guest would have other cores than the spec. */
function whyNoCommand(table: CpcTable, qemu?: Release): string[] {
  return [...tooManyVcpus(table, qemu), ...(threadsPerCore(table) === undefined ? NO_TOPOLOGY : [])];
}

/** A warning of the spec says what to change. */
const NO_TOPOLOGY = [
  'No QEMU command is shown: the guest would not have the cores of the spec.',
  'QEMU gives all cores the same number of threads, and consecutive numbers to the threads of a core.',
  'The warning above says what to change.',
];

/** The same start with the output `qemu`, which names tables without `--table-path` as its own folder has them. */
function argumentLines(
  compiled: Compiled,
  { tablePath, qemu }: Placement,
  folder: string,
  outputs: readonly Output[],
): string[] {
  const [output] = outputs.filter(({ format }) => format === 'qemu');
  if (!output) return [];
  const isElsewhere = tablePath === undefined && folder !== '.';
  const hasCpu = /^-cpu /m.test(new TextDecoder().decode(output.content));
  const command = qemuCommand(compiled, hasCpu ? [] : [cpuWords(compiled, qemu)], []);
  const run = `xargs -a ${pathWord(isElsewhere ? output.file : join(folder, output.file))} ${command}`;
  return [
    `or with the arguments in ${join(folder, output.file)}${isElsewhere ? `, whose paths begin in ${folder}` : ''}:`,
    isElsewhere ? `  (cd ${pathWord(folder)} && ${run})` : `  ${run}`,
  ];
}

/** A path as an argument, which must not look like an option. */
export function pathWord(path: string): string {
  return shellWord(path.startsWith('-') ? `./${path}` : path);
}

/** Why the command would fail: without --qemu it must work with every release. */
function tooManyVcpus({ processors }: CpcTable, qemu?: Release): string[] {
  const vcpus = processors.length;
  const most = mostInQ35(qemu);
  if (vcpus <= most) return [];
  const release = releaseFor(vcpus);
  return [
    `Next: start a guest with QEMU ${release} or newer. The spec has ${vcpus} vCPUs; machine q35 has at most ${qemu ? `${most} in ${qemu.join('.')}` : lowLimitsText(vcpus)}.`,
    `Add \`--qemu ${release}\` to print the command.`,
  ];
}

/** The device has its own tables: ours are never loaded beside it. */
function deviceLines(compiled: Compiled, qemu?: Release): string[] {
  const { table } = compiled;
  const device = shellWord(deviceJson(table));
  return [
    'Next, with the patched QEMU (github.com/Precific/qemu-cppc) and your disk:',
    `  qemu-system-x86_64-cppc -machine ${kvmMachine('q35', table.processors.length)} -accel kvm ${cpuWords(compiled, qemu)} -smp ${smpValue(table)} -device ${device}`,
    ...windows10Step(table),
    'Stock QEMU does not have this device; use layout "constant" there.',
  ];
}

function windows10Step({ os }: CpcTable): string[] {
  return os.includes('windows10')
    ? ['hv-cppc-stub=on is for Windows 10 only, with the patched KVM: Windows 11 does not boot with it.']
    : [];
}

/** The -cpu of the output `qemu`, and the options that belong to it. */
function cpuWords({ table, hyperv }: Compiled, qemu?: Release): string {
  const options = [['-cpu', cpuValue(table, hyperv, qemu)], ...qemuFlags(hyperv.on, qemu).options];
  return options.map(([option, value = '']) => `${option} ${shellWord(value)}`).join(' ');
}

/** Under TCG, a PC machine of QEMU 7.2 refuses hv-vpindex, ignores the other enlightenments, and has no x2APIC. */
function qemuCommand({ table, hyperv }: Compiled, cpu: readonly string[], tables: readonly string[]): string {
  const isLarge = table.processors.length > QEMU_MOST_VCPUS;
  const needsKvm = modelName(table.cpuModel) === 'host' || hyperv.on.length > 0 || isLarge;
  const files = tables.map((file) => `-acpitable ${shellWord(`file=${escapeValue(file)}`)}`);
  return [
    `qemu-system-x86_64 -machine ${kvmMachine('q35', table.processors.length)}`,
    ...(needsKvm ? ['-accel kvm'] : []),
    ...cpu,
    `-smp ${smpValue(table)}`,
    ...files,
  ].join(' ');
}
