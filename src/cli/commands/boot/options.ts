import { type Command, Option } from 'commander';
import { MOST_PROCESSORS } from '../../../../grammar/machines.js';
import { common, type Finish, variant, wholeNumber } from '../../terminal/options.js';
import type { BootOptions } from './action.js';

/** Each loop takes about a second, and the report names the vCPUs of all loops again when one starts. */
const MOST_BUSY_LOOPS = 1000;

export function addBoot(root: Command, finish: Finish): void {
  const command = root
    .command('boot')
    .description('Boot a temporary Linux guest in QEMU with the tables, and compare what it reads with the spec')
    .argument('<spec>', 'TOML file, or - for standard input')
    .addOption(
      new Option(
        '--kernel <file>',
        'bzImage, or a folder with kernels or the root of a system (default: the newest of this host, else of the tests)',
      ),
    )
    .addOption(
      new Option('--accel <name>', 'Accelerator; auto uses KVM where it works')
        .choices(['auto', 'kvm', 'tcg'])
        .default('auto'),
    )
    .addOption(new Option('--machine <name>', 'QEMU machine').choices(['q35', 'pc']).default('q35'))
    .addOption(
      new Option(
        '--cpu <model>',
        'QEMU CPU model (default: cpu_model of the spec; with TCG EPYC-Milan,model=97 instead of "host")',
      ),
    )
    .addOption(
      new Option('--smp <vcpus>', 'Number of vCPUs (default: as in the spec)').argParser(
        wholeNumber(1, MOST_PROCESSORS),
      ),
    )
    .addOption(new Option('--initrd', 'Put the tables into the initrd, not into -acpitable'))
    .addOption(new Option('--append <words>', 'Append words to the kernel command line'))
    .addOption(
      new Option(
        '--busy <loops>',
        'Start this many busy loops one after another (default: 3, at most one per core)',
      ).argParser(wholeNumber(0, MOST_BUSY_LOOPS)),
    )
    .addOption(
      new Option('--timeout <seconds>', 'Time limit for the guest').argParser(wholeNumber(1, 86_400)).default(120),
    )
    .addOption(
      new Option('--require <what>', 'Exit with status 1 unless the guest ranks its cores').choices(['ranked']),
    )
    .addOption(new Option('--print-command', 'Print how QEMU would be started, and start nothing'))
    .addOption(variant())
    .addHelpText('after', BOOT_HELP);
  common(command).action(async (spec: string, options: BootOptions) => {
    const { boot } = await import('./action.js');
    finish(await boot(spec, options));
  });
}

const BOOT_HELP = `
Requires qemu-system-x86_64, a static busybox and a kernel; on Debian and Ubuntu:
  apt install qemu-system-x86 busybox-static

Exit status 1 if the guest reads other values than the spec has, 3 if it does not boot.`;
