import type { Command } from 'commander';
import { common, type Finish, usageError } from '../../terminal/options.js';
import type { CommonOptions } from '../../terminal/report.js';

export function addExplain(root: Command, finish: Finish): void {
  const command = root
    .command('explain')
    .description('Explain a diagnostic: severity, source and an example')
    .argument(
      '<code>',
      'Code in brackets, such as cpc/level-order; or "counters": the cost of reading APERF and MPERF',
    );
  common(command).action(async (code: string, options: CommonOptions) => {
    const { explain, explainUsageProblem } = await import('./action.js');
    const problem = explainUsageProblem(code);
    if (problem) usageError(command, problem);
    finish(explain(code, options));
  });
}
