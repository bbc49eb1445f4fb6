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
Run the script in the guest, and bring its output here. It reads only, and needs no installation.

Example:
  cppc-acpi observe --script linux > report.sh
  ssh guest sh -s < report.sh | cppc-acpi observe spec.toml -
  cppc-acpi observe --script windows > report.ps1`;
