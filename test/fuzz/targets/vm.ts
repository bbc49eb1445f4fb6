// Configurations of VMs as `audit` reads them: `qm config`, command lines of QEMU, values of -cpu, domains. What a Proxmox VM
// gets for a spec keeps the user's arguments, and a second time changes nothing.

import { auditVm } from '../../../src/audit/audit.js';
import { readVm } from '../../../src/audit/readers/kind.js';
import { auditLines, auditToJson } from '../../../src/cli/views/audit-lines.js';
import { jsonText } from '../../../src/diagnostics/words.js';
import type { Compiled } from '../../../src/emit/format.js';
import { readHost } from '../../../src/host/sysfs.js';
import { readQmConfig } from '../../../src/proxmox/config.js';
import { optionsOf } from '../../../src/proxmox/merge-args.js';
import { proxmoxOutputs } from '../../../src/proxmox/outputs.js';
import { splitArgs } from '../../../src/proxmox/words.js';
import { filesOf, treeOf } from '../../host/machines.js';
import { x3d } from '../../libvirt/domains.js';
import { Random } from '../../support/random.js';
import { configurationTexts } from '../corpus.js';
import { mutatedOne } from '../mutate.js';
import { ensureAnswered, ensureRendered, ensureSoon } from '../rendered.js';
import { ensure, ensurePlain, type FuzzInput, type Target, textIn } from '../target.js';

const FILE = 'vm';
const texts = configurationTexts();
const compiled: readonly Compiled[] = [
  await x3d(),
  await x3d(['[registers]', '[hyperv]\npreset = "recommended"\ncpu = "amd"\n\n[registers]']),
];
const host = readHost(treeOf(filesOf('7950x3d-cache')));

const OPTIONS = ['-cpu', '-smp', '-machine', '-M', '-acpitable', '-global', '-rtc', '-device', '-object', '-accel'];
const KEYS = [
  'args',
  'cpu',
  'cores',
  'sockets',
  'vcpus',
  'affinity',
  'ostype',
  'bios',
  'machine',
  'hookscript',
  'numa',
];
const WORDS = [
  ...OPTIONS,
  ...KEYS.map((key) => `${key}: `),
  ...['file=/var/lib/cppc-acpi/x3d.aml', 'host,hv-time,+topoext', 'x86_64-cpu.hv-time=on', 'x86_64-cpu.topoext=off'],
  ...['4,sockets=1,cores=2,threads=2', 'q35,accel=kvm', 'base=localtime', 'vfio-pci,host=0', 'iothread,id=a'],
  ...['taskset -c 0-3 ', 'qemu-system-x86_64 ', '[PENDING]', '[snapshot]', 'delete: ', 'win11', 'l26', '0-3,16-19'],
  ...['$(x)', '`x`', '\\\n', ';', '|', '&&', '# ', '\\"', "'\\''", 'args: -acpitable file=/v/x3d.aml'],
];

export const TARGET: Target = { name: 'vm', extension: 'txt', make, check };

function make(random: Random): FuzzInput {
  return { content: mutatedOne(texts, random, WORDS), choice: random.below(2 ** 31) };
}

async function check(input: FuzzInput): Promise<void> {
  const text = textIn(input);
  const random = new Random(input.choice);
  await ensureSoon(() => audit(text, random));
  await ensureSoon(() => merge(text, random.one(compiled)));
}

function audit(text: string, random: Random): void {
  const { value: vm, diagnostics } = readVm(text, FILE);
  ensureRendered(diagnostics, text);
  ensureAnswered(vm, diagnostics);
  if (!vm) return;
  const made = auditVm(vm, {
    ...(random.below(2) === 0 && { host }),
    ...(random.below(2) === 0 && { spec: { compiled: random.one(compiled), stem: 'x3d' } }),
    ...(random.below(2) === 0 && { guest: random.one(['windows11', 'linux-6.12']) }),
  });
  ensureRendered(made.diagnostics, text);
  auditLines(made, made.diagnostics);
  ensurePlain(jsonText(auditToJson(made)), 'the JSON');
}

/** Without what the spec needs; where Proxmox ignores the line, there is nothing to keep. */
function merge(text: string, spec: Compiled): void {
  const { value: config, diagnostics } = readQmConfig(text, FILE);
  ensureRendered(diagnostics, text);
  ensureAnswered(config, diagnostics);
  if (!config) return;
  const first = proxmoxOutputs(spec, { stem: 'x3d' }, config);
  ensureRendered(first.diagnostics, text);
  ensureAnswered(first.value, first.diagnostics);
  const line = argsIn(first.value);
  if (line === undefined) return;
  const before = config.options.get('args')?.value ?? '';
  userArgumentsStay(before, line);
  const second = first.value && argsIn(proxmoxOutputs(spec, { stem: 'x3d' }, first.value.merged).value);
  ensure(second === undefined || second === line, () => `twice is not once: ${line} became ${second}`);
}

function argsIn(outputs: ReturnType<typeof proxmoxOutputs>['value']): string | undefined {
  const content = outputs?.outputs.find(({ file }) => file.endsWith('.args'))?.content;
  return content === undefined ? undefined : Buffer.from(content).toString().trimEnd();
}

/** Every option of the user is there as before, in the same order, except those that set what the spec sets. */
function userArgumentsStay(before: string, after: string): void {
  const [own, all] = [before, after].map((line) => optionsOf(splitArgs(line) ?? []));
  const kept = (own ?? []).filter(({ option }) => !['-smp', '-global', '-acpitable', '-device'].includes(option));
  let from = 0;
  for (const { option, value } of kept) {
    const at = (all ?? []).findIndex((one, i) => i >= from && one.option === option && one.value === value);
    ensure(at >= 0, () => `${option} ${value} of the user is gone`);
    from = at + 1;
  }
}
