import { type CORE_KEYS, LEVEL_KEYS } from '../../grammar/spec-keys.js';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import type { Given, Spec, SpecCore, SpecLevels } from '../spec/spec.js';
import type { Remarks } from '../spec/write.js';
import { shapeProblems, siblingProblems } from './core-rules.js';
import { type CoreRun, runsOf, sharedKeys } from './core-runs.js';
import type { HostKey } from './cppc-files.js';
import { coresOfHost, coresOfPins, type GuestCore } from './guest-cores.js';
import { giveNumbers, unreadProblems } from './numbers.js';
import { specOffsets } from './offset-ranges.js';
import { pinProblems } from './pin-rules.js';
import { remarksOn } from './remarks.js';
import { sumProblems } from './sums.js';
import type { Host, HostCpu } from './sysfs.js';
import { isTaken } from './taken.js';
import type { Wish } from './wish.js';

export interface RemarkedSpec {
  readonly spec: Spec;
  readonly remarks: Remarks;
}

/** The spec that tells a guest of this host's cores what the host's firmware says of them. */
export function specFrom(host: Host, wish: Wish): Result<RemarkedSpec> {
  const { pinned, smt } = wish;
  const misplaced = pinned ? pinProblems(host, pinned) : [];
  const guest = pinned ? coresOfPins(host, pinned, smt) : coresOfHost(host, smt);
  const cores = giveNumbers(host, guest.value?.cores ?? []);
  const problems: Diagnostic[] = [
    ...misplaced,
    ...guest.diagnostics,
    ...unreadProblems(host, pinned ? cpusOf(host, cores) : [...host.online.values()]),
    ...shapeProblems(host, cores, wish),
    ...siblingProblems(host, cores),
    ...sumProblems(host, cores, wish),
  ];
  if (!guest.value || hasErrors(problems)) return fail(...problems);
  const runs = runsOf(cores);
  const spec = specOf(runs, guest.value.threadsPerCore, wish, host.isArm);
  return ok({ spec, remarks: remarksOn(runs, spec, wish) }, problems);
}

function cpusOf(host: Host, cores: readonly GuestCore[]): readonly HostCpu[] {
  const threads = new Set(cores.flatMap(({ seats }) => seats.flatMap(({ thread }) => thread ?? [])));
  return [...threads].sort((a, b) => a - b).flatMap((thread) => host.online.get(thread) ?? []);
}

function specOf(
  cores: readonly CoreRun[],
  threadsPerCore: number,
  { file, layout, offsets }: Wish,
  isArm: boolean,
): Spec {
  // A guest of Arm has neither the ports nor the MSRs that are this layout's default.
  const onArm = isArm && layout === 'constant';
  const shared = new Set<HostKey>(sharedKeys(cores).filter((key) => key !== 'highest_perf' && isTaken(key, layout)));
  return {
    file,
    table: {},
    guest: { ...(onArm && { machine: 'qemu-virt' }), threads_per_core: BigInt(threadsPerCore) },
    layout: { layout, ...(onArm && { controls: 'none', counters: 'none' }) },
    registers: {},
    defaults: levelsOf(cores[0], (key) => shared.has(key)),
    cores: cores.map((core, i): SpecCore => {
      const levels = levelsOf(core, (key) => isTaken(key, layout) && !shared.has(key));
      return { at: ['core', i], ...seatKeys(core, threadsPerCore), levels, registers: {} };
    }),
    offsets: specOffsets(offsets),
    unreadable: () => false,
  };
}

function levelsOf(core: CoreRun | undefined, wanted: (key: HostKey) => boolean): SpecLevels {
  const pairs = LEVEL_KEYS.flatMap(({ key }) => {
    const value = wanted(key) ? core?.numbers.get(key) : undefined;
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(pairs) as SpecLevels;
}

/** A core that is pinned in part has no host_threads: the key is for all of its vCPUs or for none. */
function seatKeys({ seats, count }: CoreRun, threadsPerCore: number): Given<typeof CORE_KEYS> {
  const threads = seats.flatMap(({ thread }) => thread ?? []);
  return {
    ...(threads.length === seats.length && { host_threads: threads }),
    ...(count > 1 && { count: BigInt(count) }),
    ...(seats.length !== threadsPerCore && { threads: BigInt(seats.length) }),
  };
}
