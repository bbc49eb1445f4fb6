import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { writeCpuset } from '../spec/cpuset.js';
import type { HostKey, HostNumbers } from './cppc-files.js';
import type { GuestCore } from './guest-cores.js';
import { type Host, type HostCpu, lowestOf, numbersOf } from './sysfs.js';

/** A guest core with the numbers that it is given. */
export interface NumberedCore extends GuestCore {
  readonly numbers: HostNumbers;
  /** The CPU that lends its numbers, where the core has none of its own. */
  readonly lender?: number;
}

/** The first vCPU's numbers; where no vCPU of the core has any, those of the host's lowest core. */
export function giveNumbers(host: Host, cores: readonly GuestCore[]): readonly NumberedCore[] {
  const lowest = lowestOf(host);
  return cores.flatMap((core): NumberedCore[] => {
    const [own] = core.seats.flatMap(({ thread }) => (thread === undefined ? [] : (numbersOf(host, thread) ?? [])));
    if (own) return [{ ...core, numbers: own }];
    return lowest?.numbers ? [{ ...core, numbers: lowest.numbers, lender: lowest.cpu }] : [];
  });
}

/** CPUs of the guest whose numbers could not be read: said once for all that share a reason. */
export function unreadProblems(host: Host, cpus: readonly HostCpu[]): Diagnostic[] {
  const absent = cpus.filter((one) => one.absent).map(({ cpu }) => cpu);
  const [first] = absent;
  const folder = first === undefined ? undefined : host.placeOf(first, 'acpi_cppc');
  return [
    ...(folder ? [diagnostic('host/cpu-without-cppc', folder, { cpus: writeCpuset(absent) })] : []),
    ...unreadFiles(host, cpus),
  ];
}

function unreadFiles(host: Host, cpus: readonly HostCpu[]): Diagnostic[] {
  const groups = new Map<string, { key: HostKey; why: string; cpus: number[] }>();
  for (const { cpu, unread, absent } of cpus) {
    for (const { key, why } of absent ? [] : unread) {
      const group = groups.get(`${key} ${why}`) ?? { key, why, cpus: [] };
      groups.set(`${key} ${why}`, group);
      group.cpus.push(cpu);
    }
  }
  return [...groups.values()].map(({ key, why, cpus: of }) => {
    const place = host.placeOf(of[0] ?? 0, `acpi_cppc/${key}`);
    return diagnostic('host/cpu-unread', place, { cpus: writeCpuset(of), file: key, why });
  });
}
