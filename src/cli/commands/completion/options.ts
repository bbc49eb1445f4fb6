import { Argument, type Command } from 'commander';
import { SHELLS, type Shell } from '../../completion/shells.js';
import { EXIT } from '../../terminal/exit.js';
import type { Finish } from '../../terminal/options.js';

export function addCompletion(root: Command, finish: Finish): void {
  root
    .command('completion')
    .description('Print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'Shell').choices(SHELLS))
    .addHelpText('after', COMPLETION_HELP)
    .action(async (shell: Shell) => {
      const { completionScript } = await import('../../completion/completion.js');
      process.stdout.write(completionScript(root, shell));
      finish(EXIT.ok);
    });
}

const COMPLETION_HELP = `
To enable completion in every new shell:
  cppc-acpi completion bash > ~/.local/share/bash-completion/completions/cppc-acpi
  cppc-acpi completion zsh > ~/.zfunc/_cppc-acpi      (with fpath+=~/.zfunc before compinit in ~/.zshrc)
  cppc-acpi completion fish > ~/.config/fish/completions/cppc-acpi.fish`;
