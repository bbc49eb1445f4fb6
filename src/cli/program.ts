import { Command, InvalidArgumentError, Option } from 'commander';
import { ENCODINGS } from '../../grammar/encodings.js';
import { LAYOUTS } from '../../grammar/spec-keys.js';
import { FORMATS } from '../emit/formats.js';
import type { BuildOptions } from './build.js';
import type { CheckOptions } from './check.js';
import type { DecompileOptions } from './decompile.js';
import type { DiffOptions } from './diff.js';
import { EXIT } from './exit.js';
import type { InitOptions } from './init-request.js';
import type { InspectOptions } from './inspect.js';
import { addLibvirt } from './libvirt-command.js';
import type { PreviewOptions } from './preview.js';
import { isCode } from './report.js';
import type { VerifyOptions } from './verify.js';

type Finish = (status: number) => void;

/** The command line. Each command loads what it needs when it runs. */
export function program(version: string, finish: Finish): Command {
  const root = new Command('cppc-acpi')
    .description('Compiles a per-core performance spec into the ACPI _CPC tables that a guest ranks its cores by.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showHelpAfterError('(cppc-acpi --help tells what there is)')
    .showSuggestionAfterError(true)
    .addHelpText('after', EXAMPLES);
  addBuild(root, finish);
  addCheck(root, finish);
  addPreview(root, finish);
  addInit(root, finish);
  addInspect(root, finish);
  addDecompile(root, finish);
  addDiff(root, finish);
  addVerify(root, finish);
  addLibvirt(root, finish, common);
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

Exit status: 0 fine, 1 errors in the input or a check that did not hold, 2 usage, 3 an outside program is missing
or failed, 70 a bug of ours, 130 interrupted.`;

function common(command: Command): Command {
  return command
    .addOption(new Option('--json', 'one JSON object on standard output'))
    .addOption(new Option('--strict', 'warnings count as errors'))
    .addOption(
      new Option('--allow <code>', 'leave a warning or note out, by its code; can be repeated')
        .argParser(addCode)
        .default([], 'none'),
    )
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'));
}

function addCode(text: string, codes: readonly string[]): readonly string[] {
  if (!isCode(text)) throw new InvalidArgumentError('There is no such code.');
  return [...codes, text];
}

function releaseOf(text: string): readonly [number, number] {
  const [, major, minor] = /^(\d{1,4})(?:\.(\d{1,4})(?:\.\d{1,4})?)?$/.exec(text) ?? [];
  if (major === undefined) throw new InvalidArgumentError('Write it as 9.0 or 11.2.');
  return [Number(major), Number(minor ?? 0)];
}

const variant = () => new Option('--variant <name>', "which variant of the values (default: the spec's)");

function addBuild(root: Command, finish: Finish): void {
  const rowsOf = (rows: readonly { name: string; about: string }[]) =>
    rows.map(({ name, about }) => `  ${name.padEnd(11)}${about}`).join('\n');
  const command = root
    .command('build')
    .description('compile a spec and write its outputs, all or none')
    .argument('<spec>', 'a TOML file, or - for standard input')
    .addOption(
      new Option(
        '-o, --output <dir>',
        "folder of the outputs (default: the spec's); - sends one text format to standard output",
      ),
    )
    .addOption(
      new Option(
        '--emit <formats>',
        'formats, divided by commas, or all (default: aml,asl, and acpi-cppc for that layout)',
      ).argParser((text) => text.split(',').map((word) => word.trim())),
    )
    .addOption(new Option('--table-path <dir>', 'folder of the tables in the outputs qemu and libvirt'))
    .addOption(
      new Option('--libvirt <release>', 'libvirt that the output is for, as 9.0 (default: newest)').argParser(
        releaseOf,
      ),
    )
    .addOption(variant())
    .addOption(
      new Option('--encoding <name>', 'whose bytes the tables are')
        .choices(ENCODINGS.map(({ name }) => name))
        .default('iasl'),
    )
    .addOption(
      new Option('--iasl <when>', 'hold the table against iasl').choices(['require', 'auto', 'off']).default('auto'),
    )
    .addHelpText('after', `\nFormats:\n${rowsOf(FORMATS)}\n\nEncodings:\n${rowsOf(ENCODINGS)}`);
  common(command).action(async (spec: string, options: BuildOptions) => {
    const { build, buildUsageProblem } = await import('./build.js');
    const problem = buildUsageProblem(options);
    if (problem) command.error(`error: ${problem}`, { exitCode: EXIT.usage });
    finish(await build(spec, options));
  });
}

function addCheck(root: Command, finish: Finish): void {
  const command = root
    .command('check')
    .description('run the rules over specs and tables; writes nothing')
    .argument('<file...>', 'specs (TOML) or tables (.aml); - for standard input')
    .addOption(variant());
  common(command).action(async (files: string[], options: CheckOptions) => {
    const { check } = await import('./check.js');
    finish(await check(files, options));
  });
}

function addPreview(root: Command, finish: Finish): void {
  const command = root
    .command('preview')
    .description('show each vCPU: core, host thread, levels, rank')
    .argument('<spec>', 'a TOML file, or - for standard input')
    .addOption(variant());
  common(command).action(async (spec: string, options: PreviewOptions) => {
    const { preview } = await import('./preview.js');
    finish(await preview(spec, options));
  });
}

function addInit(root: Command, finish: Finish): void {
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
    .addHelpText('after', '\nWithout --pin and --domain each core of the host becomes one of the guest.');
  common(command).action(async (options: InitOptions) => {
    const [{ init }, { readInitRequest }] = await Promise.all([import('./init.js'), import('./init-request.js')]);
    const request = readInitRequest(options);
    if ('why' in request) command.error(`error: ${request.why}`, { exitCode: EXIT.usage });
    else finish(await init(request));
  });
}

function addInspect(root: Command, finish: Finish): void {
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

function addDecompile(root: Command, finish: Finish): void {
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

function addDiff(root: Command, finish: Finish): void {
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

function addVerify(root: Command, finish: Finish): void {
  const command = root
    .command('verify')
    .description('hold a table against iasl: compiled from our ASL, and disassembled and compiled again')
    .argument('<file>', 'a spec (TOML) or a table (.aml); - for standard input')
    .addOption(variant());
  common(command).action(async (file: string, options: VerifyOptions) => {
    const { verify } = await import('./verify.js');
    finish(await verify(file, options));
  });
}
