import { type Command, InvalidArgumentError, Option } from 'commander';
import type { GuestName } from '../../../grammar/guests.js';
import { GUESTS } from '../../../grammar/spec-keys.js';
import { guestsNamed } from '../../guest/names.js';
import { isCode } from './report.js';

/** Called with a command's exit status. */
export type Finish = (status: number) => void;

/** The options that every command has. */
export function common(command: Command): Command {
  return command
    .addOption(new Option('--json', 'one JSON object on standard output'))
    .addOption(new Option('--strict', 'warnings count as errors'))
    .addOption(
      new Option('--allow <code>', 'leave a warning or note out, by its code; can be repeated')
        .argParser(addCode)
        .default([], 'none'),
    )
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'));
}

function addCode(text: string, codes: readonly string[]): readonly string[] {
  if (!isCode(text)) throw new InvalidArgumentError('There is no such code.');
  return [...codes, text];
}

/** `9.0` as its two numbers. */
export function releaseOf(text: string): readonly [number, number] {
  const [, major, minor] = /^(\d{1,4})(?:\.(\d{1,4})(?:\.\d{1,4})?)?$/.exec(text) ?? [];
  if (major === undefined) throw new InvalidArgumentError('Write it as 9.0 or 11.2.');
  return [Number(major), Number(minor ?? 0)];
}

/** A whole number within bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) {
      throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

export const variant = () => new Option('--variant <name>', "which variant of the values (default: the spec's)");

export const guests = () =>
  new Option('--guest <names>', `what these guests do with it, divided by commas: ${GUESTS.join(', ')}`).argParser(
    guestsOf,
  );

function guestsOf(text: string): GuestName[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !GUESTS.some((guest) => guest === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no guest "${unknown}".`);
  return guestsNamed(names);
}
