import { type Command, Option } from 'commander';
import { MOST_PROCESSORS } from '../../../../grammar/machines.js';
import { PREFERENCES, SOURCES } from '../../../../grammar/rank-sources.js';
import { LAYOUTS, MOST_HOST_THREADS } from '../../../../grammar/spec-keys.js';
import { common, type Finish, guests, outputName, rangeText, usageError } from '../../terminal/options.js';
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
    .addOption(collected('--sysfs <dir>', 'Folder that contains devices/system/cpu').default([], '/sys'))
    .addOption(
      repeatable('--variant <name=dir>', 'Instead of --sysfs: a reading of the host for each variant of the spec'),
    )
    .addOption(
      new Option(
        '--from <source>',
        'Source of highest_perf; auto: acpi_cppc unless it is missing or equal for all cores',
      )
        .choices(['auto', ...SOURCES])
        .default('auto'),
    )
    .addOption(
      new Option(
        '--prefer <die>',
        'Rank the cores with the larger L3 (cache) or the smaller one (frequency) first',
      ).choices(PREFERENCES),
    )
    .addOption(
      repeatable(
        '--pin <pins>',
        `Pin vCPUs: VCPU:THREAD,VCPU:THREAD,… or one VCPU:CPUSET; vCPUs ${rangeText([0, MOST_PROCESSORS - 1])}, host threads ${rangeText([0, MOST_HOST_THREADS - 1])}`,
      ),
    )
    .addOption(new Option('--domain <file>', 'XML of a libvirt domain, or output of `qm config`; - for standard input'))
    .addOption(
      collected(
        '--tables <file>',
        "Name the processors as the guest's tables do: a folder, acpidump text or table; repeatable",
      ).default([], 'as QEMU names them'),
    )
    .addOption(guests('Guests that the spec is for; comma-separated list', 'as the domain names, else linux'))
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
  return collected(flags, `${about}; repeatable`).default([], 'none');
}

function collected(flags: string, about: string): Option {
  return new Option(flags, about).argParser((word: string, words: readonly string[]) => [...words, word]);
}
