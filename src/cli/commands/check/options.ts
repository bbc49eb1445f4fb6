import { type Command, InvalidArgumentError, Option } from 'commander';
import { counted, type Feedback, readFeedback } from '../../../cpc/feedback.js';
import { common, type Finish, guests, hostOptions, variant } from '../../terminal/options.js';
import type { CheckOptions } from './action.js';

export function addCheck(root: Command, finish: Finish): void {
  const command = root
    .command('check')
    .description('Check specs and tables against the rules; write nothing')
    .argument(
      '<file...>',
      'Specs (TOML), tables of one machine (.aml, acpidump text), archives or folders; - for standard input',
    )
    .addOption(guests())
    .addOption(new Option('--cpu <model>', 'QEMU CPU model of the guest (default: cpu_model of the spec)'))
    .addOption(
      new Option(
        '--feedback-ctrs <text>',
        'Say which speed the text of acpi_cppc/feedback_ctrs means with these tables; twice: between two readings',
      ).argParser(feedbackOf),
    )
    .addOption(variant());
  common(hostOptions(command)).action(async (files: string[], options: CheckOptions) => {
    const { check } = await import('./action.js');
    finish(await check(files, options));
  });
}

/** All readings so far. */
function feedbackOf(text: string, before: readonly Feedback[] = []): readonly Feedback[] {
  const readings = readFeedback(text);
  if (readings.length === 0) throw new InvalidArgumentError("Write it as Linux shows it: 'ref:7461 del:6001'.");
  const all = [...before, ...readings];
  const sum = counted(all);
  if (!sum || sum.reference <= 0n || sum.delivered < 0n)
    throw new InvalidArgumentError('The counters must grow: give the earlier reading first.');
  return all;
}
