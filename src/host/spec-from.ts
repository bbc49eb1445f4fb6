import type { Architecture } from '../../grammar/machines.js';
import { type CORE_KEYS, LEVEL_KEYS } from '../../grammar/spec-keys.js';
import { type Diagnostic, diagnostic, hasErrors } from '../diagnostics/diagnostic.js';
import { ok, type Result } from '../diagnostics/result.js';
import type { Given, Spec, SpecCore, SpecLevels, SpecPin } from '../spec/spec.js';
import type { SpecComments } from '../spec/write.js';
import { capacityNotes, capacityNumbers } from './capacity-numbers.js';
import { commentsOn } from './comments.js';
import { coreShapeProblems, siblingProblems, usedCores } from './core-rules.js';
import { type CoreRun, runsOf, sharedKeys } from './core-runs.js';
import type { HostKey } from './cppc-files.js';
import { guestKeys, guestNotes, isWindows } from './guest/guest-keys.js';
import { coresOfHost, coresOfPins, type GuestCore, hostThreadsOf, type PlacedVcpu } from './guest-cores.js';
import type { InitRequest } from './init-request.js';
import { layoutTakesLevel } from './layout-levels.js';
import { giveNumbers, unreadProblems } from './numbers.js';
import { specOffsets } from './offset-ranges.js';
import { offsetResultProblems } from './offset-results.js';
import { pinProblems } from './pin-rules.js';
import type { Host, HostCpu } from './sysfs.js';
import { type ProcessorNames, processorNames } from './tables/naming.js';
import { oscNotes, tableProblems } from './tables/rules.js';

export interface CommentedSpec {
  readonly spec: Spec;
  readonly comments: SpecComments;
}

/** The spec of a guest that has cores of this host, with the levels that the host's firmware reports. */
export function specFrom(host: Host, request: InitRequest): Result<CommentedSpec> {
  const { pinned, smt } = request;
  const ofPins = pinned ? pinProblems(host, pinned) : [];
  const guest = pinned ? coresOfPins(host, pinned, smt) : coresOfHost(host, smt);
  const architecture = guestArchitecture(host, request);
  const ofHost = giveNumbers(host, guest.value?.cores ?? []);
  const byCapacity = architecture !== 'x86';
  const cores = byCapacity ? capacityNumbers(host, ofHost, request) : ofHost;
  const vcpus = vcpusOf(cores);
  const names = processorNames(architecture, vcpus, request.tables);
  const problems: Diagnostic[] = [
    ...ofPins,
    ...guest.diagnostics,
    ...unreadProblems(host, pinned ? cpusOf(host, cores) : [...host.online.values()]),
    ...coreShapeProblems(host, cores, request),
    ...siblingProblems(host, usedCores(host, cores)),
    ...(byCapacity ? capacityNotes(host, ofHost, request) : vendorNotes(host, request)),
    ...guestNotes(request),
    ...offsetResultProblems(host, cores, request, architecture),
    ...tableNotes(request, names, vcpus),
  ];
  if (!guest.value || hasErrors(problems)) return { diagnostics: problems };
  const runs = runsOf(cores, names.paths === undefined);
  const spec = buildSpec(runs, guest.value.threadsPerCore, request, { architecture, vendor: host.vendor, names });
  return ok({ spec, comments: commentsOn(host, runs, spec, request) }, problems);
}

/** The architecture of a domain, else that of the host's files, else that of this host. */
export function guestArchitecture(
  { architecture }: Host,
  { pinned, architecture: here }: Pick<InitRequest, 'pinned' | 'architecture'>,
): Architecture {
  return pinned?.architecture ?? architecture ?? here ?? 'x86';
}

/** Windows guests do not depend on the vendor. */
function vendorNotes({ vendor, online, placeOfFile }: Host, { layout, guest }: InitRequest): Diagnostic[] {
  const [first = 0] = online.keys();
  return vendor === 'intel' && !guest?.names.every(isWindows)
    ? [diagnostic('host/intel-host', placeOfFile(first), { layout })]
    : [];
}

function tableNotes({ tables, pinned }: InitRequest, { guest }: ProcessorNames, vcpus: number): Diagnostic[] {
  return tables ? [...tableProblems(tables, vcpus, pinned !== undefined), ...oscNotes(tables, guest.machine)] : [];
}

function vcpusOf(cores: readonly GuestCore[]): number {
  return cores.reduce((sum, { vcpus }) => sum + vcpus.length, 0);
}

function cpusOf(host: Host, cores: readonly GuestCore[]): readonly HostCpu[] {
  // Thousands of vCPUs can share one array of thousands of threads.
  const sets = new Set(cores.flatMap(({ vcpus }) => vcpus.map(hostThreadsOf)));
  const threads = new Set<number>();
  for (const set of sets) for (const thread of set) threads.add(thread);
  return [...threads].sort((a, b) => a - b).flatMap((thread) => host.online.get(thread) ?? []);
}

interface SpecFacts {
  readonly architecture: Architecture;
  readonly vendor: Host['vendor'];
  readonly names: ProcessorNames;
}

function buildSpec(
  cores: readonly CoreRun[],
  threadsPerCore: number,
  request: InitRequest,
  { architecture, vendor, names }: SpecFacts,
): Spec {
  const { file, layout, offsets } = request;
  const ofGuest = guestKeys(request, { architecture, vendor });
  const shared = new Set<HostKey>(
    sharedKeys(cores).filter((key) => key !== 'highest_perf' && layoutTakesLevel(key, layout)),
  );
  return {
    file,
    table: names.table ?? {},
    guest: {
      ...names.guest,
      threads_per_core: BigInt(threadsPerCore),
      ...diesOf(cores, request),
      ...(vendor && architecture === 'x86' && { host_vendor: vendor }),
      ...ofGuest.os,
    },
    layout: { layout, ...ofGuest.layout },
    ...ofGuest.hyperv,
    registers: {},
    defaults: levelsOf(cores[0], (key) => shared.has(key)),
    cores: cores.map((core, i): SpecCore => {
      const levels = levelsOf(core, (key) => layoutTakesLevel(key, layout) && !shared.has(key));
      return { at: ['core', i], ...vcpuKeys(core, threadsPerCore, names), levels, registers: {} };
    }),
    offsets: specOffsets(offsets),
    unreadable: () => false,
  };
}

/** The dies of a domain, which all have the same number of cores. */
function diesOf(cores: readonly CoreRun[], { pinned }: InitRequest): Pick<Spec['guest'], 'dies'> {
  const all = cores.reduce((sum, { count }) => sum + count, 0);
  const dies = pinned?.topology?.dies ?? 1;
  return dies > 1 && all % dies === 0 ? { dies: Array.from({ length: dies }, () => BigInt(all / dies)) } : {};
}

function levelsOf(core: CoreRun | undefined, wanted: (key: HostKey) => boolean): SpecLevels {
  const pairs = LEVEL_KEYS.flatMap(({ key }) => {
    const value = wanted(key) ? core?.numbers.get(key) : undefined;
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(pairs) as SpecLevels;
}

/** The pin as the domain or the option has it: a set stays a set. */
function pinOf(vcpu: PlacedVcpu): SpecPin | undefined {
  const threads = hostThreadsOf(vcpu);
  return threads.length > 1 ? threads : threads[0];
}

/** `host_threads` has a pin for every vCPU of the core, so a partly pinned core does not have it. */
function vcpuKeys(
  { vcpus, count }: CoreRun,
  threadsPerCore: number,
  { paths }: ProcessorNames,
): Given<typeof CORE_KEYS> {
  const pins = vcpus.map(pinOf);
  return {
    ...(paths && { path: vcpus.flatMap(({ vcpu }) => paths[vcpu] ?? []) }),
    ...(pins.every((pin) => pin !== undefined) && { host_threads: pins }),
    ...(count > 1 && { count: BigInt(count) }),
    ...(vcpus.length !== threadsPerCore && { threads: BigInt(vcpus.length) }),
  };
}
