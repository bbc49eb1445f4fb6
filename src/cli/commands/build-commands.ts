import { type Command, Option } from 'commander';
import { ENCODINGS } from '../../../grammar/encodings.js';
import { FORMATS } from '../../emit/formats.js';
import { EXIT } from '../terminal/exit.js';
import { common, type Finish, guests, releaseOf, variant } from '../terminal/options.js';
import type { CommonOptions } from '../terminal/report.js';
import type { BuildOptions } from './build.js';
import type { CheckOptions } from './check.js';
import type { PreviewOptions } from './preview.js';
import type { VerifyOptions } from './verify.js';

export function addBuild(root: Command, finish: Finish): void {
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
    .addOption(
      new Option('--qemu <release>', 'QEMU that the enlightenments are for, as 7.2 (default: newest)').argParser(
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
    .addOption(new Option('--check', 'write nothing: exit status 1 unless the outputs are there and up to date'))
    .addOption(new Option('--depfile <file>', 'also write what the outputs are made from, for make and ninja'))
    .addHelpText('after', `\nFormats:\n${rowsOf(FORMATS)}\n\nEncodings:\n${rowsOf(ENCODINGS)}`);
  common(command).action(async (spec: string, options: BuildOptions) => {
    const { build, buildUsageProblem } = await import('./build.js');
    const problem = buildUsageProblem(spec, options);
    if (problem) command.error(`error: ${problem}`, { exitCode: EXIT.usage });
    finish(await build(spec, options));
  });
}

export function addCheck(root: Command, finish: Finish): void {
  const command = root
    .command('check')
    .description('run the rules over specs and tables; writes nothing')
    .argument('<file...>', 'specs (TOML) or tables (.aml); - for standard input')
    .addOption(guests())
    .addOption(new Option('--cpu <model>', "QEMU's CPU model of the guest (default: the spec's cpu_model)"))
    .addOption(variant());
  common(command).action(async (files: string[], options: CheckOptions) => {
    const { check } = await import('./check.js');
    finish(await check(files, options));
  });
}

export function addPreview(root: Command, finish: Finish): void {
  const command = root
    .command('preview')
    .description('show each vCPU: core, host thread, levels, rank')
    .argument('<spec>', 'a TOML file, or - for standard input')
    .addOption(new Option('--svg <file>', 'a picture of the cores and their ranks instead; - for standard output'))
    .addOption(variant());
  common(command).action(async (spec: string, options: PreviewOptions) => {
    const { preview, previewUsageProblem } = await import('./preview.js');
    const problem = previewUsageProblem(spec, options);
    if (problem) command.error(`error: ${problem}`, { exitCode: EXIT.usage });
    finish(await preview(spec, options));
  });
}

export function addVerify(root: Command, finish: Finish): void {
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

export function addExplain(root: Command, finish: Finish): void {
  const command = root
    .command('explain')
    .description('what a diagnostic means, where it is from, and an example')
    .argument(
      '<code>',
      'as it stands in brackets, as cpc/level-order; or `counters`, what reading APERF and MPERF costs',
    );
  common(command).action(async (code: string, options: CommonOptions) => {
    const { explain, explainUsageProblem } = await import('./explain.js');
    const problem = explainUsageProblem(code);
    if (problem) command.error(`error: ${problem}`, { exitCode: EXIT.usage });
    finish(explain(code, options));
  });
}
