import { BOOTED_LINUX, LINUX_MINORS, NEWEST_LINUX } from '../../../../grammar/guests.js';
import { ARCHITECTURES, type Architecture } from '../../../../grammar/machines.js';
import { list } from '../../../diagnostics/words.js';
import { guestsWith } from '../../../guest/judge.js';
import type { GuestRule } from '../../../guest/rule.js';
import { releaseText } from '../../../versions/release.js';

const EFFECTS = {
  refused: 'Refused by',
  harmful: 'Harms',
  unranked: 'Accepted, but not ranked by',
  advice: 'Advice for',
} as const satisfies Record<GuestRule['effect'], string>;

/** A line for each range of releases, and the releases that were booted. */
export function guestLines(rules: readonly GuestRule[]): string[] {
  const lines = rules.map(
    (rule) =>
      `${EFFECTS[rule.effect]}: ${guestsOf(rule)}${architecturesOf(rule)}${rule.on ? `, on ${rule.on}` : ''}${uncertainty(rule)}`,
  );
  const booted = bootedFor(rules);
  if (booted.length === 0) return lines;
  const kernels = booted.map(([architecture, names]) => `${names.join(', ')} on ${architecture}`);
  const others = booted.map(([architecture]) => `${unbooted(architecture).join(', ')} on ${architecture}`);
  return [
    ...lines,
    `Booted: Linux ${kernels.join('; ')}`,
    `Not booted, predicted from the source and from the releases around them: Linux ${others.join('; ')}`,
  ];
}

/** The runs of releases, up to the newest known one, of which none was booted on an architecture. */
function unbooted(architecture: Architecture): string[] {
  const booted = BOOTED_LINUX.filter((one) => one.architecture === architecture).map(({ release }) =>
    release.join('.'),
  );
  const runs: string[][] = [[]];
  for (const series of knownSeries()) {
    if (booted.includes(series)) runs.push([]);
    else runs.at(-1)?.push(series);
  }
  return runs.flatMap(([first, ...rest]) => (first === undefined ? [] : [[first, ...rest.slice(-1)].join(' to ')]));
}

/** `5.15`, `5.16`, … up to the newest known release. */
function knownSeries(): string[] {
  const [major, last] = NEWEST_LINUX;
  const minors = Object.entries({ ...LINUX_MINORS, [major]: [0, last] as const });
  return minors.flatMap(([of, [from, to]]) => Array.from({ length: to - from + 1 }, (_, i) => `${of}.${from + i}`));
}

/** The booted kernels of each architecture that has one of the rules. */
export function bootedFor(rules: readonly GuestRule[]): [Architecture, string[]][] {
  const linux = rules.filter(({ family }) => family === 'linux');
  const has = (one: Architecture) => linux.some(({ architectures }) => architectures?.includes(one) ?? true);
  return ARCHITECTURES.filter(has).map((one) => [
    one,
    BOOTED_LINUX.filter(({ architecture }) => architecture === one).map(({ kernel }) => kernel),
  ]);
}

function guestsOf({ family, from, before }: GuestRule): string {
  if (family === 'windows') return before ? 'windows10' : from ? 'windows11' : 'windows10 and windows11';
  if (from && !Number.isFinite(from[0])) return 'linux-next';
  const until = before && (Number.isFinite(before[0]) ? `, before ${releaseText(before)}` : ', not linux-next');
  return `Linux ${releaseText(from ?? [5, 15])} and later${until ?? ''}`;
}

/** Rules without a word about it are of x86, or of all. */
function architecturesOf({ architectures }: GuestRule): string {
  const others = ARCHITECTURES.filter((one) => one !== 'x86' && architectures?.includes(one));
  return others.length > 0 ? ` on ${list(others, 'and')}` : '';
}

function uncertainty({ between }: GuestRule): string {
  if (!between) return '';
  const [older, newer] = between.map(releaseText);
  return `; not certain: Linux ${older} and ${newer} were booted and differ`;
}

/** The same for --json. */
export function guestFacts(rules: readonly GuestRule[]): object[] {
  return rules.map((rule) => ({
    effect: rule.effect,
    guests: guestsWith(rule),
    ...(rule.from && { from: releaseName(rule.from) }),
    ...(rule.before && { before: releaseName(rule.before) }),
    ...(rule.between && { between: rule.between.map(releaseText) }),
  }));
}

function releaseName(release: NonNullable<GuestRule['from']>): string {
  return Number.isFinite(release[0]) ? releaseText(release) : 'next';
}
