import { type Command, InvalidArgumentError, Option } from 'commander';
import { GUEST_FORMS } from '../../../../grammar/guests.js';
import { list } from '../../../diagnostics/words.js';
import { isGuestName } from '../../../versions/guest.js';
import { common, type Finish, hostOptions, usageError, variant } from '../../terminal/options.js';
import type { AuditOptions } from './action.js';

export function addAudit(root: Command, finish: Finish): void {
  const command = root
    .command('audit')
    .description("Examine an existing VM's configuration; change nothing")
    .argument('[file]', 'libvirt XML, qm config text, a QEMU command line, or a value of -cpu; - for standard input')
    .addOption(new Option('--qemu-args <words>', 'Examine these arguments of QEMU instead of a file'))
    .addOption(new Option('--cpu-flags <value>', 'Examine this value of -cpu instead of a file'))
    .addOption(new Option('--spec <file>', 'Compare with this spec'))
    .addOption(variant())
    .addOption(
      new Option('--guest <name>', 'Guest of the VM (default: as the configuration or the spec states)').argParser(
        guestOf,
      ),
    )
    .addOption(
      new Option('--sysfs <dir>', 'Compare with the host: folder that contains devices/system/cpu, such as /sys'),
    )
    .addHelpText('after', AUDIT_HELP);
  common(hostOptions(command, 'report')).action(async (file: string | undefined, options: AuditOptions) => {
    const { audit, auditUsageProblem } = await import('./action.js');
    const problem = auditUsageProblem(file, options);
    if (problem) usageError(command, problem);
    finish(await audit(file, options));
  });
}

function guestOf(text: string): string {
  if (!isGuestName(text))
    throw new InvalidArgumentError(`There is no guest "${text}". A guest is ${list(GUEST_FORMS, 'or')}.`);
  return text;
}

const AUDIT_HELP = `
It examines enlightenments, CPU flags, clock, topology, pins and tables, and says what it did not examine. Missing \
recommendations are notes; errors give exit status 1.

Example:
  virsh dumpxml win11 > win11.xml
  cppc-acpi audit win11.xml --sysfs /sys`;
