import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { writeCpuset } from '../spec/cpuset.js';
import { type GuestCore, hostCoreOf, type Seat } from './guest-cores.js';
import type { Host } from './sysfs.js';
import type { Wish } from './wish.js';

/** Whether guest cores and host cores are the same sets of threads. */
export function shapeProblems(host: Host, cores: readonly GuestCore[], wish: Wish): Diagnostic[] {
  const across = cores.filter((core) => hostCoresOf(host, core).size > 1);
  const placeOf = ({ pin, thread }: Seat): Place =>
    pin?.place ?? wish.pinned?.place ?? host.placeOf(thread ?? 0, 'topology/thread_siblings_list');
  return [
    ...across.map(({ seats }) =>
      diagnostic('host/core-across', placeOf(seats[1] as Seat), {
        vcpus: writeCpuset(seats.map(({ vcpu }) => vcpu)),
        threads: writeCpuset(seats.flatMap(({ thread }) => thread ?? [])),
      }),
    ),
    ...dividedCores(
      host,
      cores.filter((core) => !across.includes(core)),
      placeOf,
    ),
  ];
}

function hostCoresOf(host: Host, { seats }: GuestCore): Set<number> {
  return new Set(seats.flatMap(({ thread }) => hostCoreOf(host, thread) ?? []));
}

/** Threads of a host core under guest cores of their own: QEMU numbers the threads of a core consecutively. */
function dividedCores(host: Host, cores: readonly GuestCore[], placeOf: (seat: Seat) => Place): Diagnostic[] {
  const first = new Map<number, { core: GuestCore; seat: Seat }>();
  return cores.flatMap((core) =>
    core.seats.flatMap((seat) => {
      const hostCore = hostCoreOf(host, seat.thread);
      if (hostCore === undefined) return [];
      const owner = first.get(hostCore) ?? { core, seat };
      first.set(hostCore, owner);
      if (owner.core === core || owner.seat.thread === seat.thread) return [];
      const threads = writeCpuset(host.online.get(hostCore)?.siblings ?? []);
      return [diagnostic('host/core-divided', placeOf(seat), { vcpus: [owner.seat.vcpu, seat.vcpu], threads })];
    }),
  );
}

/** Threads of one core have one `_CPC`: a firmware that says otherwise is wrong for one of them. */
export function siblingProblems(host: Host, cores: readonly GuestCore[]): Diagnostic[] {
  const used = new Set(cores.flatMap((core) => [...hostCoresOf(host, core)]));
  return [...used].flatMap((hostCore) => {
    const siblings = host.online.get(hostCore)?.siblings ?? [];
    const known = siblings.flatMap((cpu) => host.online.get(cpu)?.numbers?.get('highest_perf') ?? []);
    if (new Set(known).size < 2) return [];
    const facts = { threads: writeCpuset(siblings), values: known };
    return [diagnostic('host/siblings-differ', host.placeOf(hostCore, 'acpi_cppc/highest_perf'), facts)];
  });
}
