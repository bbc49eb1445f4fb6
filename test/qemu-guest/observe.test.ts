// `observe` asks QEMU's guest agent in the guest that `boot` makes, and says what `boot` says.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PORTS, plannedGuest, withAgents } from '../support/agent-guest.js';
import { cppcAcpi } from '../support/command-line.js';
import { guestNeeds, inTemporaryFolder } from '../support/guest.js';
import { outside, testWith } from '../support/outside.js';
import { specText } from './spec-text.js';

const HIGHEST_PERF = [166, 236, 176, 206];

interface Row {
  readonly name: string;
  readonly spec: string;
  readonly ok: boolean;
  readonly ranked: boolean;
  readonly because: readonly string[];
}

const spec = specText({ highestPerf: HIGHEST_PERF });

// biome-ignore format: a row a line
const rows: readonly Row[] = [
  { name: 'a table that ranks', spec, ok: true, ranked: true, because: [] },
  { name: 'a table that is accepted without ranking', spec: spec.replace('[guest]', '[guest]\ncpu_model = "Skylake-Server"'), ok: true, ranked: false, because: ['not-ranked'] },
  { name: 'a table that is refused', spec: spec.replace('[table]', '[table]\nobjects = ["_CPC", "_PSD"]'), ok: false, ranked: false, because: ['not-ranked'] },
];

for (const { name, spec: text, ok, ranked, because } of rows) {
  testWith([...guestNeeds('6.12'), 'guest-agent'], `observe says what boot says: ${name}`, async () => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'spec.toml'), text);
      const ofBoot = await facts(cwd, ['boot', 'spec.toml', '--accel', 'tcg', '--kernel', outside('kernel 6.12')]);
      assert.equal([ofBoot.ok, ofBoot.ranked, ofBoot.because], [ok, ranked, because.map((code) => `boot/${code}`)]);
      await withAgents(cwd, await plannedGuest(text, '6.12'), async () => {
        for (const port of [PORTS.all, PORTS.files]) {
          const { because: codes, log, ...seen } = await observed(cwd, port);
          const { because: _, log: ofKernel, ...expected } = ofBoot;
          assert.equal(seen, expected, port);
          assert.equal(
            codes,
            because.map((code) => `observe/${code}`),
            port,
          );
          assert.equal(log.map(withoutAddress), port === PORTS.files ? [] : ofKernel.map(withoutAddress));
        }
        const { diagnostics } = await observed(cwd, PORTS.none);
        assert.equal(
          diagnostics?.map(({ code }) => code),
          ['observe/agent-error'],
        );
        assert.match(diagnostics?.[0]?.message ?? '', 'does not run programs');
      });
    });
  });
}

test.run();

interface Facts {
  readonly ok: boolean;
  readonly ranked: boolean | null;
  readonly because: readonly string[];
  readonly processors: readonly object[];
  readonly driver: string | null;
  readonly ranking: readonly number[] | null;
  readonly itmt: boolean | null;
  readonly log: readonly string[];
  readonly diagnostics?: readonly { readonly code: string; readonly message: string }[];
}

function observed(cwd: string, port: string): Promise<Facts> {
  return facts(cwd, ['observe', 'spec.toml', '--agent', `${port}.sock`], port === PORTS.none);
}

/** What both commands say of a guest. */
async function facts(cwd: string, args: readonly string[], all = false): Promise<Facts> {
  const { stdout, stderr } = await cppcAcpi([...args, '--json'], { cwd, timeoutMs: 120_000 });
  assert.is(stderr, '');
  const { ok, ranked, because, processors, driver, ranking, itmt, log, diagnostics } = JSON.parse(stdout) as Facts;
  const common = { ok, ranked, because, processors, driver, ranking, itmt, log };
  return all && diagnostics ? { ...common, diagnostics } : common;
}

/** The firmware puts the table elsewhere when the guest has one more device. */
function withoutAddress(line: string): string {
  return line.replace(/0x[0-9A-F]{16}/, '');
}
