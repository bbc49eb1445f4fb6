import { type Command, InvalidArgumentError, Option } from 'commander';
import { EXIT } from './exit.js';
import type { LibvirtOptions } from './libvirt.js';

/** `libvirt SPEC --domain dom.xml`; `common` adds the options that every command has. */
export function addLibvirt(root: Command, finish: (status: number) => void, common: (command: Command) => Command) {
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
    .addHelpText('after', HELP);
  common(command).action(async (spec: string, options: LibvirtOptions) => {
    const { libvirt, libvirtUsageProblem } = await import('./libvirt.js');
    const problem = libvirtUsageProblem(spec, options);
    if (problem) command.error(`error: ${problem}`, { exitCode: EXIT.usage });
    finish(await libvirt(spec, options));
  });
}

const HELP = `
From libvirt 11.2 on the table is a <table type='raw'>, before a <qemu:commandline>. Tables and devices that an earlier
run put in are brought up to date; a table is this spec's when its file is named as the spec is. Running it twice gives
the same bytes.

Example:
  virsh dumpxml --inactive win11 > win11.xml
  cppc-acpi build win11.toml --emit aml -o /var/lib/libvirt/acpi
  cppc-acpi libvirt win11.toml --domain win11.xml -o win11.xml
  virsh define win11.xml`;

function releaseOf(text: string): readonly [number, number] {
  const [, major, minor] = /^(\d{1,4})(?:\.(\d{1,4})(?:\.\d{1,4})?)?$/.exec(text) ?? [];
  if (major === undefined) throw new InvalidArgumentError('Write it as 9.0 or 11.2.');
  return [Number(major), Number(minor ?? 0)];
}
