import { PERFORMANCE_NAMES } from '../../grammar/predefined-names.js';
import { signatureOf } from '../../src/firmware/concatenated.js';
import { acpiexecAnswers, ourAnswers } from './acpiexec.js';
import { machine } from './sources.js';
import { stubDsdt } from './stub.js';

/** What acpiexec and `evaluate` say differently of the processors' objects; how many they say the same of. */
export async function law6Of(
  tables: readonly Uint8Array[],
  fill: number,
): Promise<{ readonly equal: number; readonly different: readonly string[] }> {
  const all = tables.some((table) => signatureOf(table) === 'DSDT') ? tables : [stubDsdt(machine(tables)), ...tables];
  const made = machine(all);
  const paths = made.processors
    .flatMap(({ path }) => PERFORMANCE_NAMES.map((name) => `${path}.${name}`))
    .filter((path) => made.has(path));
  if (paths.length === 0) return { equal: 0, different: [] };
  const theirs = await acpiexecAnswers(all, paths, fill);
  const ours = ourAnswers(all, paths, fill);
  const different = paths.flatMap((path, i) =>
    theirs[i] === ours[i] ? [] : [`${path} with ${fill}\nacpiexec ${theirs[i]}\nours     ${ours[i]}`],
  );
  return { equal: paths.length - different.length, different };
}
