import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { counted, feedbackFindings, readFeedback } from '../../src/cpc/feedback.js';
import { toDiagnostic } from '../../src/cpc/rules/finding.js';
import { machineFacts } from '../../src/firmware/facts.js';
import { cpc, type Entries, msr, NULL, name, readTable } from '../firmware/packages.js';
import { cases } from '../support/cases.js';

const NUMBERS: Entries = {
  highest_perf: 2600n,
  nominal_perf: 2600n,
  lowest_nonlinear_perf: 800n,
  lowest_perf: 800n,
  reference_perf: 1000n,
  lowest_freq: 254n,
  nominal_freq: 825n,
};

const AMU: Entries = { ...NUMBERS, ...onlyCounters() };

function onlyCounters(): Entries {
  const controls = { desired_perf: NULL, min_perf: NULL, max_perf: NULL, perf_limited: NULL, enable: NULL };
  return {
    ...controls,
    energy_perf_preference: NULL,
    reference_counter: msr(1n, 64, 0),
    delivered_counter: msr(0n, 64, 0),
  };
}

interface Row {
  readonly name: string;
  readonly changes: Entries;
  readonly says: string;
}

/** From a public report: a core that is said to run at 2600 MHz, and a debug file that says 800 MHz. */
const REPORT = 'ref:746123548456952 del:600147015590292';

cases<Row>(
  'counters and a table',
  [
    {
      name: 'AMU counters',
      changes: AMU,
      says: 'del / ref is 0.804: performance 804 with reference_perf 1000, which Linux shows as 255 MHz; by the constant counter of 1000 MHz the core ran at 804 MHz',
    },
    {
      name: 'AMU counters and the reference_perf that fits',
      changes: { ...AMU, reference_perf: 3151n },
      says: 'del / ref is 0.804: performance 2534 with reference_perf 3151, which Linux shows as 804 MHz; by the constant counter of 1000 MHz the core ran at 804 MHz',
    },
    {
      name: 'MSRs',
      changes: NUMBERS,
      says: 'del / ref is 0.804: performance 804 with reference_perf 1000, which Linux shows as 255 MHz',
    },
    {
      name: 'a reference_perf of 0, for which Linux takes nominal_perf',
      changes: { ...NUMBERS, reference_perf: 0n },
      says: 'del / ref is 0.804: performance 2091 with reference_perf 2600, which Linux shows as 663 MHz',
    },
    {
      name: 'no reference_perf',
      changes: { ...NUMBERS, reference_perf: NULL },
      says: 'del / ref is 0.804: performance 2091 with reference_perf 2600, which Linux shows as 663 MHz',
    },
    {
      name: 'equal frequencies',
      changes: { ...NUMBERS, lowest_freq: 825n },
      says: 'del / ref is 0.804: performance 804 with reference_perf 1000, which Linux shows as 255 MHz',
    },
    {
      name: 'no frequencies',
      changes: { ...NUMBERS, lowest_freq: 0n },
      says: 'del / ref is 0.804: performance 804 with reference_perf 1000',
    },
    {
      name: 'a nominal_perf in a register',
      changes: { ...NUMBERS, nominal_perf: msr(0xc00102b0n, 8, 16), reference_perf: NULL },
      says: 'del / ref is 0.804 of reference_perf, for which the table has no number',
    },
  ],
  ({ changes, says }) => {
    const { cpc: packages } = machineFacts([readTable([name('\\C000._CPC', cpc(changes))])]);
    const feedback = counted(readFeedback(REPORT));
    assert.ok(feedback);
    const messages = feedbackFindings(packages, feedback).map((one) => toDiagnostic(one, undefined, {}).message);
    assert.equal(messages, [says]);
  },
);

test('readings in a text', () => {
  assert.equal(readFeedback('cpu0/feedback_ctrs:ref:10 del:5\nref:110 del:136\n'), [
    { reference: 10n, delivered: 5n },
    { reference: 110n, delivered: 136n },
  ]);
  assert.equal(readFeedback('ref:10,del:5'), [{ reference: 10n, delivered: 5n }]);
  assert.equal(readFeedback('ref:x del:5'), []);
});

test('of two readings the difference counts', () => {
  assert.equal(counted(readFeedback('ref:10 del:5 ref:110 del:136')), { reference: 100n, delivered: 131n });
  assert.is(counted([]), undefined);
});

test.run();
