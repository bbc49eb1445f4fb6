import { Argument, type Command } from 'commander';
import { suggest } from '../../../diagnostics/suggest.js';
import { short } from '../../../diagnostics/words.js';
import { usageError } from '../../terminal/options.js';

export function addHelp(root: Command): void {
  const command = root
    .command('help')
    .description('Print the help of a command, as COMMAND --help does')
    .addArgument(new Argument('[command]', 'Command; without it, print the help of the program'));
  command.action((name: string | undefined) => {
    if (name === undefined) root.help();
    const named = root.commands.find((one) => one.name() === name);
    if (!named) return usageError(root, unknownText(root, name));
    named.help();
  });
}

function unknownText({ commands }: Command, name: string): string {
  const near = suggest(
    name,
    commands.map((one) => one.name()),
  );
  return `unknown command '${short(name)}'${near === undefined ? '' : `\n(Did you mean ${near}?)`}`;
}
