import { type Command, Option } from 'commander';
import { common, type Finish, hostOptions, libvirtRelease, releaseOf, variant } from '../../terminal/options.js';
import type { HypervOptions } from './action.js';

export function addHyperv(root: Command, finish: Finish): void {
  const command = root
    .command('hyperv')
    .description('Show the Hyper-V enlightenments of a spec: reasons, requirements, QEMU and libvirt syntax')
    .argument('<spec>', 'TOML file with [hyperv], or - for standard input')
    .addOption(
      new Option('--qemu <release>', 'Write for this QEMU, such as 7.2 (default: newest)').argParser(releaseOf),
    )
    .addOption(libvirtRelease())
    .addOption(variant());
  common(hostOptions(command)).action(async (spec: string, options: HypervOptions) => {
    const { showHyperv } = await import('./action.js');
    finish(await showHyperv(spec, options));
  });
}
