import { type Command, Option } from 'commander';
import { BOOT_LIMITS } from '../../../../grammar/limits.js';
import { MOST_PROCESSORS } from '../../../../grammar/machines.js';
import { common, type Finish, numberOption, variant } from '../../terminal/options.js';
import type { BootOptions } from './action.js';

export function addBoot(root: Command, finish: Finish): void {
  const command = root
    .command('boot')
    .description('Boot a temporary Linux guest in QEMU with the tables, and compare what it reads with the spec')
    .argument('<spec>', 'TOML file, or - for standard input')
    .addOption(
      new Option(
        '--kernel <file>',
        'Kernel image, or a folder with kernels or the root of a system (default: the newest of this host, else of the tests)',
      ),
    )
    .addOption(
      new Option('--accel <name>', 'Accelerator; auto uses KVM where it works')
        .choices(['auto', 'kvm', 'tcg'])
        .default('auto'),
    )
    .addOption(new Option('--machine <name>', 'QEMU machine of x86 guests').choices(['q35', 'pc']).default('q35'))
    .addOption(
      new Option(
        '--cpu <model>',
        'QEMU CPU model (default: cpu_model of the spec; with TCG EPYC-Milan,model=97, cortex-a57 or rv64 instead of "host")',
      ),
    )
    .addOption(numberOption('--smp <vcpus>', 'Number of vCPUs', [1, MOST_PROCESSORS], 'as in the spec'))
    .addOption(new Option('--initrd', 'Put the tables into the initrd, not into -acpitable'))
    .addOption(
      new Option(
        '--busybox <file>',
        "Static busybox of the guest's architecture (default: from PATH, or the system of --kernel)",
      ),
    )
    .addOption(new Option('--firmware <file>', 'EDK2 firmware of Arm and RISC-V guests'))
    .addOption(new Option('--append <words>', 'Append words to the kernel command line'))
    .addOption(
      numberOption(
        '--busy <loops>',
        'Start this many busy loops one after another',
        [0, BOOT_LIMITS.busyLoops],
        '3, at most one per core',
      ),
    )
    .addOption(
      numberOption(
        '--timeout <seconds>',
        'Time limit for the guest',
        [1, BOOT_LIMITS.seconds],
        '120; 180 on Arm and RISC-V',
      ),
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
For a spec of machine qemu-virt-aarch64:
  apt install qemu-system-arm qemu-efi-aarch64
and Debian's linux-image-VERSION-arm64 and busybox-static for arm64, unpacked (dpkg -x) \
into one folder, which --kernel names. RISC-V: docs/arm.md has the packages.

Exit status 1 if the guest reads other values than the spec has, 3 if it does not boot.`;
