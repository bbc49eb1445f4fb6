import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { groupBy } from '../diagnostics/group-by.js';
import { writeCpuset } from '../spec/cpuset.js';
import type { HostNumbers } from './cppc-files.js';
import type { GuestCore } from './guest-cores.js';
import { oncePerCpuset } from './pins.js';
import { type Host, type HostCpu, lowestOf, numbersOf } from './sysfs.js';

/** A guest core with its performance levels. */
export interface NumberedCore extends GuestCore {
  readonly numbers: HostNumbers;
  /** The host CPU whose numbers are used where the core has none of its own. */
  readonly lender?: number;
}

/** Numbers of the first vCPU that has some; else those of the lowest core of the host. Of a set, the lowest of each number. */
export function giveNumbers(host: Host, cores: readonly GuestCore[]): readonly NumberedCore[] {
  const lowest = lowestOf(host);
  const lowestIn = oncePerCpuset((threads) => lowestNumbers(threads.flatMap((one) => numbersOf(host, one) ?? [])));
  return cores.flatMap((core): NumberedCore[] => {
    const [own] = core.vcpus.flatMap(({ thread, pin }) =>
      thread === undefined ? [] : ((pin ? lowestIn(pin.threads) : numbersOf(host, thread)) ?? []),
    );
    if (own) return [{ ...core, numbers: own }];
    return lowest ? [{ ...core, numbers: lowest.numbers, lender: lowest.cpu }] : [];
  });
}

/** The lowest of each number: their order holds, because it holds in each. */
function lowestNumbers([first, ...others]: readonly HostNumbers[]): HostNumbers | undefined {
  const different = new Set(others.filter((one) => one !== first));
  if (!first || different.size === 0) return first;
  const lowest = new Map(first);
  for (const [key, value] of [...different].flatMap((one) => [...one])) {
    const before = lowest.get(key);
    if (before === undefined || value < before) lowest.set(key, value);
  }
  return lowest;
}

/** CPUs of the guest whose numbers could not be read: one diagnostic for each reason. */
export function unreadProblems(host: Host, cpus: readonly HostCpu[]): Diagnostic[] {
  const absent = cpus.filter((one) => one.absent).map(({ cpu }) => cpu);
  const [first] = absent;
  const folder = first === undefined ? undefined : host.placeOfFile(first, 'acpi_cppc');
  return [
    ...(folder ? [diagnostic('host/cpu-without-cppc', folder, { cpus: writeCpuset(absent) })] : []),
    ...unreadFiles(host, cpus),
  ];
}

function unreadFiles(host: Host, cpus: readonly HostCpu[]): Diagnostic[] {
  const files = cpus
    .filter(({ absent }) => !absent)
    .flatMap(({ cpu, unread }) => unread.map(({ key, why }) => ({ cpu, key, why })));
  return [...groupBy(files, ({ key, why }) => `${key} ${why}`).values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const place = host.placeOfFile(first.cpu, `acpi_cppc/${first.key}`);
    const group = writeCpuset([first, ...others].map(({ cpu }) => cpu));
    return [diagnostic('host/cpu-unread', place, { cpus: group, file: first.key, why: first.why })];
  });
}
