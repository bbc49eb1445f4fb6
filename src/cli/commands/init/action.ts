import type { LayoutName } from '../../../../grammar/spec-keys.js';
import { compile } from '../../../compile.js';
import { type Diagnostic, diagnostic } from '../../../diagnostics/diagnostic.js';
import { ok, type Result } from '../../../diagnostics/result.js';
import type { InitRequest, Pinned } from '../../../host/init-request.js';
import { type CommentedSpec, specFrom } from '../../../host/spec-from.js';
import { type Host, readHost } from '../../../host/sysfs.js';
import { writeSpec } from '../../../spec/write.js';
import { filesUnder } from '../../files/host-files.js';
import { readInput, textOf } from '../../files/input.js';
import { writeNewFile, writtenLines } from '../../files/new-file.js';
import { EXIT, exitStatus } from '../../terminal/exit.js';
import { report } from '../../terminal/report.js';
import { COMMAND_LINE, type InitOptions, type ReadOptions } from './read-options.js';

const NEXT = '`cppc-acpi preview` shows how the guest ranks its cores, `cppc-acpi build` compiles the tables.';

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
    lines: done ? writtenLines(file, text, NEXT) : [],
    facts: { file: done ? (file ?? null) : null, spec: done ? text : null },
  });
}

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
  const host = readHost(filesUnder(options.sysfs));
  const before = [...pinned.diagnostics, ...host.diagnostics];
  const unread = options.domain !== undefined && !pinned.value;
  if (!host.value || unread) return { diagnostics: before };
  const common = { file, offsets, ...(smt && { smt }), ...(pinned.value && { pinned: pinned.value }) };
  const made = inFittingLayout(host.value, common, options.layout);
  return { ...made, diagnostics: [...before, ...made.diagnostics] };
}

/** Uses the requested layout; by default acpi-cppc, or constant if a level of this host exceeds 8 bits. */
function inFittingLayout(host: Host, request: Omit<InitRequest, 'layout'>, layout?: LayoutName): Result<CommentedSpec> {
  const made = specFrom(host, { ...request, layout: layout ?? 'acpi-cppc' });
  const tooHigh = made.diagnostics.find(({ code }) => code === 'host/level-too-high');
  if (layout !== undefined || !tooHigh) return made;
  const { value, diagnostics } = specFrom(host, { ...request, layout: 'constant' });
  const note = diagnostic('cli/layout-chosen', tooHigh.place, { why: tooHigh.message });
  return { ...(value && { value }), diagnostics: [note, ...diagnostics] };
}

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
  const { value: text, diagnostics: garbled } = textOf(input);
  if (text === undefined) return { diagnostics: garbled };
  texts.set(input.name, text);
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
