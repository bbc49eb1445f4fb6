import type { SpecPath } from '../../diagnostics/diagnostic.js';
import { ascending, CPUSET_PATTERN, cpusetText } from '../cpuset.js';
import { integerSchema, listSchema } from '../json-schema.js';
import { type Reading, wrongType } from '../reading.js';
import type { SpecPin } from '../spec.js';
import { arrayText, stringText } from '../toml-text.js';
import type { Form } from './form.js';
import { LAST_HOST_THREAD, readCpusetText, writeThreads } from './host-threads.js';
import { integerOf, readInteger } from './integer.js';
import { readList } from './list.js';

const WANTED = 'an array of host threads like [4, 20] or ["4,20", "5,21"], or a cpuset like "4,20"';

/** One pin for each vCPU of a core: a number or a cpuset. A string instead of the array is a list of single host threads. */
export const pins: Form<'pins'> = {
  read: (reading, value, path) =>
    typeof value === 'string'
      ? readCpusetText(reading, value, path)
      : readList<SpecPin>(reading, value, path, WANTED, readPin),
  write: (value) => (isSingle(value) ? writeThreads(value) : arrayText(value.map(writePin))),
  schema: () => {
    const cpuset = { type: 'string', pattern: CPUSET_PATTERN };
    return { anyOf: [listSchema({ anyOf: [integerSchema(0n, LAST_HOST_THREAD), cpuset] }), cpuset] };
  },
  words: () => 'array of integers and cpusets, or a cpuset',
};

function readPin(reading: Reading, value: unknown, path: SpecPath): SpecPin | undefined {
  if (typeof value === 'string') {
    const threads = readCpusetText(reading, value, path);
    const [first, second] = threads ?? [];
    return threads && second !== undefined ? ascending(threads) : first;
  }
  if (integerOf(value) === undefined) return wrongType(reading, value, path, 'an integer, or a cpuset like "4,20"');
  const thread = readInteger(reading, value, path, 0n, LAST_HOST_THREAD);
  return thread === undefined ? undefined : Number(thread);
}

function isSingle(pins: readonly SpecPin[]): pins is readonly number[] {
  return pins.every((pin) => typeof pin === 'number');
}

function writePin(pin: SpecPin): string {
  return typeof pin === 'number' ? String(pin) : stringText(cpusetText(pin));
}
