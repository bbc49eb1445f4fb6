import { type Command, Option } from 'commander';
import { MOST_PROCESSORS } from '../../../../grammar/machines.js';
import { LAYOUTS, MOST_HOST_THREADS } from '../../../../grammar/spec-keys.js';
import { common, type Finish, outputName, rangeText, usageError } from '../../terminal/options.js';
import type { InitOptions } from './read-options.js';

export function addInit(root: Command, finish: Finish): void {
  const command = root
    .command('init')
    .description("Write a spec from the performance levels of this host's cores")
    .addOption(
      new Option('-o, --output <file>', 'File to create; must not exist (default: standard output)').argParser(
        outputName,
      ),
    )
    .addOption(new Option('--sysfs <dir>', 'Folder that contains devices/system/cpu').default('/sys'))
    .addOption(
      repeatable(
        '--pin <pins>',
        `Pin vCPUs: VCPU:THREAD,VCPU:THREAD,… or one VCPU:CPUSET; vCPUs ${rangeText([0, MOST_PROCESSORS - 1])}, host threads ${rangeText([0, MOST_HOST_THREADS - 1])}`,
      ),
    )
    .addOption(
      new Option(
        '--domain <file>',
        'XML of a libvirt domain with <vcpupin> elements, or `qm config` of a Proxmox VM; - for standard input',
      ),
    )
    .addOption(
      new Option(
        '--smt <threads>',
        `vCPUs per guest core, ${rangeText([1, MOST_PROCESSORS])} (default: as in the domain or the pins)`,
      ),
    )
    .addOption(
      repeatable(
        '--offset <ranges>',
        `Add to highest_perf by host thread (${rangeText([0, MOST_HOST_THREADS - 1])}): 0-7,16-23=+40,8-15=-40; the first match wins`,
      ),
    )
    .addOption(
      new Option('--layout <name>', 'Register layout; acpi-cppc needs a patched QEMU')
        .choices(LAYOUTS)
        .default('constant'),
    )
    .addOption(new Option('--schema <where>', 'Name the JSON Schema by URL or path in a `#:schema` line, for editors'))
    .addHelpText('after', '\nWithout --pin and --domain, each core of the host becomes a core of the guest.');
  common(command).action(async (options: InitOptions) => {
    const [{ init }, { readOptions }] = await Promise.all([import('./action.js'), import('./read-options.js')]);
    const request = readOptions(options);
    if ('why' in request) usageError(command, request.why);
    finish(await init(request));
  });
}

function repeatable(flags: string, about: string): Option {
  return new Option(flags, `${about}; repeatable`)
    .argParser((word: string, words: readonly string[]) => [...words, word])
    .default([], 'none');
}
