import { CPC_LEVELS } from '../../grammar/cpc.js';
import { U64_MAX } from '../../grammar/limits.js';
import { type ACPI_CPPC_FILES, NO_WRAPAROUND_TIME } from '../../grammar/linux.js';
import { LEVEL_KEYS } from '../../grammar/spec-keys.js';
import { whyNot } from './file-reader.js';
import { isUnread, type Tree, type Unread } from './tree.js';

/** Files of `acpi_cppc` that hold one number. In a spec, guaranteed_perf can only be a register. ACPI 6.6 §8.4.6.1.1.5. */
export type HostKey = Exclude<(typeof ACPI_CPPC_FILES)[number]['file'], 'feedback_ctrs'>;

/** The files of `acpi_cppc` of one CPU, without values that mean "not reported". */
export type HostNumbers = ReadonlyMap<HostKey, bigint>;

/** Every CPU that has numbers has all four levels. */
export function highestOf(numbers: HostNumbers): bigint {
  const highest = numbers.get('highest_perf');
  if (highest === undefined) throw new Error('the numbers of a CPU lack highest_perf');
  return highest;
}

/** In the order of a spec. Linux: Documentation/admin-guide/acpi/cppc_sysfs.rst. */
export const CPPC_FILES: readonly HostKey[] = [...LEVEL_KEYS.map(({ key }) => key), 'guaranteed_perf'];

/** A guest needs these four levels. */
const NEEDED: readonly HostKey[] = CPC_LEVELS;

interface UnreadFile {
  readonly key: HostKey;
  readonly why: string;
}

/** The numbers of one CPU, and the files that should have been readable. */
export interface CppcFiles {
  readonly numbers?: HostNumbers;
  readonly unread: readonly UnreadFile[];
  /** The folder or all of its files are missing. */
  readonly absent: boolean;
}

export function readCppcFiles(tree: Tree, folder: string): CppcFiles {
  const read = CPPC_FILES.map((key) => ({ key, value: numberIn(key, tree.read(`${folder}/${key}`)) }));
  const numbers = new Map<HostKey, bigint>();
  const unread: UnreadFile[] = [];
  for (const { key, value } of read) {
    const needed = NEEDED.includes(key);
    if (!isUnread(value)) {
      if (needed || isReported(key, value)) numbers.set(key, value);
    } else if (needed || !value.missing) unread.push({ key, why: value.why });
  }
  const whole = NEEDED.every((key) => numbers.has(key));
  const absent = read.every(({ value }) => isUnread(value) && value.missing);
  return { ...(whole && { numbers }), unread, absent };
}

function numberIn(key: HostKey, content: string | Unread): bigint | Unread {
  if (isUnread(content)) return content;
  const text = content.trim();
  if (!/^\d{1,20}$/.test(text)) return { why: whyNot(text, 'a number'), missing: false };
  const value = BigInt(text);
  if (value > U64_MAX) return { why: `its content is ${text}, more than 64 bits`, missing: false };
  if (value === 0n && NEEDED.includes(key))
    return { why: 'its content is 0, which means "not reported"', missing: false };
  return value;
}

/** Linux shows 0 for an entry that the firmware omits: lowest_freq on Intel, guaranteed_perf on AMD. */
function isReported(key: HostKey, value: bigint): boolean {
  return key === 'wraparound_time' ? value !== NO_WRAPAROUND_TIME : value !== 0n;
}
