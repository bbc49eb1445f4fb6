import { type Command, Option } from 'commander';
import { QEMU_MOST_VCPUS } from '../../../grammar/machines.js';
import { EXIT } from '../terminal/exit.js';
import { common, type Finish, releaseOf, variant, wholeNumber } from '../terminal/options.js';
import type { BootOptions } from './boot.js';
import type { HypervOptions } from './hyperv.js';
import type { LibvirtOptions } from './libvirt.js';

export function addBoot(root: Command, finish: Finish): void {
  const command = root
    .command('boot')
    .description('boot a throw-away Linux in QEMU with the tables, and show what it sees beside what the spec says')
    .argument('<spec>', 'a TOML file, or - for standard input')
    .addOption(
      new Option(
        '--kernel <file>',
        'a bzImage, or a folder with vmlinuz-* (default: /boot, else the kernels of the tests)',
      ),
    )
    .addOption(new Option('--accel <name>', 'auto: KVM where it works').choices(['auto', 'kvm', 'tcg']).default('auto'))
    .addOption(new Option('--machine <name>', "QEMU's machine").choices(['q35', 'pc']).default('q35'))
    .addOption(
      new Option('--cpu <model>', 'QEMU\'s CPU model (default: the spec\'s; for "host" with TCG EPYC-Milan,model=97)'),
    )
    .addOption(
      new Option('--smp <vcpus>', "vCPUs of the guest (default: the spec's)").argParser(
        wholeNumber(1, QEMU_MOST_VCPUS),
      ),
    )
    .addOption(new Option('--initrd', 'hand the tables over in the initrd, not by -acpitable'))
    .addOption(new Option('--append <words>', "more words for the kernel's command line"))
    .addOption(
      new Option('--busy <loops>', 'busy loops to start one after another (default: 3, or as many as cores)').argParser(
        wholeNumber(0, QEMU_MOST_VCPUS),
      ),
    )
    .addOption(
      new Option('--timeout <seconds>', 'how long the guest may take').argParser(wholeNumber(1, 86_400)).default(120),
    )
    .addOption(variant())
    .addHelpText('after', BOOT_NEEDS);
  common(command).action(async (spec: string, options: BootOptions) => {
    const { boot } = await import('./boot.js');
    finish(await boot(spec, options));
  });
}

const BOOT_NEEDS = `
Needs qemu-system-x86_64, a static busybox and a kernel; on Debian and Ubuntu:
  apt install qemu-system-x86 busybox-static

Exit status 1 when the guest does not see what the spec says, 3 when it could not be booted.`;

export function addHyperv(root: Command, finish: Finish): void {
  const command = root
    .command('hyperv')
    .description("show a spec's Hyper-V enlightenments: what is on, why, what each needs, for QEMU and libvirt")
    .argument('<spec>', 'a TOML file with [hyperv], or - for standard input')
    .addOption(new Option('--qemu <release>', 'QEMU as 7.2 (default: newest)').argParser(releaseOf))
    .addOption(new Option('--libvirt <release>', 'libvirt as 9.0 (default: newest)').argParser(releaseOf))
    .addOption(variant());
  common(command).action(async (spec: string, options: HypervOptions) => {
    const { explainHyperv } = await import('./hyperv.js');
    finish(await explainHyperv(spec, options));
  });
}

export function addLibvirt(root: Command, finish: Finish): void {
  const command = root
    .command('libvirt')
    .description("put what a spec needs into a libvirt domain's XML; every other byte stays")
    .argument('<spec>', 'a TOML file, or - for standard input')
    .requiredOption('--domain <file>', "the domain's XML (virsh dumpxml --inactive NAME), or - for standard input")
    .option('-o, --output <file>', 'where the domain goes, also the file it came from (default: standard output)')
    .addOption(
      new Option('--libvirt <release>', 'libvirt that the domain is for, as 9.0 (default: newest)').argParser(
        releaseOf,
      ),
    )
    .option('--table-path <dir>', 'folder of the tables on the host (default: /var/lib/libvirt/acpi)')
    .option('--topology', "put the spec's cores and threads in as <topology>")
    .option('--variant <name>', "which variant of the values (default: the spec's)")
    .addHelpText('after', LIBVIRT_HELP);
  common(command).action(async (spec: string, options: LibvirtOptions) => {
    const { libvirt, libvirtUsageProblem } = await import('./libvirt.js');
    const problem = libvirtUsageProblem(spec, options);
    if (problem) command.error(`error: ${problem}`, { exitCode: EXIT.usage });
    finish(await libvirt(spec, options));
  });
}

const LIBVIRT_HELP = `
From libvirt 11.2 on the table is a <table type='raw'>, before a <qemu:commandline>. Tables and devices that an earlier
run put in are brought up to date; a table is this spec's when its file is named as the spec is. Running it twice gives
the same bytes.

Example:
  virsh dumpxml --inactive win11 > win11.xml
  cppc-acpi build win11.toml --emit aml -o /var/lib/libvirt/acpi
  cppc-acpi libvirt win11.toml --domain win11.xml -o win11.xml
  virsh define win11.xml`;
