import { Argument, type Command } from 'commander';
import { SHELLS, type Shell } from '../completion/shells.js';
import { EXIT } from '../terminal/exit.js';
import type { Finish } from '../terminal/options.js';

export function addSchema(root: Command, finish: Finish): void {
  root
    .command('schema')
    .description('print the JSON Schema of a spec, for editors')
    .addHelpText('after', SCHEMA_HELP)
    .action(async () => {
      const { printSchema } = await import('../../spec/schema.js');
      process.stdout.write(printSchema());
      finish(EXIT.ok);
    });
}

const SCHEMA_HELP = `
Editors with Taplo or Tombi (VS Code: Even Better TOML) complete and check a spec whose first line names the schema:
  cppc-acpi schema > cppc-spec.schema.json
  cppc-acpi init --schema ./cppc-spec.schema.json -o vm.toml`;

export function addCompletion(root: Command, finish: Finish): void {
  root
    .command('completion')
    .description('print a script by which a shell completes command lines')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText('after', COMPLETION_HELP)
    .action(async (shell: Shell) => {
      const { completionScript } = await import('../completion/completion.js');
      process.stdout.write(completionScript(root, shell));
      finish(EXIT.ok);
    });
}

const COMPLETION_HELP = `
To have it in every new shell:
  cppc-acpi completion bash > ~/.local/share/bash-completion/completions/cppc-acpi
  cppc-acpi completion zsh > ~/.zfunc/_cppc-acpi      (with fpath+=~/.zfunc before compinit in ~/.zshrc)
  cppc-acpi completion fish > ~/.config/fish/completions/cppc-acpi.fish`;
