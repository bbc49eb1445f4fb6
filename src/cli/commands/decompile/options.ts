import { type Command, Option } from 'commander';
import { common, type Finish, outputName } from '../../terminal/options.js';
import type { DecompileOptions } from './action.js';

export function addDecompile(root: Command, finish: Finish): void {
  const command = root
    .command('decompile')
    .description('Write a spec that compiles to the _CPC packages of a table')
    .argument(
      '<file...>',
      'Tables (.aml) of one machine, acpidump text, archive of --emit initrd, folder or spec; - for standard input',
    )
    .addOption(
      new Option('-o, --output <file>', 'File to create; must not exist (default: standard output)').argParser(
        outputName,
      ),
    )
    .addOption(new Option('--override', "Write the spec of a table to load over the firmware's own"));
  common(command).action(async (files: string[], options: DecompileOptions) => {
    const { decompile } = await import('./action.js');
    finish(await decompile(files, options));
  });
}
