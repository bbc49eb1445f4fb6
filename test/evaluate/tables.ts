import { PERFORMANCE_NAMES } from '../../grammar/predefined-names.js';
import { signatureOf } from '../../src/firmware/concatenated.js';
import { acpiexecAnswers, ourAnswers, pathsPerRun } from './acpiexec.js';
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
  const longest = Math.max(1, ...paths.map((path) => path.length));
  const some = paths.slice(0, pathsPerRun(longest));
  if (some.length === 0) return { equal: 0, different: [] };
  const theirs = await acpiexecAnswers(all, some, fill);
  const ours = ourAnswers(all, some, fill);
  const different = some.flatMap((path, i) =>
    theirs[i] === ours[i] ? [] : [`${path} with ${fill}\nacpiexec ${theirs[i]}\nours     ${ours[i]}`],
  );
  return { equal: some.length - different.length, different };
}
