import { type Command, Option } from 'commander';
import { common, type Finish } from '../../terminal/options.js';
import type { HostOptions } from './action.js';

export function addHost(root: Command, finish: Finish): void {
  const command = root
    .command('host')
    .description('Report the cores of this host, their caches, levels and ranking')
    .addOption(new Option('--sysfs <dir>', 'Folder that contains devices/system/cpu').default('/sys'));
  common(command).action(async (options: HostOptions) => {
    const { host } = await import('./action.js');
    finish(await host(options));
  });
}
