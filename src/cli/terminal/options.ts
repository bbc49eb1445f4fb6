import { type Command, InvalidArgumentError, Option } from 'commander';
import { GUEST_FORMS } from '../../../grammar/guests.js';
import type { Release } from '../../../grammar/release.js';
import { list } from '../../diagnostics/words.js';
import { isGuestName } from '../../versions/guest.js';
import { kernelRelease } from '../../versions/release.js';
import { codesLike, isCode } from './codes.js';
import { EXIT } from './exit.js';

/** Called with a command's exit status. */
export type Finish = (status: number) => void;

/** Adds the options that every command has. */
export function common(command: Command): Command {
  return command
    .addOption(new Option('--json', 'Print one JSON object on standard output'))
    .addOption(new Option('--strict', 'Treat warnings as errors'))
    .addOption(
      new Option('--allow <code>', 'Suppress a warning or note by its code; repeatable')
        .argParser(addCode)
        .default([], 'none'),
    )
    .addOption(new Option('--color <when>', 'Use colors').choices(['auto', 'always', 'never']).default('auto'));
}

/** Ends the program because the options do not fit together. */
export function usageError(command: Command, why: string): never {
  return command.error(`error: ${why}`, { exitCode: EXIT.usage });
}

function addCode(text: string, codes: readonly string[]): readonly string[] {
  if (!isCode(text)) throw new InvalidArgumentError(`There is no such code${codesLike(text) || '.'}`);
  return [...codes, text];
}

/** The name of an output: an empty one, of a variable that is not set, is a mistake. */
export function outputName(text: string): string {
  if (text === '') throw new InvalidArgumentError('The name is empty.');
  return text;
}

/** The words between commas. */
export function commaList(text: string): string[] {
  return text.split(',').map((word) => word.trim());
}

/** `9.0` as its two numbers. */
export function releaseOf(text: string): readonly [number, number] {
  const [, major, minor] = /^(\d{1,4})(?:\.(\d{1,4})(?:\.\d{1,4})?)?$/.exec(text) ?? [];
  if (major === undefined) throw new InvalidArgumentError('Write a release such as 9.0 or 11.2.');
  return [Number(major), Number(minor ?? 0)];
}

/** The release of QEMU that reads an output. */
export const qemuRelease = () =>
  new Option(
    '--qemu <release>',
    'Write for this QEMU, such as 7.2 (default: that of the distribution of --libvirt, else newest)',
  ).argParser(releaseOf);

/** An option with a whole number within bounds, which its help states; `otherwise` is what holds without it. */
export function numberOption(flags: string, about: string, bounds: Bounds, otherwise?: string): Option {
  const without = otherwise === undefined ? '' : ` (default: ${otherwise})`;
  return new Option(flags, `${about}, ${rangeText(bounds)}${without}`).argParser(wholeNumber(bounds));
}

function wholeNumber([least, most]: Bounds): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) {
      throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/** `1 to 4096`, as help states it. */
export function rangeText([least, most]: Bounds): string {
  return `${least} to ${most}`;
}

type Bounds = readonly [least: number, most: number];

export const variant = () =>
  new Option('--variant <name>', 'Use this variant of the spec (default: as the spec states)');

const hostKernel = (verb: string) =>
  new Option(
    '--host-kernel <release>',
    `Release of the host's kernel, such as 6.1: ${verb} the enlightenments that its KVM does not offer`,
  ).argParser(kernelOf);

const capabilities = (verb: string) =>
  new Option(
    '--capabilities <file>',
    `Output of \`virsh domcapabilities\`: ${verb} the enlightenments that this host does not offer; repeatable`,
  ).argParser((file: string, before: readonly string[] = []) => [...before, outputName(file)]);

/** Adds the options that say what the hosts of a guest offer. */
export function hostOptions(command: Command, verb = 'leave out'): Command {
  return command.addOption(hostKernel(verb)).addOption(capabilities(verb));
}

function kernelOf(text: string): Release {
  const release = kernelRelease(text);
  if (!release) throw new InvalidArgumentError('Write a release of Linux such as 6.1, or what `uname -r` prints.');
  return release;
}

export const guests = (
  about = 'Predict what these guests do with the table; comma-separated list',
  otherwise?: string,
) =>
  new Option(
    '--guest <names>',
    `${about} of ${GUEST_FORMS.join(', ')}${otherwise === undefined ? '' : ` (default: ${otherwise})`}`,
  ).argParser(guestsOf);

/** The names as given: which releases `linux` stands for depends on the architecture. */
function guestsOf(text: string): string[] {
  const names = commaList(text);
  const unknown = names.find((name) => !isGuestName(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`There is no guest "${unknown}". A guest is ${list(GUEST_FORMS, 'or')}.`);
  return names;
}
