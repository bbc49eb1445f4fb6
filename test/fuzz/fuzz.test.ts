// A few rounds of every target with a fixed seed, and that what is broken is found: `make fuzz` looks for longer.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { type Campaign, type CampaignResult, runCampaign } from './campaign.js';
import { TARGETS } from './targets.js';

const ROUNDS = 40;
const BROKEN = { name: 'broken', extension: 'txt', module: new URL('./made-up/broken.js', import.meta.url).href };

async function campaign(
  of: Omit<Campaign, 'folder'>,
  check: (result: CampaignResult, folder: string) => void = () => {},
): Promise<CampaignResult> {
  const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-test-'));
  try {
    const result = await runCampaign({ ...of, folder });
    check(result, folder);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

cases('fuzz, a few rounds', TARGETS, async (target) => {
  const { rounds, findings } = await campaign({ ...target, seed: 1, rounds: ROUNDS });
  assert.equal(
    findings.map(({ round, error }) => `round ${round}: ${error}`),
    [],
  );
  assert.is(rounds, ROUNDS);
});

/** Of this seed, twelve rounds have every kind of failure, and sound rounds after each. */
const BROKEN_ROUNDS = 12;
const BROKEN_RUN = { ...BROKEN, seed: 7, rounds: BROKEN_ROUNDS };

const FOUND = await campaign({ ...BROKEN_RUN, hangsAfterMs: 1500, memoryMb: 64 }, (result, folder) => {
  for (const { round, error, files } of result.findings) {
    if (!error.includes('there is an x')) continue;
    assert.is(readFileSync(join(folder, `broken-7-${round}.small.txt`), 'utf8'), 'x');
    assert.equal(files.length, 2);
  }
});

test('fuzz: what is thrown, does not end or exhausts the memory is found, and the rounds behind it run', () => {
  const kinds = ['there is an x', 'did not end', 'memory limit'];
  for (const kind of kinds)
    assert.ok(
      FOUND.findings.some(({ error }) => error.includes(kind)),
      kind,
    );
  assert.is(FOUND.rounds, BROKEN_ROUNDS);
});

test('fuzz: a round is the same alone', async () => {
  const [first] = FOUND.findings.filter(({ error }) => error.includes('there is an x'));
  const again = await campaign({ ...BROKEN, seed: 7, firstRound: first?.round ?? 0, rounds: 1 });
  assert.is(again.findings[0]?.round, first?.round);
});

test.run();
