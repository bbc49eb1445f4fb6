import type { Command } from 'commander';
import { libvirtOption, type Typed, withDistribution } from '../../terminal/libvirt-option.js';
import { common, type Finish, hostOptions, qemuRelease, variant } from '../../terminal/options.js';
import type { HypervOptions } from './action.js';

export function addHyperv(root: Command, finish: Finish): void {
  const command = root
    .command('hyperv')
    .description('Show the Hyper-V enlightenments of a spec: reasons, requirements, QEMU and libvirt syntax')
    .argument('<spec>', 'TOML file with [hyperv], or - for standard input')
    .addOption(qemuRelease())
    .addOption(libvirtOption())
    .addOption(variant());
  common(hostOptions(command)).action(async (spec: string, typed: Typed<HypervOptions>) => {
    const { showHyperv } = await import('./action.js');
    finish(await showHyperv(spec, withDistribution(typed)));
  });
}
