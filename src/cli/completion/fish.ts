import type { Completed, CompletedCommand, CompletedOption } from './completed.js';

/** A script for fish's folder of completions. */
export function fishCompletion(commands: readonly CompletedCommand[], root: readonly CompletedOption[]): string {
  const first = '__fish_use_subcommand';
  const lines = commands.flatMap(({ name, about, options, argument }) => {
    const within = `__fish_seen_subcommand_from ${name}`;
    return [
      complete(first, `-a ${name} -d ${quoted(about)}`),
      ...options.map((option) => optionLine(within, option)),
      ...(argument.kind === 'nothing' ? [] : [complete(within, valueWords(argument))]),
    ];
  });
  return `# fish completion of cppc-acpi, made by \`cppc-acpi completion fish\`

# The last word of a comma-separated list.
function __cppc_acpi_list
    set -l before (commandline -ct | string replace -r '^--[a-z-]+=' '' | string replace -r '[^,]*$' '')
    printf '%s\\n' "$before"$argv
end

complete -c cppc-acpi -f
${root.map((option) => optionLine(first, option)).join('\n')}
${lines.join('\n')}
`;
}

function optionLine(within: string, { flags, about, value }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const words = value.kind === 'nothing' ? [] : [value.kind === 'file' ? '-r' : '-x', valueWords(value)];
  return complete(within, [...names, ...words, `-d ${quoted(about)}`].filter((word) => word !== '').join(' '));
}

function valueWords(value: Completed): string {
  switch (value.kind) {
    case 'nothing':
    case 'text':
      return '';
    case 'file':
      return '-F';
    case 'folder':
      return `-a '(__fish_complete_directories)'`;
    case 'words':
      return `-a '${value.words.join(' ')}'`;
    case 'list':
      return `-a '(__cppc_acpi_list ${value.words.join(' ')})'`;
  }
}

function complete(condition: string, words: string): string {
  return `complete -c cppc-acpi -n '${condition}' ${words}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
