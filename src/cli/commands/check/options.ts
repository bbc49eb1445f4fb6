import { type Command, Option } from 'commander';
import { common, type Finish, guests, variant } from '../../terminal/options.js';
import type { CheckOptions } from './action.js';

export function addCheck(root: Command, finish: Finish): void {
  const command = root
    .command('check')
    .description('Check specs and tables against the rules; write nothing')
    .argument('<file...>', 'Specs (TOML) or tables (.aml); - for standard input')
    .addOption(guests())
    .addOption(new Option('--cpu <model>', 'QEMU CPU model of the guest (default: cpu_model of the spec)'))
    .addOption(variant());
  common(command).action(async (files: string[], options: CheckOptions) => {
    const { check } = await import('./action.js');
    finish(await check(files, options));
  });
}
