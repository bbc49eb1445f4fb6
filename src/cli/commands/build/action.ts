import { join } from 'node:path';
import type { EncodingName } from '../../../../grammar/encodings.js';
import type { Release } from '../../../../grammar/release.js';
import { type Diagnostic, diagnostic } from '../../../diagnostics/diagnostic.js';
import { ok, type Result } from '../../../diagnostics/result.js';
import { count } from '../../../diagnostics/words.js';
import { type Compiled, type Output, type Placement, partStem, type QemuTree } from '../../../emit/format.js';
import { defaultFormats, emitFormats, FORMATS, givenFormats } from '../../../emit/formats.js';
import { contentToJson, outputToJson, processorsToJson } from '../../../emit/json.js';
import { QEMU_FIXTURE } from '../../../emit/qemu-fixture.js';
import { releaseProblems } from '../../../hyperv/release-rules.js';
import { checkAsl, withoutRepeats } from '../../../iasl/round-trip.js';
import { compileFile } from '../../files/compile-file.js';
import { dependencyRule } from '../../files/depfile.js';
import type { HostOptions } from '../../files/host-facts.js';
import type { Input } from '../../files/input.js';
import { otherSpecs } from '../../files/other-spec.js';
import { readQemuTree } from '../../files/qemu-tree.js';
import { type Build, removeStaleParts } from '../../files/stale-parts.js';
import { type FileToWrite, writeOutputs } from '../../files/write-outputs.js';
import { EXIT, exitStatus } from '../../terminal/exit.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { guestSteps } from '../../views/next/guest-steps.js';
import { nextLines } from '../../views/next-command.js';
import { outputDifferences } from '../../views/output-differences.js';
import { proxmoxNext } from '../../views/proxmox-next.js';
import { rankingLines } from '../../views/ranking.js';

export interface BuildOptions extends CommonOptions, HostOptions {
  readonly output?: string;
  readonly emit?: readonly string[];
  readonly variant?: string;
  readonly encoding: EncodingName;
  readonly tablePath?: string;
  readonly libvirt?: Release;
  readonly qemu?: Release;
  readonly iasl: 'require' | 'auto' | 'off';
  readonly check?: true;
  readonly depfile?: string;
  /** What the folder of the outputs has, if it gets the output qemu-fixture. */
  readonly qemuTree?: QemuTree;
  readonly domain?: string;
}

/** Compiles a spec and writes its outputs, all or none. */
export async function build(path: string, given: BuildOptions): Promise<number> {
  const { output, emit } = given;
  const tree = output !== undefined && emit?.includes(QEMU_FIXTURE.name) ? readQemuTree(output) : undefined;
  if (tree?.diagnostics.length) return report(given, { ...tree, texts: new Map(), facts: { outputs: [] } });
  return buildIn(path, { ...given, ...(tree?.value && { qemuTree: tree.value }) });
}

async function buildIn(path: string, options: BuildOptions): Promise<number> {
  const { input, compiled, diagnostics, texts } = await compileFile(path, options);
  if (!input || !compiled) return report(options, { diagnostics, texts, facts: { outputs: [] } });
  const { emitted, texts: withDomain } = await emit(compiled, input.stem, options, texts);
  const checked = emitted.value ? await roundTrip(compiled, input.stem, options.iasl) : [];
  const releases = releaseProblems(compiled.hyperv, options, input.name);
  const problems = [...diagnostics, ...releases, ...emitted.diagnostics, ...checked];
  if (!emitted.value || exitStatus(problems, options) !== EXIT.ok) {
    return report(options, { diagnostics: problems, texts: withDomain, facts: { outputs: [] } });
  }
  if (options.check) return compareWithFolder(options, input, compiled, emitted.value, problems, withDomain);
  if (options.output === '-') return writeToStandardOutput(options, compiled, emitted.value, problems, withDomain);
  return writeToFolder(options, input, compiled, emitted.value, problems, withDomain);
}

function placementOf(stem: string, { tablePath, libvirt, qemu, qemuTree }: BuildOptions): Placement {
  return {
    stem,
    ...(tablePath !== undefined && { tablePath }),
    ...(libvirt && { libvirt }),
    ...(qemu && { qemu }),
    ...(qemuTree && { qemuTree }),
  };
}

function formatsOf({ table }: Compiled, stem: string, options: BuildOptions): readonly string[] {
  if (options.emit?.includes('all')) return givenFormats(table, placementOf(stem, options));
  return options.emit ?? defaultFormats(table);
}

async function writeToFolder(
  options: BuildOptions,
  input: Input,
  compiled: Compiled,
  outputs: readonly Output[],
  problems: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
): Promise<number> {
  const target = buildOf(options, input, compiled);
  const { folder } = target;
  const others = await otherSpecs(target, outputs);
  const failures =
    others.length > 0 ? others : writeOutputs(folder, outputs, depfiles(options, input, folder, outputs));
  const written = failures.length === 0;
  const { removed, diagnostics: left } = written ? removeStaleParts(target, outputs) : { removed: [], diagnostics: [] };
  return report(options, {
    diagnostics: [...problems, ...failures, ...left],
    texts,
    lines: written ? summaryLines(compiled, options, target, outputs, removed) : [],
    facts: options.json
      ? { outputs: written ? outputs.map(outputToJson) : [], processors: processorsToJson(compiled.table) }
      : {},
  });
}

function buildOf({ output }: BuildOptions, { stem, folder: from }: Input, compiled: Compiled): Build {
  return { folder: output ?? from, from, stem, compiled };
}

/** The outputs of every format; those of Proxmox need its VM, too. Its code is loaded on use: start-up time. */
async function emit(
  compiled: Compiled,
  stem: string,
  options: BuildOptions,
  ofSpec: ReadonlyMap<string, string>,
): Promise<{ emitted: Result<readonly Output[]>; texts: ReadonlyMap<string, string> }> {
  const placement = placementOf(stem, options);
  const emitted = emitFormats(compiled, placement, formatsOf(compiled, stem, options));
  if (options.domain === undefined) return { emitted, texts: ofSpec };
  const { proxmoxOutputs } = await import('../../../proxmox/outputs.js');
  const { mergedVmProblems } = await import('../../../audit/merged.js');
  const { readTableFile } = await import('../audit/why-unread.js');
  const { readQmFile } = await import('./qm-config-file.js');
  const texts = new Map(ofSpec);
  const { value: vm, diagnostics: unread } = await readQmFile(options.domain, texts);
  const { value: made, diagnostics: problems } = vm ? proxmoxOutputs(compiled, placement, vm) : { diagnostics: [] };
  const merged = made ? mergedVmProblems(made.merged, { compiled, stem }, readTableFile) : [];
  const known = new Set(problems.map(({ code }) => code));
  const diagnostics = [
    ...emitted.diagnostics,
    ...unread,
    ...problems,
    ...merged.filter(({ code }) => !known.has(code)),
  ];
  const outputs = emitted.value && made && [...emitted.value, ...made.outputs];
  return { emitted: outputs ? ok(outputs, diagnostics) : { diagnostics }, texts };
}

/** For --check: compares the outputs with the files in the folder. */
async function compareWithFolder(
  options: BuildOptions,
  input: Input,
  compiled: Compiled,
  outputs: readonly Output[],
  problems: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
): Promise<number> {
  const target = buildOf(options, input, compiled);
  const { folder } = target;
  const differences = [...(await otherSpecs(target, outputs)), ...outputDifferences(target, outputs)];
  return report(options, {
    diagnostics: [...problems, ...differences],
    texts,
    lines: differences.length === 0 ? [`Up to date: ${count(outputs.length, 'output')} in ${folder}`] : [],
    facts: { up_to_date: differences.length === 0, outputs: outputs.map(outputToJson) },
  });
}

function depfiles(
  { depfile, domain }: BuildOptions,
  { name }: Input,
  folder: string,
  outputs: readonly Output[],
): FileToWrite[] {
  if (depfile === undefined) return [];
  const targets = outputs.map(({ file }) => join(folder, file));
  return [
    {
      path: depfile,
      content: dependencyRule(targets, [name, ...(domain === undefined ? [] : [domain])]),
      option: '--depfile FILE',
    },
  ];
}

async function roundTrip(compiled: Compiled, stem: string, iasl: BuildOptions['iasl']): Promise<Diagnostic[]> {
  if (iasl === 'off') return [];
  const diagnostics: Diagnostic[] = [];
  for (const [i, { tree, aml }] of compiled.parts.entries()) {
    const check = await checkAsl(`${partStem(stem, compiled, i)}.aml`, tree, aml);
    if (check.state === 'skipped')
      return [diagnostic(iasl === 'require' ? 'iasl/missing' : 'iasl/skipped', undefined, {})];
    diagnostics.push(...check.diagnostics);
  }
  return withoutRepeats(diagnostics);
}

/** The text itself; with --json, every output with its content. */
function writeToStandardOutput(
  options: BuildOptions,
  { table }: Compiled,
  outputs: readonly Output[],
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
): Promise<number> {
  if (options.json) {
    const isText = (output: Output) => FORMATS.some(({ name, text }) => name === output.format && text);
    const facts = {
      outputs: outputs.map((one) => contentToJson(one, isText(one))),
      processors: processorsToJson(table),
    };
    return report(options, { diagnostics, texts, facts });
  }
  const status = report(options, { diagnostics, texts });
  for (const { content } of outputs) process.stdout.write(content);
  return status;
}

function summaryLines(
  compiled: Compiled,
  options: BuildOptions,
  { folder, stem }: Build,
  outputs: readonly Output[],
  removed: readonly string[],
): string[] {
  const { table } = compiled;
  const variant = table.variant === undefined ? '' : `, variant "${table.variant}"`;
  const placement = placementOf(stem, options);
  const next =
    options.domain === undefined
      ? nextLines(compiled, placement, folder, outputs)
      : proxmoxNext(compiled, placement, folder, outputs, options.domain);
  const reg = outputs.find(({ format }) => format === 'reg');
  const written = outputs.map(({ file, content }) => `  ${join(folder, file)} (${content.length} bytes)`);
  return [
    `${count(table.processors.length, 'vCPU')}, layout "${table.layout}"${variant}`,
    '',
    ...rankingLines(table, process.stdout.columns),
    '',
    'Written:',
    ...written,
    ...removed.map((file) => `Removed: ${file} (of an earlier build)`),
    ...(next.length > 0 ? ['', ...next] : []),
    ...guestSteps(compiled, reg && join(folder, reg.file)),
  ];
}
