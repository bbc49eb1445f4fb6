// Every value of a spec, read by real guests: a selection in which every two choices meet.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { TCG_CPU_MODEL } from '../../src/boot/plan.js';
import { guestNeeds } from '../support/guest.js';
import { testWith } from '../support/outside.js';
import { bootText, DEFAULTS, reads, specText } from './spec-text.js';

const CHOICES = {
  kernel: ['6.1', '6.12'],
  controls: ['sink', 'none'],
  counters: ['msr', 'pm-timer', 'none'],
  machine: ['q35', 'pc'],
  threads: [1, 2],
} as const;

type Choice = keyof typeof CHOICES;
type Way = { readonly [C in Choice]: (typeof CHOICES)[C][number] };

const WAYS: readonly Way[] = [
  { counters: 'msr', kernel: '6.1', controls: 'sink', machine: 'q35', threads: 1 },
  { counters: 'msr', kernel: '6.12', controls: 'none', machine: 'pc', threads: 2 },
  { counters: 'pm-timer', kernel: '6.1', controls: 'sink', machine: 'pc', threads: 2 },
  { counters: 'pm-timer', kernel: '6.12', controls: 'none', machine: 'q35', threads: 1 },
  { counters: 'none', kernel: '6.1', controls: 'none', machine: 'q35', threads: 2 },
  { counters: 'none', kernel: '6.12', controls: 'sink', machine: 'pc', threads: 1 },
  // As most will have it, and beside it the one that differs in the machine.
  { counters: 'msr', kernel: '6.12', controls: 'sink', machine: 'q35', threads: 2 },
  { counters: 'pm-timer', kernel: '6.12', controls: 'sink', machine: 'pc', threads: 2 },
];

const HIGHEST_PERF = [166, 236, 176, 206];

test('every two choices meet in a guest', () => {
  const choices = Object.keys(CHOICES) as Choice[];
  const missing = choices.flatMap((a, i) =>
    choices
      .slice(i + 1)
      .flatMap((b) =>
        CHOICES[a].flatMap((one) =>
          CHOICES[b]
            .filter((other) => !WAYS.some((way) => way[a] === one && way[b] === other))
            .map((other) => `${a} ${one} with ${b} ${other}`),
        ),
      ),
  );
  assert.equal(missing, []);
});

for (const { kernel, controls, counters, machine, threads } of WAYS) {
  const name = `Linux ${kernel}, ${machine}, ${threads} threads, controls "${controls}", counters "${counters}"`;
  testWith(guestNeeds(kernel), name, async () => {
    const registers = [`controls = "${controls}"`, `counters = "${counters}"`];
    const cores = HIGHEST_PERF.slice(0, 4 / threads);
    const text = specText({ highestPerf: cores, threads, registers });
    const tried = await bootText(text, kernel, { machine });
    const highest = cores.flatMap((value) => Array.from({ length: threads }, () => String(value)));
    assert.equal(reads(tried, 'highest_perf'), highest);
    for (const [file, value] of Object.entries(DEFAULTS)) {
      assert.equal(reads(tried, file), Array(4).fill(String(value)), file);
    }
    const readable = counters === 'pm-timer';
    assert.equal(reads(tried, 'reference_perf'), Array(4).fill(readable ? '131' : null));
    assert.equal(reads(tried, 'wraparound_time'), Array(4).fill(readable ? '4' : null));
    assert.is(tried.booted.cpuModel, TCG_CPU_MODEL);
    const ranks = kernel === '6.12' && controls === 'sink';
    assert.equal(
      [...tried.booted.observation.ranking.values()],
      ranks ? highest : [],
      "amd-pstate's ranking, where it has one and loads",
    );
    assert.equal(tried.codes, [
      ...(readable ? [] : ['boot/counters-unreadable']),
      // Linux 6.12 reads the threads of AMD CPUs elsewhere, too.
      ...(kernel === '6.1' && threads === 2 ? ['boot/tcg-without-topoext'] : []),
      ...(ranks ? [] : ['boot/not-ranked']),
    ]);
  });
}

test.run();
