import { type Command, Option } from 'commander';
import { common, type Finish, outputName, usageError } from '../../terminal/options.js';
import type { HostOptions } from './action.js';

export function addHost(root: Command, finish: Finish): void {
  const command = root
    .command('host')
    .description('Report the cores of this host, their caches, levels and ranking')
    .addOption(
      new Option('--sysfs <dir>', 'Folder that contains devices/system/cpu: /sys, or a copy of it').default('/sys'),
    )
    .addOption(
      new Option('--svg <file>', 'Write a picture of the cores and their ranks; - for standard output').argParser(
        outputName,
      ),
    )
    .addOption(
      new Option('--script', 'Print a shell script that copies what host and init read, for a host without Node'),
    );
  common(command).action(async (options: HostOptions) => {
    const { host, hostUsageProblem } = await import('./action.js');
    const problem = hostUsageProblem(options);
    if (problem) usageError(command, problem);
    finish(await host(options));
  });
}
