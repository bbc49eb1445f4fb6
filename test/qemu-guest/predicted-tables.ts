// Tables for the processors of one guest, a table each: what `check --guest` predicts, and what the booted kernel does.

import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { bootGuest, guestNeeds, inTemporaryFolder } from '../support/guest.js';
import { type KernelSeries, kernelsFrom, testWith } from '../support/outside.js';
import { accepted, compileTo, cpc, OSC, processor, psd, type Verdict, verdictsOf } from './asl-tables.js';

export interface TableCase {
  readonly name: string;
  /** ASL within the processor's Scope. */
  readonly objects: string;
}

export function elements(name: string, of: readonly string[], declared?: number): TableCase {
  return { name, objects: `${cpc(of, declared)}\n${psd()}` };
}

/** test/set-up.sh downloads 6.1 and 6.12; other kernels beside them are booted, too. */
const KERNELS = kernelsFrom('6.0', '6.1', '6.12');

type Predictions = readonly Readonly<Record<string, Verdict>>[];

/** One test for each kernel, with one processor for each table. */
export function predictTables(title: string, cases: readonly TableCase[]): void {
  let predictions: Promise<Predictions> | undefined;
  for (const kernel of KERNELS) {
    testWith([...guestNeeds(kernel), 'iasl'], `Linux ${kernel} ${title}`, async () => {
      predictions ??= predict(cases);
      const [verdicts, report] = [await predictions, await boot(kernel, cases)];
      const answers = cases.map(({ name }, vcpu) => ({
        name,
        check: verdicts[vcpu]?.[`linux-${kernel}`] !== 'refused',
        kernel: accepted(report, vcpu),
      }));
      assert.equal(
        answers.filter((one) => one.check !== one.kernel),
        [],
      );
    });
  }
}

/** The verdicts of `check` for each table and kernel, from one run. */
function predict(cases: readonly TableCase[]): Promise<Predictions> {
  return inTemporaryFolder(async (folder) => {
    await compileTo(folder, 'osc', OSC);
    const all: Readonly<Record<string, Verdict>>[] = [];
    for (const [vcpu, { objects }] of cases.entries()) {
      await compileTo(folder, 'case', processor(vcpu, objects));
      all.push(await verdictsOf(KERNELS, ['case.aml', 'osc.aml'], folder));
    }
    return all;
  });
}

function boot(kernel: KernelSeries, cases: readonly TableCase[]) {
  return inTemporaryFolder(async (folder) => {
    await compileTo(folder, 'osc', OSC);
    for (const [vcpu, { objects }] of cases.entries())
      await compileTo(folder, `case-${vcpu}`, processor(vcpu, objects));
    const tables = ['osc', ...cases.map((_, vcpu) => `case-${vcpu}`)].map((name) => join(folder, `${name}.aml`));
    return bootGuest({ kernel, acpiTables: tables, smp: String(cases.length) });
  });
}
