import type { Command } from 'commander';
import { common, type Finish, usageError, variant } from '../../terminal/options.js';
import type { DiffOptions } from './action.js';

export function addDiff(root: Command, finish: Finish): void {
  const command = root
    .command('diff')
    .description('Compare the objects of each processor of two specs or tables; exit with status 1 if they differ')
    .argument(
      '<a>',
      'Spec (TOML), table (.aml), acpidump text, archive of --emit initrd or folder of tables; - for standard input',
    )
    .argument('<b>', 'As <a>')
    .addOption(variant());
  common(command).action(async (a: string, b: string, options: DiffOptions) => {
    if (a === '-' && b === '-') usageError(command, 'only one of the two inputs can be standard input (-)');
    const { diff } = await import('./action.js');
    finish(await diff(a, b, options));
  });
}
