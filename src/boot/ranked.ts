// Whether the guest's scheduler prefers better cores. No single file tells: Linux 6.12 ranks although its driver fails, and from
// 7.2.7 on ITMT works without the file of its switch. So the switch counts where it can be read, and the busy loops count always.

import { AMD_PSTATE, ITMT_SWITCHES, type ItmtSwitch as ItmtRow, MOUNTS_FILE } from '../../grammar/linux.js';
import type { Release } from '../../grammar/release.js';
import { type Diagnostic, diagnostic, type FactsOf } from '../diagnostics/diagnostic.js';
import { isSince } from '../versions/release.js';
import { differ, type Loops, misplacedLoops, notObserved, seenCores } from './loops.js';
import type { Observation } from './observation.js';
import type { BootReport } from './report.js';

/** The switch of ITMT. `absent`: the kernel has none, so ITMT is off. `unknown`: it may be on without the file. */
export type ItmtSwitch = 'on' | 'off' | 'absent' | 'unknown';

interface Ranked {
  /** Undefined if it cannot be told. */
  readonly ranked: boolean | undefined;
  readonly itmt: ItmtSwitch;
  /** Why it is not true. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Decides whether the guest ranks its cores, by the switch and by where its busy loops settled. */
export function rankedOf(observed: Observation, release: Release, vcpus = observed.processors.length): Ranked {
  const itmt = itmtSwitchOf(observed.report, release);
  const cores = seenCores(observed.processors);
  if (!differ(cores))
    return { ranked: undefined, itmt, diagnostics: [notObserved(cores.length > 1 ? 'equal' : 'one-core')] };
  const misplaced = misplacedLoops(observed, cores);
  if (itmt === 'off' || itmt === 'absent' || misplaced.wrong)
    return {
      ranked: false,
      itmt,
      diagnostics: [
        notRanked(observed, { itmt, release, missing: vcpus - observed.processors.length, wrong: misplaced.wrong }),
      ],
    };
  if (misplaced.watched) return { ranked: true, itmt, diagnostics: [] };
  const why = observed.report.busy.length === 0 ? 'no-loops' : 'moving';
  return { ranked: undefined, itmt, diagnostics: [notObserved(why)] };
}

export function itmtSwitchOf({ files }: BootReport, release: Release): ItmtSwitch {
  const row = ITMT_SWITCHES.find(({ file }) => files.has(file));
  if (row) return files.get(row.file) === row.on ? 'on' : 'off';
  const works = ITMT_SWITCHES.some((one) => 'neededBefore' in one && isSince(release, one.neededBefore));
  return works && !hasDebugfs(files) ? 'unknown' : 'absent';
}

function hasDebugfs(files: BootReport['files']): boolean {
  return /^\S+ \S+ debugfs /m.test(files.get(MOUNTS_FILE) ?? '');
}

/** Whether a switch is missing because its file is in debugfs, which the guest does not have. */
function lacksDebugfs({ files }: BootReport, release: Release): boolean {
  const row: ItmtRow | undefined = ITMT_SWITCHES.findLast(({ since }) => isSince(release, since));
  return row?.neededBefore !== undefined && !hasDebugfs(files);
}

interface Seen {
  readonly itmt: ItmtSwitch;
  readonly release: Release;
  /** How many vCPUs did not come up. */
  readonly missing: number;
  readonly wrong: Loops['wrong'] | undefined;
}

function notRanked(observed: Observation, seen: Seen): Diagnostic {
  return diagnostic('boot/not-ranked', undefined, unrankedFacts(observed, seen));
}

/** What a guest shows that does not rank its cores. */
export function unrankedFacts(
  { drivers, ranking, report }: Observation,
  { itmt, release, missing, wrong }: Seen,
): FactsOf<'boot/not-ranked'> {
  return {
    itmt,
    missing,
    tooOld: !isSince(release, AMD_PSTATE.ranks),
    lacksDebugfs: lacksDebugfs(report, release),
    drivers,
    hasRanking: ranking.size > 0,
    why: report.logLines.driverMessage,
    ...(wrong && { loops: wrong.loops, vcpus: wrong.vcpus }),
  };
}
