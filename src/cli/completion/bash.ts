import { type Completed, type CompletedCommand, type CompletedOption, takesValue } from './completed.js';

/** A script for bash 3 to 5. */
export function bashCompletion(commands: readonly CompletedCommand[], root: readonly CompletedOption[]): string {
  const values = commands.flatMap(({ name, options }) =>
    options.filter(takesValue).flatMap(({ flags, value }) =>
      arm(
        flags.map((flag) => `'${name} ${flag}'`),
        value,
      ),
    ),
  );
  const words = commands.map(({ name, options, argument }) => [
    `    ${name})`,
    `      if [[ $current == -* ]]; then _cppc_acpi_words '${flagsOf(options)}'; else ${actionOf(argument)}; fi ;;`,
  ]);
  return `# bash completion of cppc-acpi, made by \`cppc-acpi completion bash\`

_cppc_acpi_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}

# The last word of a comma-separated list.
_cppc_acpi_list() {
  local before=
  [[ $current == *,* ]] && before=\${current%,*},
  COMPREPLY=($(compgen -P "$before" -W "$1" -- "\${current##*,}"))
  compopt -o nospace 2>/dev/null
}

# After an empty reply bash completes file names, unless these options are off.
_cppc_acpi_folders() { compopt +o default -o dirnames 2>/dev/null; }
_cppc_acpi_nothing() { compopt +o default +o bashdefault 2>/dev/null; }

_cppc_acpi() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command= i
  COMPREPLY=()
  # For bash, the = of --emit=aml is a word.
  if [[ $current == '=' ]]; then current=
  elif [[ $previous == '=' ]]; then previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} != -* ]]; then command=\${COMP_WORDS[i]}; break; fi
  done
  case "$command $previous" in
${values.join('\n')}
  esac
  case $command in
    '')
      if [[ $current == -* ]]; then _cppc_acpi_words '${flagsOf(root)}'
      else _cppc_acpi_words '${commands.map(({ name }) => name).join(' ')}'; fi ;;
${words.flat().join('\n')}
    *) _cppc_acpi_nothing ;;
  esac
}

complete -o bashdefault -o default -F _cppc_acpi cppc-acpi
`;
}

function arm(patterns: readonly string[], value: Completed): string[] {
  return [`    ${patterns.join(' | ')}) ${actionOf(value)}; return ;;`];
}

function actionOf(value: Completed): string {
  switch (value.kind) {
    case 'words':
      return `_cppc_acpi_words '${value.words.join(' ')}'`;
    case 'list':
      return `_cppc_acpi_list '${value.words.join(' ')}'`;
    case 'file':
      return ':';
    case 'folder':
      return '_cppc_acpi_folders';
    case 'nothing':
    case 'text':
      return '_cppc_acpi_nothing';
  }
}

function flagsOf(options: readonly CompletedOption[]): string {
  return options.flatMap(({ flags }) => flags).join(' ');
}
