import { type Command, Option } from 'commander';
import { common, type Finish, usageError, variant } from '../../terminal/options.js';
import type { ObserveOptions } from './action.js';

export function addObserve(root: Command, finish: Finish): void {
  const command = root
    .command('observe')
    .description('Say whether a running guest took the table: compare a report from it with the spec')
    .argument('[spec]', 'TOML file, or - for standard input')
    .argument('[report]', 'Output of the script in the guest, or events of wevtutil; - for standard input')
    .addOption(
      new Option('--script <system>', 'Print the script that makes the report, for the system of the guest').choices([
        'linux',
        'windows',
      ]),
    )
    .option(
      '--domain <name>',
      'Instead of a REPORT: ask the guest agent of this libvirt domain, and where its vCPUs run, by virsh',
    )
    .option('--connect <uri>', 'The libvirt of --domain, such as qemu:///system')
    .option('--agent <socket>', 'Instead of a REPORT: ask the guest agent at this UNIX socket')
    .addOption(variant())
    .addHelpText('after', OBSERVE_HELP);
  common(command).action(async (spec: string | undefined, report: string | undefined, options: ObserveOptions) => {
    const { observeGuest, observeUsageProblem } = await import('./action.js');
    const problem = observeUsageProblem(spec, report, options);
    if (problem) usageError(command, problem);
    finish(await observeGuest(spec ?? '', report ?? '', options));
  });
}

const OBSERVE_HELP = `
Run the script in the guest, and bring its output here. It reads only, and needs no installation. With --domain or --agent \
the QEMU guest agent runs it.

Example:
  cppc-acpi observe --script linux > report.sh
  ssh guest sh -s < report.sh > report.txt
  cppc-acpi observe spec.toml report.txt
  cppc-acpi observe --script windows > report.ps1
  cppc-acpi observe spec.toml --domain win11`;
