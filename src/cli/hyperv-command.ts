import { type Command, Option } from 'commander';
import type { Release } from '../../grammar/enlightenments.js';

/** The command line of `hyperv`. */
export function hypervCommand(root: Command, releaseOf: (text: string) => Release): Command {
  return root
    .command('hyperv')
    .description("show a spec's Hyper-V enlightenments: what is on, why, what each needs, for QEMU and libvirt")
    .argument('<spec>', 'a TOML file with [hyperv], or - for standard input')
    .addOption(new Option('--qemu <release>', 'QEMU as 7.2 (default: newest)').argParser(releaseOf))
    .addOption(new Option('--libvirt <release>', 'libvirt as 9.0 (default: newest)').argParser(releaseOf));
}
