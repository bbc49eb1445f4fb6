// The counters, by which a guest could tell how fast a core was.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { guestNeeds } from '../support/guest.js';
import { testWith } from '../support/outside.js';
import { bootText, reads, specText } from './spec-text.js';

for (const counters of ['pm-timer', 'msr'] as const) {
  const name = counters === 'msr' ? 'are not readable by MSR' : 'run by the power management timer';
  testWith(guestNeeds('6.12'), `feedback_ctrs ${name}`, async () => {
    const registers = [`counters = "${counters}"`];
    const tried = await bootText(specText({ highestPerf: [166, 236], registers }), '6.12');
    for (const text of reads(tried, 'feedback_ctrs')) {
      if (counters === 'msr') assert.is(text, null);
      else assert.match(text ?? '', /^ref:[1-9]\d* del:[1-9]\d*$/);
    }
    assert.is(tried.codes.includes('boot/counters-unreadable'), counters === 'msr');
  });
}

test.run();
