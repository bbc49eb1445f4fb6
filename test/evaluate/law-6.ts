// Law 6 for one table of random methods.

import { encodeTable } from '../../src/aml/table.js';
import { Random } from '../support/random.js';
import { acpiexecAnswers, CorruptError, ourAnswers, pathsPerRun } from './acpiexec.js';
import { randomCode } from './random-code.js';

export const METHODS = 60;

export interface Comparison {
  readonly compared: number;
  /** Of these, values and no errors. */
  readonly values: number;
  /** acpiexec has lost count of its references, and its answers say nothing. */
  readonly corrupt: boolean;
  /** The path, with both answers. */
  readonly difference?: string;
}

const CORRUPT: Comparison = { compared: 0, values: 0, corrupt: true };

export function tableOfSeed(seed: number): { readonly bytes: Uint8Array; readonly paths: readonly string[] } {
  const { table, paths } = randomCode(new Random(seed), METHODS);
  return { bytes: encodeTable(table), paths: paths.slice(0, pathsPerRun(4)) };
}

export async function compareSeed(seed: number): Promise<Comparison> {
  const { bytes, paths } = tableOfSeed(seed);
  const fill = seed % 3;
  try {
    const found = await differenceIn(bytes, paths, fill);
    const values = ourAnswers([bytes], paths, fill).filter((one) => !one.startsWith('AE_')).length;
    if (found === undefined) return { compared: paths.length, values, corrupt: false };
    const difference = await confirmed(bytes, paths.slice(0, found + 1), fill);
    return difference ? { compared: paths.length, values, corrupt: false, difference } : CORRUPT;
  } catch (error) {
    if (error instanceof CorruptError) return CORRUPT;
    throw error;
  }
}

/** The index of the first path with different answers. */
async function differenceIn(bytes: Uint8Array, paths: readonly string[], fill: number): Promise<number | undefined> {
  const theirs = await acpiexecAnswers([bytes], paths, fill);
  const ours = ourAnswers([bytes], paths, fill);
  const at = paths.findIndex((_, i) => theirs[i] !== ours[i]);
  return at < 0 ? undefined : at;
}

/** So many methods before the one that differs must be enough to see it again. */
const BEFORE = [0, 1, 2, 4, 8, 16, 24, 32];

/**
 * acpiexec also uses freed memory without a word, after many methods: in about one table of a hundred, one Integer then
 * has another value. A difference counts when it is there again behind fewer methods.
 */
async function confirmed(bytes: Uint8Array, paths: readonly string[], fill: number): Promise<string | undefined> {
  for (const before of BEFORE.filter((one) => one < paths.length - 1)) {
    const some = paths.slice(-before - 1);
    const at = await differenceIn(bytes, some, fill).catch((error: unknown) => {
      if (error instanceof CorruptError) return undefined;
      throw error;
    });
    if (at === undefined || (await isCorrupt(bytes, some.slice(0, at), fill))) continue;
    const [theirs, ours] = [await acpiexecAnswers([bytes], some, fill), ourAnswers([bytes], some, fill)];
    return `${some[at]} behind ${at} of ${some[0]}…, regions ${fill}\nacpiexec ${theirs[at]}\nours     ${ours[at]}`;
  }
  return undefined;
}

/** Names that random code writes. */
const NAMES = ['INT0', 'INT1', 'INT2', 'STR0', 'STR1', 'BUF0', 'BUF1', 'BUF2', 'PKG0', 'PKG1', 'PKG2'];

/**
 * Whether a Name has lost its object after these methods: acpiexec frees it too early, as in seed 5348. DerefOf (RefOf
 * (PKG2)) then finds nothing, or another object, and does not say why; evaluating the Name says so.
 */
async function isCorrupt(bytes: Uint8Array, before: readonly string[], fill: number): Promise<boolean> {
  try {
    const answers = await acpiexecAnswers([bytes], [...before, ...NAMES.map((name) => `\\${name}`)], fill);
    // Evaluating a Name cannot fail so while its object is its own.
    return answers.slice(before.length).includes('AE_AML_OPERAND_TYPE');
  } catch (error) {
    if (error instanceof CorruptError) return true;
    throw error;
  }
}
