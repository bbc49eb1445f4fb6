import { Command } from 'commander';
import { NO_CODE_CACHE } from './code-cache.js';
import { addAudit } from './commands/audit/options.js';
import { addBoot } from './commands/boot/options.js';
import { addBuild } from './commands/build/options.js';
import { addCheck } from './commands/check/options.js';
import { addCompletion } from './commands/completion/options.js';
import { addDecompile } from './commands/decompile/options.js';
import { addDiff } from './commands/diff/options.js';
import { addExplain } from './commands/explain/options.js';
import { addHelp } from './commands/help/options.js';
import { addHost } from './commands/host/options.js';
import { addHyperv } from './commands/hyperv/options.js';
import { addInit } from './commands/init/options.js';
import { addInspect } from './commands/inspect/options.js';
import { addLibvirt } from './commands/libvirt/options.js';
import { addObserve } from './commands/observe/options.js';
import { addPreview } from './commands/preview/options.js';
import { addSchema } from './commands/schema/options.js';
import { addVerify } from './commands/verify/options.js';
import type { Finish } from './terminal/options.js';
import { printError, printHelp, printMessage } from './terminal/print.js';

/** The commands in the order of the help. Each is a folder of `commands`: options.ts, and action.ts, loaded when it runs. */
const COMMANDS = {
  host: addHost,
  init: addInit,
  build: addBuild,
  check: addCheck,
  preview: addPreview,
  boot: addBoot,
  observe: addObserve,
  libvirt: addLibvirt,
  audit: addAudit,
  hyperv: addHyperv,
  inspect: addInspect,
  decompile: addDecompile,
  diff: addDiff,
  verify: addVerify,
  explain: addExplain,
  schema: addSchema,
  completion: addCompletion,
  help: addHelp,
} as const;

/** They describe the other commands. */
const NEED_ALL = ['completion', 'help'];

/** The command line with all commands, or with `only` that one, which starts faster. */
export function program(version: string, finish: Finish, only = ''): Command {
  const root = new Command('cppc-acpi')
    .description('Compile a per-core performance spec into ACPI _CPC tables, by which guests rank their cores.')
    .version(version, '-V, --version', 'Print the version')
    .helpOption('-h, --help', 'Print this help')
    .option(NO_CODE_CACHE, 'Do not keep compiled code between runs in ~/.cache/cppc-acpi')
    .helpCommand(false)
    // Names only: the arguments would leave little room for the descriptions.
    .configureHelp({ subcommandTerm: (command) => command.name(), minWidthToWrap: NARROWEST_COLUMN })
    // Its messages repeat words of the command line, such as names that a shell found in a folder.
    .configureOutput({ writeOut: printHelp, writeErr: printError, outputError: printMessage })
    .showHelpAfterError('Run `cppc-acpi --help` for usage.')
    .showSuggestionAfterError(true)
    .addHelpText('after', EXAMPLES);
  const one = Object.entries(COMMANDS).filter(([name]) => name === only && !NEED_ALL.includes(name));
  for (const [, add] of one.length > 0 ? one : Object.entries(COMMANDS)) add(root, finish);
  for (const command of root.commands) {
    command.showHelpAfterError(`Run \`cppc-acpi ${command.name()} --help\` for usage.`);
  }
  return root;
}

/** Commander does not wrap descriptions in a narrower column; its own limit leaves them as they are at 60 columns. */
const NARROWEST_COLUMN = 20;

const EXAMPLES = `
Examples:
  cppc-acpi init -o x3d.toml
      Write a spec from this host's cores
  cppc-acpi build x3d.toml -o out
      Compile it, and print the QEMU command for it
  cppc-acpi preview x3d.toml
      Show how the guest ranks its cores
  cppc-acpi check x3d.toml --guest linux-6.12,windows11
      Check the rules, and predict what these guests do
  cppc-acpi inspect /sys/firmware/acpi/tables
      Show the _CPC packages of this machine
  cppc-acpi verify out/x3d.aml
      Check a table with iasl
  cppc-acpi boot x3d.toml
      Boot a Linux guest with it, in seconds

Exit status:
  0    success
  1    errors in the input, or a failed check
  2    wrong usage; diff: the two cannot be compared
  3    an external program is missing or failed
  70   a bug in cppc-acpi
  130  interrupted`;
