// Looks for inputs that break what must hold for every input; `make fuzz SECONDS=60 SEED=1` runs it.
//
//   node build/test/fuzz/run.js --seconds 60 --seed 1                 every target, so long in all
//   node build/test/fuzz/run.js --seed 1 --target aml --round 123     one round again

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type CampaignResult, runCampaign } from './campaign.js';
import { TARGETS } from './targets.js';

const FOLDER = fileURLToPath(new URL('../../fuzz', import.meta.url));

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000) % 1_000_000) },
    target: { type: 'string' },
    round: { type: 'string' },
  },
});
const [seconds, seed] = [numberOf('seconds', values.seconds), numberOf('seed', values.seed)];
const round = values.round === undefined ? undefined : numberOf('round', values.round);
const chosen = TARGETS.filter(({ name }) => values.target === undefined || name === values.target);
if (chosen.length === 0) fail(`--target ${values.target}: there are ${TARGETS.map(({ name }) => name).join(', ')}`);

const lanes = Math.min(chosen.length, availableParallelism());
const each = (seconds * lanes) / chosen.length;
process.stdout.write(`seed ${seed}, ${seconds} s, ${chosen.map(({ name }) => name).join(' ')}\n`);
const waiting = [...chosen];
let found = 0;
await Promise.all(Array.from({ length: lanes }, lane));
process.stdout.write(found === 0 ? 'nothing found\n' : `${found} found; the inputs are in build/fuzz/\n`);
process.exitCode = found === 0 ? 0 : 1;

async function lane(): Promise<void> {
  for (let target = waiting.shift(); target; target = waiting.shift()) {
    const span = round === undefined ? { seconds: each } : { firstRound: round, rounds: 1 };
    const result = await runCampaign({ ...target, ...span, seed, folder: FOLDER });
    found += result.findings.length;
    tell(target.name, result);
  }
}

function tell(name: string, { rounds, findings, slowestMs, slowestRound }: CampaignResult): void {
  process.stdout.write(`${name}: ${rounds} rounds, slowest ${slowestMs} ms (round ${slowestRound})\n`);
  for (const one of findings) {
    process.stdout.write(`\nFOUND ${name}, again with: make fuzz SEED=${seed} TARGET=${name} ROUND=${one.round}\n`);
    process.stdout.write(`${one.error.split('\n').slice(0, 12).join('\n')}\n${one.files.join('\n')}\n\n`);
  }
}

function numberOf(name: string, text: string): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : fail(`--${name} ${text}: give a number`);
  return number;
}

function fail(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}
