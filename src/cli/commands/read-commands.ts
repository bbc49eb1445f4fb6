import { type Command, Option } from 'commander';
import { LAYOUTS } from '../../../grammar/spec-keys.js';
import { EXIT } from '../terminal/exit.js';
import { common, type Finish, variant } from '../terminal/options.js';
import type { DecompileOptions } from './decompile.js';
import type { DiffOptions } from './diff.js';
import type { InitOptions } from './init-request.js';
import type { InspectOptions } from './inspect.js';

export function addInit(root: Command, finish: Finish): void {
  const repeated = (flags: string, about: string) =>
    new Option(flags, about)
      .argParser((word: string, words: readonly string[]) => [...words, word])
      .default([], 'none');
  const command = root
    .command('init')
    .description("write a spec from the numbers of this host's cores")
    .addOption(new Option('-o, --output <file>', 'a file that is not there yet (default: standard output)'))
    .addOption(new Option('--sysfs <dir>', 'folder that holds devices/system/cpu').default('/sys'))
    .addOption(repeated('--pin <pins>', 'VCPU:THREAD,VCPU:THREAD,… or one VCPU:CPUSET; can be repeated'))
    .addOption(new Option('--domain <file>', "a libvirt domain's XML with its <vcpupin>s, or - for standard input"))
    .addOption(new Option('--smt <threads>', 'vCPUs of a guest core (default: as the domain or the pins have it)'))
    .addOption(repeated('--offset <ranges>', 'added to highest_perf by host thread: 0-7=+40,8-15=-40; the first wins'))
    .addOption(
      new Option('--layout <name>', 'register layout (default: acpi-cppc, or constant above 255)').choices(LAYOUTS),
    )
    .addOption(
      new Option('--schema <where>', 'URL or path of the JSON Schema, for a `#:schema` line that editors read'),
    )
    .addHelpText('after', '\nWithout --pin and --domain each core of the host becomes one of the guest.');
  common(command).action(async (options: InitOptions) => {
    const [{ init }, { readInitRequest }] = await Promise.all([import('./init.js'), import('./init-request.js')]);
    const request = readInitRequest(options);
    if ('why' in request) command.error(`error: ${request.why}`, { exitCode: EXIT.usage });
    else finish(await init(request));
  });
}

export function addInspect(root: Command, finish: Finish): void {
  const command = root
    .command('inspect')
    .description("show every _CPC in any firmware's tables, registers in words")
    .argument(
      '<file...>',
      'tables (.aml), the text of acpidump, folders such as /sys/firmware/acpi/tables; - for standard input',
    )
    .addOption(new Option('--hex', 'the annotated bytes of each package').conflicts('json'))
    .addOption(
      new Option('--all', 'with --hex: the bytes of the whole tables').implies({ hex: true }).conflicts('json'),
    );
  common(command).action(async (files: string[], options: InspectOptions) => {
    const { inspect } = await import('./inspect.js');
    finish(await inspect(files, options));
  });
}

export function addDecompile(root: Command, finish: Finish): void {
  const command = root
    .command('decompile')
    .description('write a spec that compiles to the _CPC packages of a table')
    .argument('<file>', 'a table (.aml), an acpidump, a folder of tables, or a spec; - for standard input')
    .addOption(new Option('-o, --output <file>', 'a file that is not there yet (default: standard output)'));
  common(command).action(async (file: string, options: DecompileOptions) => {
    const { decompile } = await import('./decompile.js');
    finish(await decompile(file, options));
  });
}

export function addDiff(root: Command, finish: Finish): void {
  const command = root
    .command('diff')
    .description('compare two specs or tables by processor and entry; exit status 1 when they differ')
    .argument('<a>', 'a spec (TOML), a table (.aml), an acpidump or a folder of tables; - for standard input')
    .argument('<b>', 'the same')
    .addOption(variant());
  common(command).action(async (a: string, b: string, options: DiffOptions) => {
    if (a === '-' && b === '-')
      command.error('error: both sides are -: standard input has one', { exitCode: EXIT.usage });
    const { diff } = await import('./diff.js');
    finish(await diff(a, b, options));
  });
}
