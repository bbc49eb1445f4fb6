import type { Argument, Command, Option } from 'commander';
import { DISTRIBUTIONS } from '../../../grammar/distributions.js';
import { OFFERED_GUESTS } from '../../../grammar/spec-keys.js';
import { CATALOG } from '../../diagnostics/catalog.js';
import { FORMATS } from '../../emit/formats.js';
import { TOPICS } from '../terminal/topics.js';

/** The completions at a place of a command line; the words of a `list` are separated by commas. */
export type Completed =
  | { readonly kind: 'nothing' | 'text' | 'file' | 'folder' }
  | { readonly kind: 'words' | 'list'; readonly words: readonly string[] };

export interface CompletedOption {
  /** `--output`, after `-o` if there is one. */
  readonly flags: readonly string[];
  readonly about: string;
  readonly value: Completed;
}

export interface CompletedCommand {
  readonly name: string;
  readonly about: string;
  readonly options: readonly CompletedOption[];
  readonly argument: Completed;
}

const CODES = Object.keys(CATALOG) as (keyof typeof CATALOG)[];

/** Values of options that Commander does not know, because code checks them. */
export const WORDS: Readonly<Record<string, Completed>> = {
  '--emit': { kind: 'list', words: [...FORMATS.map(({ name }) => name), 'all'] },
  '--libvirt': { kind: 'words', words: DISTRIBUTIONS.map(({ name }) => name) },
  '--guest': { kind: 'list', words: OFFERED_GUESTS },
  // Errors cannot be suppressed.
  '--allow': { kind: 'words', words: CODES.filter((code) => CATALOG[code].severity !== 'error') },
  code: { kind: 'words', words: [...CODES, ...Object.keys(TOPICS)] },
};

/** The commands with their options and values, from the Commander tree. */
export function completedCommands(root: Command): readonly CompletedCommand[] {
  return root.commands.map((command) => ({
    name: command.name(),
    about: command.description(),
    options: [...command.options.map(completedOption), HELP],
    argument: completedArgument(command.registeredArguments[0], root),
  }));
}

/** The options in front of any command. */
export function rootOptions(root: Command): readonly CompletedOption[] {
  return [...root.options.map(completedOption), HELP];
}

const HELP: CompletedOption = { flags: ['-h', '--help'], about: 'Print this help', value: { kind: 'nothing' } };

function completedOption(option: Option): CompletedOption {
  const { short, long, description } = option;
  return { flags: [short, long].flatMap((flag) => flag ?? []), about: description, value: valueOfOption(option) };
}

/** The name of the value in the help decides: <file>, <dir>. */
function valueOfOption({ long, flags, argChoices, required }: Option): Completed {
  if (!required) return { kind: 'nothing' };
  if (argChoices) return { kind: 'words', words: argChoices };
  const known = WORDS[long ?? ''];
  if (known) return known;
  if (/<(?:file|where)>$/.test(flags)) return { kind: 'file' };
  return { kind: flags.endsWith('<dir>') ? 'folder' : 'text' };
}

function completedArgument(argument: Argument | undefined, { commands }: Command): Completed {
  if (!argument) return { kind: 'nothing' };
  if (argument.name() === 'command') return { kind: 'words', words: commands.map((one) => one.name()) };
  if (argument.argChoices) return { kind: 'words', words: argument.argChoices };
  return WORDS[argument.name()] ?? { kind: 'file' };
}

export function takesValue({ value }: CompletedOption): boolean {
  return value.kind !== 'nothing';
}
