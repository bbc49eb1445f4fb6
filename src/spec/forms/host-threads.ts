import { MOST_HOST_THREADS } from '../../../grammar/spec-keys.js';
import type { SpecPath } from '../../diagnostics/diagnostic.js';
import { CPUSET_PATTERN, hasRun, writeCpuset } from '../cpuset.js';
import { integerSchema, listSchema } from '../json-schema.js';
import { type Reading, reject } from '../reading.js';
import { arrayText, stringText } from '../toml-text.js';
import type { Form } from './form.js';
import { readInteger } from './integer.js';
import { readList } from './list.js';

export const LAST_HOST_THREAD = BigInt(MOST_HOST_THREADS - 1);

/** An array of numbers, or a cpuset string as libvirt writes it. */
export const hostThreads: Form<'host-threads'> = {
  read: (reading, value, path) =>
    typeof value === 'string' ? readCpusetText(reading, value, path) : readNumbers(reading, value, path),
  write: writeThreads,
  schema: () => ({
    anyOf: [listSchema(integerSchema(0n, LAST_HOST_THREAD)), { type: 'string', pattern: CPUSET_PATTERN }],
  }),
  words: () => 'array of integers, or a cpuset',
};

/** The host threads of a cpuset, in the order of the text. */
export function readCpusetText(reading: Reading, value: string, path: SpecPath): readonly number[] | undefined {
  const threads = reading.cpusets(value);
  return 'why' in threads ? reject(reading, 'spec/bad-cpuset', path, { value, why: threads.why }) : threads;
}

/** A cpuset where a range makes it shorter; a list that names a host thread twice has none. */
export function writeThreads(threads: readonly number[]): string {
  const isSet = new Set(threads).size === threads.length;
  return isSet && hasRun(threads) ? stringText(writeCpuset(threads)) : arrayText(threads.map(String));
}

function readNumbers(reading: Reading, value: unknown, path: SpecPath): readonly number[] | undefined {
  const wanted = 'an array of host threads like [4, 20], or a cpuset like "4,20"';
  return readList(reading, value, path, wanted, (r, element, at) => {
    const thread = readInteger(r, element, at, 0n, LAST_HOST_THREAD);
    return thread === undefined ? undefined : Number(thread);
  });
}
