import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { writeCpuset } from '../spec/cpuset.js';
import { type GuestCore, hostCoreOf, type PlacedVcpu } from './guest-cores.js';
import type { InitRequest } from './init-request.js';
import type { Host } from './sysfs.js';

/** Guest cores and host cores should be the same sets of threads. */
export function coreShapeProblems(
  host: Host,
  cores: readonly GuestCore[],
  request: Pick<InitRequest, 'pinned'>,
): Diagnostic[] {
  const spanning = cores.filter((core) => hostCoresOf(host, core).size > 1);
  const pinPlace = ({ pin, thread }: PlacedVcpu): Place =>
    pin?.place ?? request.pinned?.place ?? host.placeOfFile(thread ?? 0, 'topology/thread_siblings_list');
  return [
    ...spanning.map(({ vcpus }) =>
      diagnostic('host/core-across', pinPlace(vcpus[1] as PlacedVcpu), {
        vcpus: writeCpuset(vcpus.map(({ vcpu }) => vcpu)),
        threads: writeCpuset(vcpus.flatMap(({ thread }) => thread ?? [])),
      }),
    ),
    ...splitCores(
      host,
      cores.filter((core) => !spanning.includes(core)),
      pinPlace,
    ),
  ];
}

function hostCoresOf(host: Host, { vcpus }: GuestCore): Set<number> {
  return new Set(vcpus.flatMap(({ thread }) => hostCoreOf(host, thread) ?? []));
}

/** Threads of one host core in different guest cores. QEMU numbers the threads of a core consecutively. */
function splitCores(host: Host, cores: readonly GuestCore[], pinPlace: (vcpu: PlacedVcpu) => Place): Diagnostic[] {
  const first = new Map<number, { core: GuestCore; vcpu: PlacedVcpu }>();
  return cores.flatMap((core) =>
    core.vcpus.flatMap((vcpu) => {
      const hostCore = hostCoreOf(host, vcpu.thread);
      if (hostCore === undefined) return [];
      const owner = first.get(hostCore) ?? { core, vcpu };
      first.set(hostCore, owner);
      if (owner.core === core || owner.vcpu.thread === vcpu.thread) return [];
      const threads = writeCpuset(host.online.get(hostCore)?.siblings ?? []);
      return [diagnostic('host/core-divided', pinPlace(vcpu), { vcpus: [owner.vcpu.vcpu, vcpu.vcpu], threads })];
    }),
  );
}

/** The host cores on which guest cores run, each by its threads. */
export function usedCores(host: Host, cores: readonly GuestCore[]): readonly (readonly number[])[] {
  const used = new Set(cores.flatMap((core) => [...hostCoresOf(host, core)]));
  return [...used].map((hostCore) => host.online.get(hostCore)?.siblings ?? []);
}

/** Threads of one core should have equal levels: they share its performance. */
export function siblingProblems(host: Host, cores: readonly (readonly number[])[]): Diagnostic[] {
  return cores.flatMap((siblings) => {
    const [hostCore = 0] = siblings;
    const known = siblings.flatMap((cpu) => host.online.get(cpu)?.numbers?.get('highest_perf') ?? []);
    if (new Set(known).size < 2) return [];
    const facts = { threads: writeCpuset(siblings), values: known };
    return [diagnostic('host/siblings-differ', host.placeOfFile(hostCore, 'acpi_cppc/highest_perf'), facts)];
  });
}
