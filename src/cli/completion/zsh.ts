import type { Completed, CompletedCommand, CompletedOption } from './completed.js';

/** A function for a folder of zsh's fpath; it can also be sourced. */
export function zshCompletion(commands: readonly CompletedCommand[], root: readonly CompletedOption[]): string {
  const described = commands.map(({ name, about }) => `    ${quoted(`${name}:${about}`)}`);
  const arms = commands.map(({ name, options, argument }) => {
    const specs = [...options.map(optionSpec), ...argumentSpecs(argument)];
    return `    ${name})\n      _arguments -S \\\n${specs.map((spec) => `        ${spec}`).join(' \\\n')} ;;`;
  });
  return `#compdef cppc-acpi
# zsh completion of cppc-acpi, made by \`cppc-acpi completion zsh\`

_cppc-acpi() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    if [[ $words[2] == -* ]]; then
      _arguments ${root.map(optionSpec).join(' ')}
    else
      _describe -t commands command commands
    fi
    return
  fi
  (( CURRENT-- ))
  shift words
  case $words[1] in
${arms.join('\n')}
  esac
}

if [[ $funcstack[1] == _cppc-acpi ]]; then _cppc-acpi "$@"; else compdef _cppc-acpi cppc-acpi; fi
`;
}

function optionSpec({ flags, about, value }: CompletedOption): string {
  const explained = `[${about.replace(/[\\[\]]/g, '\\$&')}]${valueSpec(value)}`;
  const [only = ''] = flags;
  // A repeatable option is offered again.
  if (flags.length === 1) return quoted(`${/repeatable/.test(about) ? '*' : ''}${only}${explained}`);
  return `'(${flags.join(' ')})'{${flags.join(',')}}${quoted(explained)}`;
}

function valueSpec(value: Completed): string {
  switch (value.kind) {
    case 'nothing':
      return '';
    case 'text':
      return ':value: ';
    case 'file':
      return ':file:_files';
    case 'folder':
      return ':folder:_directories';
    case 'words':
      return `:value:(${value.words.join(' ')})`;
    case 'list':
      return `:values:_values -s , values ${value.words.join(' ')}`;
  }
}

function argumentSpecs(value: Completed): string[] {
  return value.kind === 'nothing' ? [] : [quoted(`*${valueSpec(value)}`)];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
