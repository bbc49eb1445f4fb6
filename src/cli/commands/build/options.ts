import { type Command, Option } from 'commander';
import { ENCODINGS } from '../../../../grammar/encodings.js';
import { FORMATS } from '../../../emit/formats.js';
import { libvirtOption, type Typed, withDistribution } from '../../terminal/libvirt-option.js';
import {
  commaList,
  common,
  type Finish,
  hostOptions,
  outputName,
  qemuRelease,
  usageError,
  variant,
} from '../../terminal/options.js';
import type { BuildOptions } from './action.js';

export function addBuild(root: Command, finish: Finish): void {
  const command = root
    .command('build')
    .description('Compile a spec and write its outputs, all or none')
    .argument('<spec>', 'TOML file, or - for standard input')
    .addOption(
      new Option(
        '-o, --output <dir>',
        'Folder for the outputs (default: folder of the spec); - writes one text format to standard output, with --json all formats',
      ).argParser(outputName),
    )
    .addOption(
      new Option(
        '--emit <formats>',
        'Comma-separated list of formats, or "all" (default: aml,asl, and acpi-cppc for that layout)',
      ).argParser(commaList),
    )
    .addOption(new Option('--table-path <dir>', 'Folder of the tables in the outputs qemu, libvirt and proxmox'))
    .addOption(libvirtOption())
    .addOption(qemuRelease())
    .addOption(
      new Option(
        '--domain <file>',
        'Proxmox VM of --emit proxmox: `qm config VMID`, or /etc/pve/qemu-server/VMID.conf; - for standard input',
      ),
    )
    .addOption(variant())
    .addOption(
      new Option('--encoding <name>', "Encode the table the way this firmware's compiler does")
        .choices(ENCODINGS.map(({ name }) => name))
        .default('iasl'),
    )
    .addOption(
      new Option('--iasl <when>', 'Check the table with iasl').choices(['require', 'auto', 'off']).default('auto'),
    )
    .addOption(new Option('--check', 'Write nothing; exit with status 1 unless the outputs exist and are up to date'))
    .addOption(new Option('--depfile <file>', 'Also write a dependency file for make and ninja').argParser(outputName))
    .addHelpText('after', `\nFormats:\n${rowLines(FORMATS)}\n\nEncodings:\n${rowLines(ENCODINGS)}`);
  common(hostOptions(command)).action(async (spec: string, typed: Typed<BuildOptions>) => {
    const options = withDistribution(typed);
    const [{ build }, { buildUsageProblem }] = await Promise.all([import('./action.js'), import('./usage.js')]);
    const problem = buildUsageProblem(spec, options);
    if (problem) usageError(command, problem);
    finish(await build(spec, options));
  });
}

function rowLines(rows: readonly { readonly name: string; readonly about: string }[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join('\n');
}
