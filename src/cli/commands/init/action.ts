import { LIBVIRT_TABLE_FOLDER } from '../../../../grammar/libvirt.js';
import type { LayoutName } from '../../../../grammar/spec-keys.js';
import { compile } from '../../../compile.js';
import { virtMachine } from '../../../cpc/machine.js';
import type { Code, Diagnostic } from '../../../diagnostics/diagnostic.js';
import { isPrintable } from '../../../diagnostics/words.js';
import type { InitRequest } from '../../../host/init-request.js';
import { fileName } from '../../../host/source/choose.js';
import type { Spec } from '../../../spec/spec.js';
import { writeSpec } from '../../../spec/write.js';
import { writeNewFile, writtenLines } from '../../files/new-file.js';
import { EXIT, exitStatus } from '../../terminal/exit.js';
import { COMMAND_LINE, report } from '../../terminal/report.js';
import { pathWord } from '../../views/next-command.js';
import { type MadeSpec, makeSpec } from './make-spec.js';
import type { InitOptions, ReadOptions } from './read-options.js';

/** Writes a spec from the performance levels of this host's cores and the pins of the vCPUs. */
export async function init(request: ReadOptions): Promise<number> {
  const { options } = request;
  const file = fileOf(options);
  const texts = new Map([[COMMAND_LINE, request.commandLine]]);
  const made = await makeSpec(request, file ?? '<stdout>', texts);
  const text = made.value && schemaLine(options) + writeSpec(made.value.spec, made.value.comments);
  const problems = [...made.diagnostics, ...(await problemsOf(text, file ?? '<stdout>', texts)).filter(isNew(made))];
  const fits = text !== undefined && exitStatus(problems, options) === EXIT.ok;
  const failures = fits && file !== undefined ? writeNewFile(file, text) : [];
  const done = fits && failures.length === 0;
  return report(options, {
    diagnostics: [...problems, ...failures],
    texts,
    lines: done ? writtenLines(file, text, [...originLines(made.value), ...nextLines(file, options, made.value)]) : [],
    facts: { file: done ? (file ?? null) : null, spec: done ? text : null, ...originFacts(made.value?.request) },
  });
}

/** Problems of the new spec that a problem of the host, or a comment in the spec, states already. */
const STATED: Partial<Record<Code, Code | 'comment'>> = {
  // All cores have the numbers of the lowest one.
  'resolve/all-equal': 'host/domain-without-pins',
  'guest/linux-past-255': 'host/offset-past-byte',
  'guest/linux-cpu-model': 'host/intel-host',
  'resolve/machine-refuses-acpitable': 'comment',
};

function isNew({ diagnostics }: Pick<Awaited<ReturnType<typeof makeSpec>>, 'diagnostics'>) {
  const codes = new Set<string>(['comment', ...diagnostics.map(({ code }) => code)]);
  return ({ code }: Diagnostic) => !codes.has(STATED[code] ?? '');
}

/** What the numbers come from, and the guest that the spec is for. */
function originLines(made: MadeSpec | undefined): string[] {
  if (!made) return [];
  const { chosen, guest } = made.request;
  const from = {
    option: ' (--guest)',
    domain: ' (named in the domain)',
    likely: ' (the domain seems to be made for it; --guest names another)',
    default: ' (default; --guest names another)',
  } as const;
  return [
    `Source of highest_perf: ${chosen ? fileName(chosen.source) : 'acpi_cppc'}`,
    `Guest: ${guest?.names.join(', ') ?? 'linux'}${from[guest?.from ?? 'default']}`,
    '',
  ];
}

function originFacts(request: InitRequest | undefined) {
  return { source: request?.chosen?.source ?? null, guest: request?.guest?.names.join() ?? null };
}

/** The next commands, for the layout of the spec. */
function nextLines(file: string | undefined, { layout, domain }: InitOptions, made?: MadeSpec): string[] {
  if (file === undefined || !isPrintable(file)) return [];
  const spec = pathWord(file);
  const emit = made && wayIn(made.spec);
  const isFile = domain !== undefined && domain !== '-' && isPrintable(domain);
  const from = isFile && emit === undefined ? made?.request.pinned?.from : undefined;
  const formats = formatsOf(from === 'proxmox' ? from : emit, made?.spec, layout);
  const vm = isFile ? pathWord(domain) : '';
  const build = from === 'proxmox' ? `${spec} --domain ${vm}${formats}` : `${spec}${formats}`;
  return [
    ...(layout === 'acpi-cppc' ? OUT_OF_TREE : []),
    `Next: see how the guest ranks its cores, then compile the tables${from === 'domain' ? ', and edit the domain' : ''}.`,
    `  cppc-acpi preview ${spec}`,
    `  cppc-acpi build ${build}${from === 'domain' && layout !== 'acpi-cppc' ? ` -o ${LIBVIRT_TABLE_FOLDER}` : ''}`,
    ...(from === 'domain' ? [`  cppc-acpi libvirt ${spec} --domain ${vm}${topologyOption(made)} -o ${vm}`] : []),
  ];
}

/** A domain has one number of threads for all cores. */
function topologyOption(made: MadeSpec | undefined): string {
  return made?.spec.cores.every(({ threads }) => threads === undefined) ? ' --topology' : '';
}

/** The outputs that the guest needs, where they are not the default: `--emit reg` writes the last step of Windows 11. */
function formatsOf(way: string | undefined, spec: Spec | undefined, layout: LayoutName): string {
  const names = [...(way ? [way] : []), ...(spec?.guest.os?.includes('windows11') ? ['reg'] : [])];
  return names.length > 0 ? ` --emit ${[layout === 'acpi-cppc' ? 'acpi-cppc' : 'aml', ...names].join()}` : '';
}

/** The output that brings the tables into the guest, where it is not an option of QEMU. */
function wayIn({ guest, cores }: Spec): string | undefined {
  const virt = virtMachine(guest.machine);
  if (virt) return virt.format;
  const other = guest.machine ?? guest.processor_path ?? cores[0]?.path;
  return other === undefined ? undefined : 'initrd';
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
