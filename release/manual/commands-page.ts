import type { Command, Option } from 'commander';
import { NO_CODE_CACHE } from '../../src/cli/code-cache.js';
import { bold, flags, roff, section, tagged, verbatim } from './roff.js';

/** cppc-acpi(1), of what `--help` prints. */
export function commandsPage(root: Command, version: string): string {
  const paragraphs = paragraphsBehind(root);
  const common = sharedOptions(root);
  const lines = [
    `.TH CPPC\\-ACPI 1 "" "cppc\\-acpi ${version}" "User Commands"`,
    ...section('NAME', ['cppc\\-acpi \\- compile ACPI _CPC tables from a per\\-core performance spec']),
    ...section('SYNOPSIS', [`${bold('cppc-acpi')} \\fIcommand\\fR [\\fIoptions\\fR] [\\fIarguments\\fR]`]),
    ...section('DESCRIPTION', [roff(root.description()), 'The spec is described in', '.BR cppc\\-acpi\\-spec (5).']),
    ...section(
      'COMMANDS',
      root.commands.flatMap((command) => commandLines(command, common)),
    ),
    ...section('COMMON OPTIONS', [
      ...common.flatMap(optionLines),
      ...tagged(flags('-h, --help'), ['Print the help of the program or of a command']),
      ...root.options.flatMap(optionLines),
    ]),
    ...section('ENVIRONMENT', [
      ...tagged(bold('NO_COLOR'), ['If set, output has no colors']),
      ...tagged(bold('NODE_DISABLE_COMPILE_CACHE'), [roff(`If set, as ${NO_CODE_CACHE}`)]),
      ...tagged(bold('XDG_CACHE_HOME'), ['The folder that holds the one of the compiled code, if it is absolute']),
    ]),
    ...section(
      'FILES',
      tagged('\\fI~/.cache/cppc\\-acpi\\fR', [
        'Compiled code of the program, a file for each command, of a megabyte or less. It is kept and read only where no other user can write. It can be removed at any time.',
      ]),
    ),
    ...paragraphs.flatMap(({ title, lines: rest }) => section(title.toUpperCase(), rest)),
    ...section('SEE ALSO', ['.BR cppc\\-acpi\\-spec (5),', '.BR iasl (1),', '.BR qemu\\-system\\-x86_64 (1)']),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines(command: Command, common: readonly Option[]): string[] {
  const shared = common.map(({ flags: one }) => one);
  const own = command.options.filter(({ flags: one }) => !shared.includes(one));
  const args = command.registeredArguments.map((one) => {
    const name = `\\fI${one.name()}\\fR${one.variadic ? '...' : ''}`;
    return one.required ? name : `[${name}]`;
  });
  const behind = textBehind(command).trim();
  return [
    `.SS "${[bold(command.name()), ...args].join(' ')}"`,
    roff(command.description()),
    ...command.registeredArguments.flatMap((one) => tagged(`\\fI${one.name()}\\fR`, [roff(one.description)])),
    ...own.flatMap(optionLines),
    ...behind.split('\n').filter(Boolean).flatMap(lineBehind),
  ];
}

/** A paragraph, or an indented line, which stays as it is. */
function lineBehind(line: string): string[] {
  return line.startsWith('  ') ? verbatim([line]) : ['.PP', roff(line)];
}

function optionLines(option: Option): string[] {
  const { description, argChoices, defaultValue, defaultValueDescription, required } = option;
  const initial = defaultValueDescription ?? defaultValue;
  const more = [
    ...(argChoices ? [`one of ${argChoices.join(', ')}`] : []),
    ...(required && initial !== undefined ? [`default: ${initial}`] : []),
  ];
  return tagged(flags(option.flags), [roff(more.length > 0 ? `${description} (${more.join('; ')})` : description)]);
}

/** Options that most commands have. */
function sharedOptions(root: Command): readonly Option[] {
  const all = root.commands.flatMap((command) => command.options);
  const most = root.commands.length / 2;
  const firsts = all.filter(({ flags: one }, i) => all.findIndex((other) => other.flags === one) === i);
  return firsts.filter((option) => all.filter((other) => isSame(option, other)).length > most);
}

function isSame(a: Option, b: Option): boolean {
  return a.flags === b.flags && a.description === b.description;
}

/** The text behind the options in the help of a command. */
function textBehind(command: Command): string {
  let printed = '';
  const { writeOut } = command.configureOutput();
  command.configureOutput({ writeOut: (text) => (printed += text) });
  command.outputHelp();
  if (writeOut) command.configureOutput({ writeOut });
  return printed.slice(command.helpInformation().length);
}

/** `Examples:` and `Exit status:` are sections of the lines below them. */
function paragraphsBehind(root: Command): { title: string; lines: string[] }[] {
  const paragraphs = textBehind(root).trim().split('\n\n');
  return paragraphs.map((paragraph) => {
    const [, title = '', rest = ''] = /^([^:]+):\n([\s\S]*)$/.exec(paragraph) ?? [];
    return { title, lines: verbatim(rest.split('\n').map((line) => line.replace(/^ {2}/, ''))) };
  });
}
