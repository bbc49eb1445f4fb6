import { type Command, Option } from 'commander';
import { common, type Finish, outputName, usageError, variant } from '../../terminal/options.js';
import type { PreviewOptions } from './action.js';

export function addPreview(root: Command, finish: Finish): void {
  const command = root
    .command('preview')
    .description('Show the core, host thread, levels and rank of each vCPU')
    .argument('<spec>', 'TOML file, or - for standard input')
    .addOption(
      new Option('--svg <file>', 'Write a picture of the cores and their ranks; - for standard output').argParser(
        outputName,
      ),
    )
    .addOption(variant());
  common(command).action(async (spec: string, options: PreviewOptions) => {
    const { preview, previewUsageProblem } = await import('./action.js');
    const problem = previewUsageProblem(spec, options);
    if (problem) usageError(command, problem);
    finish(await preview(spec, options));
  });
}
