// Law 6 for one table of random methods.

import { encodeTable } from '../../src/aml/table.js';
import { Random } from '../support/random.js';
import { acpiexecAnswers, LeftOutError, ourAnswers } from './acpiexec.js';
import { randomCode } from './random-code.js';

export const METHODS = 60;

export interface Comparison {
  readonly compared: number;
  /** Of these, values and no errors. */
  readonly values: number;
  /** Methods in which neither ends: a circle of references. */
  readonly endless: number;
  /** Why the answers of acpiexec say nothing; then nothing is compared. */
  readonly leftOut?: LeftOutError['why'];
  /** The path, with both answers. */
  readonly difference?: string;
}

const NOTHING = { compared: 0, values: 0, endless: 0 } as const;

/** What is asked: the paths in one machine, one after the other. */
interface Asked {
  readonly bytes: Uint8Array;
  readonly paths: readonly string[];
  readonly fill: number;
}

export function tableOfSeed(seed: number): { readonly bytes: Uint8Array; readonly paths: readonly string[] } {
  const { table, paths } = randomCode(new Random(seed), METHODS);
  return { bytes: encodeTable(table), paths };
}

export async function compareSeed(seed: number): Promise<Comparison> {
  try {
    return await compared({ ...tableOfSeed(seed), fill: seed % 3 });
  } catch (error) {
    if (error instanceof LeftOutError) return { ...NOTHING, leftOut: error.why };
    throw error;
  }
}

async function compared(asked: Asked): Promise<Comparison> {
  const { ending, endless, difference } = await withoutEndless(asked);
  if (difference) return { ...NOTHING, difference };
  const found = await differenceIn(ending);
  const values = ours(ending).filter((one) => !one.startsWith('AE_')).length;
  const numbers = { compared: ending.paths.length, values, endless };
  if (found === undefined) return numbers;
  const confirmed = await confirmedDifference({ ...ending, paths: ending.paths.slice(0, found + 1) });
  return confirmed ? { ...numbers, difference: confirmed } : { ...NOTHING, leftOut: 'corrupt' };
}

function ours({ bytes, paths, fill }: Asked): string[] {
  return ourAnswers([bytes], paths, fill);
}

/** Long enough for what ends. */
const ENDLESS_MS = 5000;

/** The paths that end. What `evaluate` gives up, acpiexec must not answer. */
async function withoutEndless(asked: Asked): Promise<{ ending: Asked; endless: number; difference?: string }> {
  let ending = asked;
  for (let endless = 0; ; endless++) {
    const answers = ours(ending);
    const at = answers.findIndex((one) => one.startsWith('not followed'));
    const path = ending.paths[at];
    if (path === undefined) return { ending, endless };
    const paths = ending.paths.slice(0, at + 1);
    const theirs = await answersIfAny({ ...ending, paths });
    if (theirs) return { ending, endless, difference: `${path}\nacpiexec ${theirs[at]}\nours     ${answers[at]}` };
    ending = { ...ending, paths: ending.paths.filter((one) => one !== path) };
  }
}

async function answersIfAny({ bytes, paths, fill }: Asked): Promise<string[] | undefined> {
  try {
    return await acpiexecAnswers([bytes], paths, fill, ENDLESS_MS);
  } catch (error) {
    if (error instanceof LeftOutError) return undefined;
    throw error;
  }
}

/** The index of the first path with different answers. */
async function differenceIn(asked: Asked): Promise<number | undefined> {
  const theirs = await acpiexecAnswers([asked.bytes], asked.paths, asked.fill);
  const answers = ours(asked);
  const at = asked.paths.findIndex((_, i) => theirs[i] !== answers[i]);
  return at < 0 ? undefined : at;
}

/** So many methods before the one that differs must be enough to see it again. */
const BEFORE = [0, 1, 2, 4, 8, 16, 24, 32];

/**
 * acpiexec also uses freed memory without a word, after many methods: in about one table of a hundred, one Integer then
 * has another value. A difference counts when it is there again behind fewer methods.
 */
async function confirmedDifference(asked: Asked): Promise<string | undefined> {
  for (const before of BEFORE.filter((one) => one < asked.paths.length - 1)) {
    const some = { ...asked, paths: asked.paths.slice(-before - 1) };
    const at = await differenceIn(some).catch((error: unknown) => {
      if (error instanceof LeftOutError) return undefined;
      throw error;
    });
    if (at === undefined || (await isCorrupt({ ...some, paths: some.paths.slice(0, at) }))) continue;
    const theirs = await acpiexecAnswers([asked.bytes], some.paths, asked.fill);
    const [first, path] = [some.paths[0], some.paths[at]];
    return `${path} behind ${at} of ${first}…, regions ${asked.fill}\nacpiexec ${theirs[at]}\nours     ${ours(some)[at]}`;
  }
  return undefined;
}

/** Names that random code writes. */
const NAMES = ['INT0', 'INT1', 'INT2', 'STR0', 'STR1', 'BUF0', 'BUF1', 'BUF2', 'PKG0', 'PKG1', 'PKG2'];

/**
 * Whether a Name has lost its object after these methods: acpiexec frees it too early, as in seed 5348. DerefOf (RefOf
 * (PKG2)) then finds nothing, or another object, and does not say why; evaluating the Name says so.
 */
async function isCorrupt({ bytes, paths, fill }: Asked): Promise<boolean> {
  try {
    const answers = await acpiexecAnswers([bytes], [...paths, ...NAMES.map((name) => `\\${name}`)], fill);
    // Evaluating a Name cannot fail so while its object is its own.
    return answers.slice(paths.length).includes('AE_AML_OPERAND_TYPE');
  } catch (error) {
    if (error instanceof LeftOutError) return true;
    throw error;
  }
}
