import { SPEC_LIMITS } from '../../../../grammar/limits.js';
import { MOST_PROCESSORS } from '../../../../grammar/machines.js';
import type { Preference, Source } from '../../../../grammar/rank-sources.js';
import type { LayoutName } from '../../../../grammar/spec-keys.js';
import type { Place } from '../../../diagnostics/diagnostic.js';
import { short } from '../../../diagnostics/words.js';
import type { Smt } from '../../../host/init-request.js';
import { layoutTakesLevel } from '../../../host/layout-levels.js';
import { type OffsetRange, readOffsets } from '../../../host/offset-ranges.js';
import { type Pin, type PlaceAt, readPins, type Why } from '../../../host/pins.js';
import { HERE } from '../../files/host-files.js';
import { COMMAND_LINE, type CommonOptions } from '../../terminal/report.js';

/** The options of `init` as typed. */
export interface InitOptions extends CommonOptions {
  readonly output?: string;
  readonly sysfs: readonly string[];
  readonly variant: readonly string[];
  readonly from: Source | 'auto';
  readonly prefer?: Preference;
  readonly guest?: readonly string[];
  readonly pin: readonly string[];
  readonly domain?: string;
  readonly tables: readonly string[];
  readonly smt?: string;
  readonly offset: readonly string[];
  readonly layout: LayoutName;
  readonly schema?: string;
}

/** A folder like /sys; the name of a variant where there are several. */
interface NamedFolder {
  readonly name: string | undefined;
  readonly folder: string;
}

/** The options of `init`, read. */
export interface ReadOptions {
  readonly readings: readonly NamedFolder[];
  readonly options: InitOptions;
  readonly pins: readonly Pin[];
  readonly offsets: readonly OffsetRange[];
  readonly smt?: Smt;
  /** The options as text, one per line, for diagnostics to point at. */
  readonly commandLine: string;
}

/** The request, or the reason for a usage error. */
export function readOptions(options: InitOptions): ReadOptions | Why {
  const { pin, offset, smt, layout, schema } = options;
  const readings = readFolders(options);
  if ('why' in readings) return readings;
  if (schema !== undefined && !/^[^\p{Cc}\s]+$/u.test(schema))
    return { why: '--schema: write a URL or path without spaces' };
  if (options.tables.length > 0 && layout === 'acpi-cppc')
    return { why: '--tables cannot be combined with --layout acpi-cppc: its device names the processors as QEMU does' };
  if (options.domain === '-' && options.tables.includes('-'))
    return { why: '--domain and --tables cannot both be standard input' };
  const lines: string[] = [];
  const pins = readAll('--pin', pin, lines, readPins);
  if ('why' in pins) return pins;
  const offsets = readAll('--offset', offset, lines, readOffsets);
  if ('why' in offsets) return offsets;
  if (offsets.length > 0 && !layoutTakesLevel('highest_perf', layout))
    return { why: `--offset: in layout "${layout}" highest_perf is a register, and has no number to add to` };
  const threads = smt === undefined ? undefined : readSmt(smt, lines);
  if (threads && 'why' in threads) return threads;
  return { options, readings, pins, offsets, ...(threads && { smt: threads }), commandLine: lines.join('\n') };
}

/** The folders of --variant, or the one of --sysfs. */
function readFolders({ sysfs, variant, prefer }: InitOptions): readonly NamedFolder[] | Why {
  if (sysfs.length > 1)
    return {
      why: '--sysfs is given more than once: name several readings, --variant cache=DIR --variant frequency=DIR',
    };
  if (variant.length === 0) return [{ name: undefined, folder: sysfs[0] ?? HERE }];
  if (sysfs.length > 0)
    return { why: '--variant cannot be combined with --sysfs: write --variant NAME=DIR for it, too' };
  if (prefer !== undefined)
    return { why: '--prefer cannot be combined with --variant: both say how the cores are ranked' };
  if (variant.length === 1)
    return { why: '--variant is given once: give at least two readings, or --sysfs DIR for one' };
  if (variant.length > SPEC_LIMITS.variants)
    return { why: `--variant: a spec has at most ${SPEC_LIMITS.variants} variants` };
  const folders = variant.map(readVariant);
  const wrong = folders.find((one): one is Why => 'why' in one);
  const names = folders.flatMap((one) => ('why' in one ? [] : (one.name ?? [])));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return { why: `--variant: the name "${short(twice)}" is given twice` };
  return wrong ?? folders.flatMap((one) => ('why' in one ? [] : [one]));
}

function readVariant(word: string): NamedFolder | Why {
  const [, name, folder] = /^([A-Za-z0-9_.-]{1,64})=(.+)$/s.exec(word) ?? [];
  if (name === undefined || folder === undefined)
    return {
      why: `--variant: "${short(word)}" is not a variant: write NAME=DIR, with a name of letters, digits, "-", "_" and "."`,
    };
  return { name, folder };
}

/** Reads each word of a repeatable option; adds the option as text to `lines`. */
function readAll<T>(
  name: string,
  words: readonly string[],
  lines: string[],
  read: (word: string, at: PlaceAt) => readonly T[] | Why,
): readonly T[] | Why {
  const all: T[] = [];
  for (const word of words) {
    const at = placeOnLine(name, word, lines);
    const some = read(word, at);
    if ('why' in some) return { why: `${name}: ${some.why}` };
    all.push(...some);
  }
  return all;
}

function placeOnLine(name: string, word: string, lines: string[]): PlaceAt {
  const line = lines.push(`${name} ${word}`);
  return (index): Place => ({ file: COMMAND_LINE, line, column: name.length + 2 + index });
}

function readSmt(word: string, lines: string[]): Smt | Why {
  const threads = /^\d{1,9}$/.test(word) ? Number(word) : 0;
  if (threads < 1 || threads > MOST_PROCESSORS)
    return { why: `--smt ${word}: write a whole number from 1 to ${MOST_PROCESSORS}` };
  return { threads, place: placeOnLine('--smt', word, lines)(0) };
}
