import type { Command } from 'commander';
import { common, type Finish, variant } from '../../terminal/options.js';
import type { VerifyOptions } from './action.js';

export function addVerify(root: Command, finish: Finish): void {
  const command = root
    .command('verify')
    .description('Check a table with iasl: recompile our ASL, and disassemble and recompile the table')
    .argument('<file>', 'Spec (TOML) or table (.aml); - for standard input')
    .addOption(variant());
  common(command).action(async (file: string, options: VerifyOptions) => {
    const { verify } = await import('./action.js');
    finish(await verify(file, options));
  });
}
