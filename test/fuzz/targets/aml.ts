// Bytes of tables: any bytes are decoded without loss and shown.

import { encodeTable } from '../../../src/aml/table.js';
import { withValidHeader } from '../../support/bytes.js';
import { Random, randomTable } from '../../support/random.js';
import { GUESTS } from '../../support/spec-and-bytes.js';
import { tables } from '../corpus.js';
import { readFirmwareBytes } from '../firmware.js';
import { mutatedBytes } from '../mutate.js';
import { bytesIn, type FuzzInput, type Target } from '../target.js';

const corpus = await tables();

export const TARGET: Target = { name: 'aml', extension: 'aml', make, check };

function make(random: Random): FuzzInput {
  const choice = random.below(2 ** 31);
  const start = random.below(4) === 0 ? encodeTable(randomTable(random)) : random.one(corpus);
  const damaged = random.below(8) === 0 ? start : mutatedBytes(start, random, corpus);
  const several = random.below(6) === 0 ? Buffer.concat([damaged, random.one(corpus)]) : damaged;
  const whole = random.below(2) === 0 && several.length >= 36 ? withValidHeader(several) : several;
  if (random.below(2) === 0) whole.set(new TextEncoder().encode('SSDT').subarray(0, whole.length), 0);
  return { content: Uint8Array.from(whole), choice };
}

async function check(input: FuzzInput): Promise<void> {
  const random = new Random(input.choice);
  await readFirmwareBytes('fuzzed.aml', bytesIn(input), {
    guests: GUESTS,
    cpu: random.one([undefined, 'host', 'EPYC-Milan', 'Skylake-Server']),
    other: random.one(corpus),
  });
}
