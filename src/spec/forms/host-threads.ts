import { MOST_HOST_THREADS } from '../../../grammar/spec-keys.js';
import type { SpecPath } from '../../diagnostics/diagnostic.js';
import { CPUSET_PATTERN, hasRun, writeCpuset } from '../cpuset.js';
import { integerSchema, listSchema } from '../json-schema.js';
import { type Reading, reject } from '../reading.js';
import { arrayText, stringText } from '../toml-text.js';
import type { Form } from './form.js';
import { readInteger } from './integer.js';
import { readList } from './list.js';

const LAST_HOST_THREAD = BigInt(MOST_HOST_THREADS - 1);

/** An array of numbers, or a cpuset string as libvirt writes it. */
export const hostThreads: Form<'host-threads'> = {
  read(reading, value, path) {
    if (typeof value !== 'string') return readNumbers(reading, value, path);
    const threads = reading.cpusets(value);
    return 'why' in threads ? reject(reading, 'spec/bad-cpuset', path, { value, why: threads.why }) : threads;
  },
  // A cpuset where a range makes it shorter; a list that names a host thread twice has none.
  write(value) {
    const isSet = new Set(value).size === value.length;
    return isSet && hasRun(value) ? stringText(writeCpuset(value)) : arrayText(value.map(String));
  },
  schema: () => ({
    anyOf: [listSchema(integerSchema(0n, LAST_HOST_THREAD)), { type: 'string', pattern: CPUSET_PATTERN }],
  }),
  words: () => 'array of integers, or a cpuset',
};

function readNumbers(reading: Reading, value: unknown, path: SpecPath): readonly number[] | undefined {
  const wanted = 'an array of host threads like [4, 20], or a cpuset like "4,20"';
  return readList(reading, value, path, wanted, (r, element, at) => {
    const thread = readInteger(r, element, at, 0n, LAST_HOST_THREAD);
    return thread === undefined ? undefined : Number(thread);
  });
}
