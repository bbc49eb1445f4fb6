import type { Architecture } from '../../../../grammar/machines.js';
import { compile } from '../../../compile.js';
import { virtMachine } from '../../../cpc/machine.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import { ok, type Result } from '../../../diagnostics/result.js';
import { isPrintable } from '../../../diagnostics/words.js';
import type { Pinned } from '../../../host/init-request.js';
import { type CommentedSpec, specFrom } from '../../../host/spec-from.js';
import { readHost, withLevels } from '../../../host/sysfs.js';
import type { Spec } from '../../../spec/spec.js';
import { writeSpec } from '../../../spec/write.js';
import { filesUnder } from '../../files/host-files.js';
import { readInput } from '../../files/input.js';
import { writeNewFile, writtenLines } from '../../files/new-file.js';
import { EXIT, exitStatus } from '../../terminal/exit.js';
import { report } from '../../terminal/report.js';
import { pathWord } from '../../views/next-command.js';
import { COMMAND_LINE, HERE, type InitOptions, type ReadOptions } from './read-options.js';

/** Writes a spec from the performance levels of this host's cores and the pins of the vCPUs. */
export async function init(request: ReadOptions): Promise<number> {
  const { options } = request;
  const file = fileOf(options);
  const texts = new Map([[COMMAND_LINE, request.commandLine]]);
  const made = await makeSpec(request, file ?? '<stdout>', texts);
  const text = made.value && schemaLine(options) + writeSpec(made.value.spec, made.value.comments);
  const problems = [...made.diagnostics, ...(await problemsOf(text, file ?? '<stdout>', texts))];
  const fits = text !== undefined && exitStatus(problems, options) === EXIT.ok;
  const failures = fits && file !== undefined ? writeNewFile(file, text) : [];
  const done = fits && failures.length === 0;
  return report(options, {
    diagnostics: [...problems, ...failures],
    texts,
    lines: done ? writtenLines(file, text, nextLines(file, options, made.value?.spec)) : [],
    facts: { file: done ? (file ?? null) : null, spec: done ? text : null },
  });
}

/** The next commands, for the layout of the spec. */
function nextLines(file: string | undefined, { layout }: InitOptions, made?: Spec): string[] {
  if (file === undefined || !isPrintable(file)) return [];
  const spec = pathWord(file);
  const virt = virtMachine(made?.guest.machine);
  return [
    ...(layout === 'acpi-cppc' ? OUT_OF_TREE : []),
    'Next: see how the guest ranks its cores, then compile the tables.',
    `  cppc-acpi preview ${spec}`,
    `  cppc-acpi build ${spec}${virt ? ` --emit aml,${virt.format}` : ''}`,
  ];
}

const OUT_OF_TREE = [
  'The device acpi-cppc is out of tree: it needs the patched QEMU',
  '(github.com/Precific/qemu-cppc). For stock QEMU use --layout constant.',
];

function fileOf({ output }: InitOptions): string | undefined {
  return output === '-' ? undefined : output;
}

/** Taplo and Tombi read this line at the top of a file. https://taplo.tamasfe.dev/configuration/directives.html */
function schemaLine({ schema }: InitOptions): string {
  return schema === undefined ? '' : `#:schema ${schema}\n\n`;
}

async function makeSpec(
  { options, pins, offsets, smt }: ReadOptions,
  file: string,
  texts: Map<string, string>,
): Promise<Result<CommentedSpec>> {
  const pinned = options.domain === undefined ? ok(pinnedBy(pins)) : await readDomainFile(options.domain, texts);
  const host = withLevels(readHost(filesUnder(options.sysfs)));
  const before = [...pinned.diagnostics, ...host.diagnostics];
  const unread = options.domain !== undefined && !pinned.value;
  if (!host.value || unread) return { diagnostics: before };
  const { layout } = options;
  const architecture = architectureHere(options);
  const made = specFrom(host.value, {
    file,
    layout,
    offsets,
    ...(architecture && { architecture }),
    ...(smt && { smt }),
    ...(pinned.value && { pinned: pinned.value }),
  });
  return { ...made, diagnostics: [...before, ...made.diagnostics] };
}

/** Of this host Node knows the architecture; of a copy of another's sysfs only its files do. */
function architectureHere({ sysfs }: InitOptions): Architecture | undefined {
  return sysfs === HERE ? NODE_ARCHITECTURES[process.arch] : undefined;
}

const NODE_ARCHITECTURES: Readonly<Record<string, Architecture>> = { x64: 'x86', arm64: 'aarch64', riscv64: 'riscv64' };

function pinnedBy(pins: ReadOptions['pins']): Pinned | undefined {
  const [first] = pins;
  if (!first) return undefined;
  const vcpus = pins.reduce((most, { vcpu }) => Math.max(most, vcpu + 1), 0);
  return { from: 'pins', pins, vcpus, place: first.place };
}

/** Loads the XML parser only for --domain: start-up time. */
async function readDomainFile(path: string, texts: Map<string, string>): Promise<Result<Pinned>> {
  const { value: input, diagnostics } = await readInput(path, 'domain');
  if (!input) return { diagnostics };
  const { acceptedText } = await import('../../files/kinds/other-text.js');
  const { value: text, diagnostics: garbled } = acceptedText(input, ['domain', 'xml', 'qm']);
  if (text === undefined) return { diagnostics: garbled };
  texts.set(input.name, text);
  const { isQmConfig, readQmPinned } = await import('../../../proxmox/pinned.js');
  if (isQmConfig(text)) return readQmPinned(text, input.name);
  const { readDomain } = await import('../../../libvirt/domain-pins.js');
  return readDomain(text, input.name);
}

/** The problems that `build` would find: `init` writes only specs that compile. */
async function problemsOf(
  text: string | undefined,
  file: string,
  texts: Map<string, string>,
): Promise<readonly Diagnostic[]> {
  if (text === undefined) return [];
  texts.set(file, text);
  return (await compile({ text, file })).diagnostics;
}
