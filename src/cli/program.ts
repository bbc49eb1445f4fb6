import { Command } from 'commander';
import { addBuild, addCheck, addExplain, addPreview, addVerify } from './commands/build-commands.js';
import { addBoot, addHyperv, addLibvirt } from './commands/guest-commands.js';
import { addDecompile, addDiff, addInit, addInspect } from './commands/read-commands.js';
import { addCompletion, addSchema } from './commands/shell-commands.js';
import type { Finish } from './terminal/options.js';

/** The commands in the order of the help, with what adds their options. */
const COMMANDS = {
  init: addInit,
  build: addBuild,
  check: addCheck,
  preview: addPreview,
  boot: addBoot,
  libvirt: addLibvirt,
  hyperv: addHyperv,
  inspect: addInspect,
  decompile: addDecompile,
  diff: addDiff,
  verify: addVerify,
  explain: addExplain,
  schema: addSchema,
  completion: addCompletion,
} as const;

/** Completion is made from all commands. */
const NEEDS_ALL = 'completion';

/** The command line: all of it, or the one command that is `asked` for. Each loads what it needs when it runs. */
export function program(version: string, finish: Finish, asked = ''): Command {
  const root = new Command('cppc-acpi')
    .description('Compiles a per-core performance spec into the ACPI _CPC tables that a guest ranks its cores by.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showHelpAfterError('(cppc-acpi --help tells what there is)')
    .showSuggestionAfterError(true)
    .addHelpText('after', EXAMPLES);
  const one = Object.entries(COMMANDS).filter(([name]) => name === asked && name !== NEEDS_ALL);
  for (const [, add] of one.length > 0 ? one : Object.entries(COMMANDS)) add(root, finish);
  return root;
}

const EXAMPLES = `
Examples:
  cppc-acpi init -o x3d.toml               a spec from this host's cores
  cppc-acpi build x3d.toml -o out          compile, and say how to start QEMU with it
  cppc-acpi preview x3d.toml               what the guest is told, and how it ranks its cores
  cppc-acpi check x3d.toml --strict        rules only; warnings count as errors
  cppc-acpi inspect /sys/firmware/acpi/tables   what this machine's firmware says
  cppc-acpi verify out/x3d.aml             hold a table against iasl
  cppc-acpi check x3d.toml --guest linux-6.12,windows11   what these guests will take
  cppc-acpi boot x3d.toml                  see what a Linux guest makes of it, in seconds

Exit status: 0 fine, 1 errors in the input or a check that did not hold, 2 usage, 3 an outside program is missing
or failed, 70 a bug of ours, 130 interrupted.`;
