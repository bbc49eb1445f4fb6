import { MOST_PROCESSORS } from '../../../../grammar/machines.js';
import type { LayoutName } from '../../../../grammar/spec-keys.js';
import type { Place } from '../../../diagnostics/diagnostic.js';
import type { Smt } from '../../../host/init-request.js';
import { layoutTakesLevel } from '../../../host/layout-levels.js';
import { type OffsetRange, readOffsets } from '../../../host/offset-ranges.js';
import { type Pin, type PlaceAt, readPins, type Why } from '../../../host/pins.js';
import type { CommonOptions } from '../../terminal/report.js';

/** The options of `init` as typed. */
export interface InitOptions extends CommonOptions {
  readonly output?: string;
  readonly sysfs: string;
  readonly pin: readonly string[];
  readonly domain?: string;
  readonly smt?: string;
  readonly offset: readonly string[];
  readonly layout: LayoutName;
  readonly schema?: string;
}

/** The options of `init`, read. */
export interface ReadOptions {
  readonly options: InitOptions;
  readonly pins: readonly Pin[];
  readonly offsets: readonly OffsetRange[];
  readonly smt?: Smt;
  /** The options as text, one per line, for diagnostics to point at. */
  readonly commandLine: string;
}

/** The sysfs of this host. */
export const HERE = '/sys';

/** Stands for the command line where a diagnostic names a file. */
export const COMMAND_LINE = '<command line>';

/** The request, or the reason for a usage error. */
export function readOptions(options: InitOptions): ReadOptions | Why {
  const { pin, offset, smt, layout, schema } = options;
  if (pin.length > 0 && options.domain !== undefined)
    return { why: '--pin cannot be combined with --domain: both place vCPUs' };
  if (schema !== undefined && !/^[^\p{Cc}\s]+$/u.test(schema))
    return { why: '--schema: write a URL or path without spaces' };
  const lines: string[] = [];
  const pins = readAll('--pin', pin, lines, readPins);
  if ('why' in pins) return pins;
  const offsets = readAll('--offset', offset, lines, readOffsets);
  if ('why' in offsets) return offsets;
  if (offsets.length > 0 && !layoutTakesLevel('highest_perf', layout))
    return { why: `--offset: in layout "${layout}" highest_perf is a register, and has no number to add to` };
  const threads = smt === undefined ? undefined : readSmt(smt, lines);
  if (threads && 'why' in threads) return threads;
  return { options, pins, offsets, ...(threads && { smt: threads }), commandLine: lines.join('\n') };
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
