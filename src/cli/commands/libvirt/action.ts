import type { Release } from '../../../../grammar/release.js';
import { changedFlags } from '../../../audit/changed-flags.js';
import { mergedProblems } from '../../../audit/merged.js';
import type { HostThreads } from '../../../cpc/ir.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type { Placement } from '../../../emit/format.js';
import { pinsByVcpu } from '../../../host/pins.js';
import { leftovers } from '../../../hyperv/leftovers.js';
import { hypervElements } from '../../../hyperv/libvirt-elements.js';
import { releaseProblems } from '../../../hyperv/release-rules.js';
import { forRelease } from '../../../hyperv/releases.js';
import type { PinChoice } from '../../../libvirt/domain-edit.js';
import { readDomain } from '../../../libvirt/domain-pins.js';
import { type EditedDomain, editDomain } from '../../../libvirt/edit-domain.js';
import { cpusetText } from '../../../spec/cpuset.js';
import { NEWEST } from '../../../versions/release.js';
import { type CompiledSource, compileFile } from '../../files/compile-file.js';
import type { HostOptions } from '../../files/host-facts.js';
import { readInput, statOf } from '../../files/input.js';
import { acceptedText } from '../../files/kinds/other-text.js';
import { isSameFile, replaceFile } from '../../files/replace-file.js';
import type { Original } from '../../files/rights.js';
import { EXIT, exitStatus } from '../../terminal/exit.js';
import { printText } from '../../terminal/print.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { changeLines } from '../../views/change-lines.js';
import { guestSteps } from '../../views/next/guest-steps.js';
import { readTableFile } from '../audit/why-unread.js';
import { virshRelease } from './virsh-release.js';

export interface LibvirtOptions extends CommonOptions, HostOptions {
  readonly domain: string;
  readonly output?: string;
  readonly libvirt?: Release;
  readonly qemu?: Release;
  readonly tablePath?: string;
  readonly topology?: true;
  readonly pins: PinChoice;
  readonly variant?: string;
}

/** The reason for a usage error, if any. */
export function libvirtUsageProblem(spec: string, { domain, output }: LibvirtOptions): string | undefined {
  if (spec === '-' && domain === '-') return 'only one of spec and --domain can be standard input (-)';
  if (output !== undefined && output !== '-' && isSameFile(output, spec))
    return `-o ${output} is the spec, which cppc-acpi never overwrites`;
  return undefined;
}

/** Writes the domain with the changes that the spec needs; every other byte stays. */
export async function libvirt(spec: string, given: LibvirtOptions): Promise<number> {
  const release = given.libvirt ?? (await virshRelease());
  const options = { ...given, ...(release && { libvirt: release }) };
  const domain = await readInput(options.domain, 'domain');
  const text = domain.value && acceptedText(domain.value, ['domain', 'xml']);
  const [ofVm, keep] = [text?.value === undefined ? undefined : pinsIn(text.value), options.pins === 'keep'];
  const { pins: _, ...ofCompiler } = options;
  const source = await compileFile(spec, { ...ofCompiler, ...(ofVm && { pins: { ofVm, keep } }) });
  const edited = edit(source, text?.value, domain.value?.name ?? options.domain, options);
  const ofSpec = new Set(source.diagnostics.map(({ code, message }) => `${code} ${message}`));
  const problems = [
    ...source.diagnostics.filter((one) => isOfSpec(one, keep)),
    ...domain.diagnostics,
    ...(text?.diagnostics ?? []),
    ...edited.diagnostics.filter(({ code, message }) => !ofSpec.has(`${code} ${message}`)),
  ];
  const result = exitStatus(problems, options) === EXIT.ok ? edited.value : undefined;
  const file = options.output === '-' ? undefined : options.output;
  const failures =
    result && file !== undefined ? replaceFile(file, result.text, '-o FILE', originalOf(options.domain)) : [];
  const done = failures.length === 0 ? result : undefined;
  if (done && file === undefined && !options.json) printText(done.text);
  return report(options, {
    diagnostics: [...problems, ...failures],
    texts: new Map([
      ...source.texts,
      ...(text?.value === undefined ? [] : [[domain.value?.name ?? '', text.value] as const]),
    ]),
    ...(done && linesOf(done, file, source, options)),
    facts: {
      libvirt: release?.join('.') ?? null,
      file: done ? (file ?? null) : null,
      changes: done?.changes ?? null,
      domain: done?.text ?? null,
    },
  });
}

/** Where the domain itself goes to standard output, the changes go to standard error. */
function linesOf(
  { changes }: EditedDomain,
  file: string | undefined,
  { compiled }: CompiledSource,
  options: LibvirtOptions,
) {
  const steps = compiled && changes.length > 0 ? guestSteps(compiled) : [];
  const [release, all] = [releaseName(options), [...changeLines(changes), ...steps]];
  if (file !== undefined) return { lines: [`Written: ${file}, for ${release}`, ...all] };
  return { asides: [`Changes of ${options.domain === '-' ? 'the domain' : options.domain}, for ${release}`, ...all] };
}

function releaseName({ libvirt, qemu }: LibvirtOptions): string {
  const name = libvirt ? `libvirt ${libvirt.join('.')}` : 'the newest libvirt';
  return qemu ? `${name} and QEMU ${qemu.join('.')}` : name;
}

/**
 * The domain's own CPU decides about topoext: libvirt/topoext-unknown takes the place of the spec's note. Where it keeps its
 * pins, audit/vcpus-share-thread takes the place of the warning about those of the spec.
 */
function isOfSpec({ code }: Diagnostic, keepsPins: boolean): boolean {
  return code !== 'resolve/topoext-unknown' && !(keepsPins && code === 'resolve/host-thread-shared');
}

/** The pins of the domain; undefined where they cannot be read, which the edit reports. */
function pinsIn(text: string): ReadonlyMap<number, HostThreads> | undefined {
  const { value: pinned } = readDomain(text, '');
  return (
    pinned &&
    new Map([...pinsByVcpu(pinned.pins)].map(([vcpu, { threads }]) => [vcpu, { threads, text: cpusetText(threads) }]))
  );
}

/**
 * A domain can have secrets, such as `<graphics passwd='…'>` and `-object secret` among the arguments for QEMU: its copy is for
 * those who can read it. Of a pipe, that is this user alone.
 */
function originalOf(domain: string): Original {
  const file = domain === '-' ? undefined : statOf(domain);
  if (file?.isFile()) return file;
  return { mode: 0o600, uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
}

function edit(
  { compiled, input }: CompiledSource,
  text: string | undefined,
  file: string,
  options: LibvirtOptions,
): { value?: EditedDomain; diagnostics: readonly Diagnostic[] } {
  if (!compiled || !input || text === undefined) return { diagnostics: [] };
  const placement: Placement = {
    stem: input.stem,
    ...(options.tablePath !== undefined && { tablePath: options.tablePath }),
    ...(options.libvirt && { libvirt: options.libvirt }),
    ...(options.qemu && { qemu: options.qemu }),
  };
  const hyperv = forRelease(compiled.hyperv, options.qemu);
  const libvirt = options.libvirt ?? NEWEST;
  const elements = { hyperv: hypervElements(hyperv, libvirt), leftovers: leftovers(hyperv, libvirt) };
  const problems = releaseProblems(compiled.hyperv, options, input.name);
  const { pins, topology = false } = options;
  const result = editDomain(text, file, { compiled, placement, topology, pins, ...elements });
  const merged = result.value
    ? [
        ...changedFlags(text, result.value.text, file),
        ...mergedProblems(result.value, { compiled, stem: input.stem }, file, readTableFile),
      ]
    : [];
  const known = new Set(result.diagnostics.map(({ code }) => code));
  return {
    ...result,
    diagnostics: [...problems, ...result.diagnostics, ...merged.filter(({ code }) => !known.has(code))],
  };
}
