import { CPC_LEVELS } from '../../grammar/cpc.js';
import { U64_MAX } from '../../grammar/limits.js';
import { type ACPI_CPPC_FILES, NO_WRAPAROUND_TIME } from '../../grammar/linux.js';
import { LEVEL_KEYS } from '../../grammar/spec-keys.js';
import { isUnread, type Tree, type Unread } from './tree.js';

/** Files of `acpi_cppc` that hold one number. A spec cannot give guaranteed_perf as one. ACPI 6.6 §8.4.6.1.1.5. */
export type HostKey = Exclude<(typeof ACPI_CPPC_FILES)[number]['file'], 'feedback_ctrs'>;

/** What the firmware says of one CPU: the files of `acpi_cppc`, without those that mean "not reported". */
export type HostNumbers = ReadonlyMap<HostKey, bigint>;

/** In the order of a spec. Documentation/admin-guide/acpi/cppc_sysfs.rst. */
export const CPPC_FILES: readonly HostKey[] = [...LEVEL_KEYS.map(({ key }) => key), 'guaranteed_perf'];

/** Without these there is nothing to tell a guest. */
const NEEDED: readonly HostKey[] = CPC_LEVELS;

export interface UnreadFile {
  readonly key: HostKey;
  readonly why: string;
}

/** The numbers of one CPU, and the files that should have been readable. */
export interface CppcFiles {
  readonly numbers?: HostNumbers;
  readonly unread: readonly UnreadFile[];
  /** There is no such folder, or none of the files in it. */
  readonly absent: boolean;
}

export function readCppcFiles(tree: Tree, folder: string): CppcFiles {
  const read = CPPC_FILES.map((key) => ({ key, value: numberIn(key, tree.read(`${folder}/${key}`)) }));
  const numbers = new Map<HostKey, bigint>();
  const unread: UnreadFile[] = [];
  for (const { key, value } of read) {
    const needed = NEEDED.includes(key);
    if (!isUnread(value)) needed || isReported(key, value) ? numbers.set(key, value) : undefined;
    else if (needed || !value.missing) unread.push({ key, why: value.why });
  }
  const whole = NEEDED.every((key) => numbers.has(key));
  const absent = read.every(({ value }) => isUnread(value) && value.missing);
  return { ...(whole && { numbers }), unread, absent };
}

function numberIn(key: HostKey, content: string | Unread): bigint | Unread {
  if (isUnread(content)) return content;
  const text = content.trim();
  if (!/^\d{1,20}$/.test(text)) return { why: `it reads ${JSON.stringify(text.slice(0, 20))}`, missing: false };
  const value = BigInt(text);
  if (value > U64_MAX) return { why: `it reads ${text}`, missing: false };
  if (value === 0n && NEEDED.includes(key)) return { why: 'it reads 0, which is "not there"', missing: false };
  return value;
}

/** Linux shows 0 for what the firmware leaves out: lowest_freq on Intel, guaranteed_perf on AMD. */
function isReported(key: HostKey, value: bigint): boolean {
  return key === 'wraparound_time' ? value !== NO_WRAPAROUND_TIME : value !== 0n;
}
