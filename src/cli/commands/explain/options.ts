import type { Command } from 'commander';
import { common, type Finish, usageError } from '../../terminal/options.js';
import type { CommonOptions } from '../../terminal/report.js';

export function addExplain(root: Command, finish: Finish): void {
  const command = root
    .command('explain')
    .description('Explain a diagnostic: severity, source and an example; without a code, list all codes')
    .argument(
      '[code]',
      'Code in brackets, such as cpc/level-order; or "counters": the cost of reading APERF and MPERF',
    );
  common(command).action(async (code: string | undefined, options: CommonOptions) => {
    const { explain, explainUsageProblem, listCodes } = await import('./action.js');
    if (code === undefined) return finish(listCodes(options));
    const problem = explainUsageProblem(code);
    if (problem) usageError(command, problem);
    finish(explain(code, options));
  });
}
