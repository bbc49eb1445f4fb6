import { type Command, Option } from 'commander';
import { PIN_CHOICES } from '../../../libvirt/domain-edit.js';
import { libvirtOption, type Typed, withDistribution } from '../../terminal/libvirt-option.js';
import {
  common,
  type Finish,
  hostOptions,
  outputName,
  qemuRelease,
  usageError,
  variant,
} from '../../terminal/options.js';
import type { LibvirtOptions } from './action.js';

export function addLibvirt(root: Command, finish: Finish): void {
  const command = root
    .command('libvirt')
    .description("Edit a libvirt domain's XML for a spec; keep every other byte")
    .argument('<spec>', 'TOML file, or - for standard input')
    .requiredOption('--domain <file>', 'XML of the domain (virsh dumpxml --inactive NAME), or - for standard input')
    .addOption(
      new Option(
        '-o, --output <file>',
        'File to write; may be the file of --domain (default: standard output)',
      ).argParser(outputName),
    )
    .addOption(libvirtOption('that of virsh, else the newest'))
    .addOption(qemuRelease())
    .option('--table-path <dir>', 'Folder of the tables on the host (default: /var/lib/libvirt/acpi)')
    .addOption(
      new Option('--pins <choice>', 'set: give vCPUs the pins of the spec; keep: change no pin')
        .choices(PIN_CHOICES)
        .default('set'),
    )
    .option('--topology', 'Add the dies, cores and threads of the spec as <topology>')
    .addOption(variant())
    .addHelpText('after', LIBVIRT_HELP);
  common(hostOptions(command)).action(async (spec: string, typed: Typed<LibvirtOptions>) => {
    const options = withDistribution(typed);
    const { libvirt, libvirtUsageProblem } = await import('./action.js');
    const problem = libvirtUsageProblem(spec, options);
    if (problem) usageError(command, problem);
    finish(await libvirt(spec, options));
  });
}

const LIBVIRT_HELP = `
For libvirt 11.2 and newer the table becomes a <table type='raw'>, for older releases a <qemu:commandline>. Tables and \
devices of an earlier run are updated; a table belongs to this spec if its file has the name of the spec. A second run \
changes nothing. A pin that changes is reported with both sets of host threads.

Example:
  virsh dumpxml --inactive win11 > win11.xml
  cppc-acpi build win11.toml --emit aml -o /var/lib/libvirt/acpi
  cppc-acpi libvirt win11.toml --domain win11.xml -o win11.xml
  virsh define win11.xml`;
