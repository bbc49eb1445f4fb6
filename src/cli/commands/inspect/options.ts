import { type Command, Option } from 'commander';
import { common, type Finish } from '../../terminal/options.js';
import type { InspectOptions } from './action.js';

export function addInspect(root: Command, finish: Finish): void {
  const command = root
    .command('inspect')
    .description("Show what _CPC, _PSD, _PCT and _PSS of each processor are in any firmware's tables")
    .argument(
      '<file...>',
      'Tables (.aml) of one machine, acpidump texts, archives of --emit initrd or folders such as /sys/firmware/acpi/tables; - for standard input',
    )
    .addOption(new Option('--hex', 'Show the annotated bytes of each package').conflicts('json'))
    .addOption(
      new Option('--all', 'With --hex: show the bytes of whole tables').implies({ hex: true }).conflicts('json'),
    );
  common(command).action(async (files: string[], options: InspectOptions) => {
    const { inspect } = await import('./action.js');
    finish(await inspect(files, options));
  });
}
