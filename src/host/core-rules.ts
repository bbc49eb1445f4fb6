import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { groupBy } from '../diagnostics/group-by.js';
import { writeCpuset } from '../spec/cpuset.js';
import { type GuestCore, hostCoreOf, hostThreadsOf, type PlacedVcpu } from './guest-cores.js';
import type { InitRequest } from './init-request.js';
import { mixedNumber } from './pin-rules.js';
import { oncePerCpuset } from './pins.js';
import type { Host } from './sysfs.js';

/** The host cores on which a vCPU may run: those of its set, which may be more than one. */
type CoresOf = (vcpu: PlacedVcpu) => readonly number[];

/** Guest cores and host cores should be the same sets of threads. */
export function coreShapeProblems(
  host: Host,
  cores: readonly GuestCore[],
  request: Pick<InitRequest, 'pinned'>,
): Diagnostic[] {
  const coresOf = coresOfVcpus(host);
  // host/whole-vm-pinned reports vCPUs that have only the host threads of the whole VM.
  const isFree = ({ pin }: PlacedVcpu) => pin !== undefined && pin.threads === request.pinned?.whole?.pin.threads;
  const spanning = cores.filter(
    ({ vcpus }) => vcpus.length > 1 && !vcpus.every(isFree) && new Set(vcpus.flatMap(coresOf)).size > 1,
  );
  // Of vCPUs that can be on one host core, host/pin-mixed says that they also run on others.
  const isMixed = oncePerCpuset((threads) => mixedNumber(host, threads) !== undefined);
  const isSaid = ({ vcpus }: GuestCore) =>
    !areApart(vcpus, coresOf) && vcpus.every((vcpu) => isMixed(hostThreadsOf(vcpu)));
  const pinPlace = ({ pin, thread }: PlacedVcpu): Place =>
    pin?.place ?? request.pinned?.place ?? host.placeOfFile(thread ?? 0, 'topology/thread_siblings_list');
  const whole = cores.filter((core) => !spanning.includes(core));
  const across = spanning.filter((core) => !isSaid(core));
  return [...acrossProblems(across, coresOf, pinPlace), ...splitCores(host, whole, coresOf, pinPlace)];
}

function coresOfVcpus(host: Host): CoresOf {
  const coresIn = oncePerCpuset((threads) => [...new Set(threads.flatMap((one) => hostCoreOf(host, one) ?? []))]);
  return (vcpu) => coresIn(hostThreadsOf(vcpu));
}

/** Whether no host core is in the sets of all vCPUs. */
function areApart(vcpus: readonly PlacedVcpu[], coresOf: CoresOf): boolean {
  const [first = [], ...others] = vcpus.map(coresOf);
  return !first.some((core) => others.every((set) => set.includes(core)));
}

/** Guest cores with the same host threads are reported once. */
function acrossProblems(
  cores: readonly GuestCore[],
  coresOf: CoresOf,
  pinPlace: (vcpu: PlacedVcpu) => Place,
): Diagnostic[] {
  const textOf = oncePerCpuset(writeCpuset);
  const threadsOf = ({ vcpus }: GuestCore) => {
    const [first = [], ...others] = new Set(vcpus.map(hostThreadsOf));
    return others.length === 0 ? textOf(first) : setText(new Set([first, ...others].flat()));
  };
  return [...groupBy(cores, threadsOf)].flatMap(([threads, same]) => {
    const [second] = same.map(({ vcpus }) => vcpus[1] ?? vcpus[0]);
    const vcpus = writeCpuset(same.flatMap((core) => core.vcpus.map(({ vcpu }) => vcpu)));
    const apart = same.some((core) => areApart(core.vcpus, coresOf));
    const facts = { vcpus, cores: same.length, threads, apart };
    return second ? [diagnostic('host/core-across', pinPlace(second), facts)] : [];
  });
}

function setText(threads: ReadonlySet<number>): string {
  return writeCpuset([...threads].sort((a, b) => a - b));
}

/** vCPUs of different guest cores on one host core. QEMU numbers the threads of a core consecutively. */
function splitCores(
  host: Host,
  cores: readonly GuestCore[],
  coresOf: CoresOf,
  pinPlace: (vcpu: PlacedVcpu) => Place,
): Diagnostic[] {
  const first = new Map<number, { core: GuestCore; vcpu: PlacedVcpu }>();
  const single = oneThreaded(host, cores, coresOf);
  return cores.flatMap((core) => {
    // A core has at most one pair with the first owner of its host core.
    const pair = core.vcpus.flatMap((vcpu) => {
      const [hostCore, ...others] = coresOf(vcpu);
      if (hostCore === undefined || others.length > 0) return [];
      const owner = first.get(hostCore) ?? { core, vcpu };
      first.set(hostCore, owner);
      return owner.core === core || isOneThread(owner.vcpu, vcpu) ? [] : [{ owner: owner.vcpu, vcpu, hostCore }];
    })[0];
    if (!pair) return [];
    const threads = writeCpuset(host.online.get(pair.hostCore)?.siblings ?? []);
    const vcpus = [pair.owner.vcpu, pair.vcpu.vcpu];
    return [diagnostic('host/core-divided', pinPlace(pair.vcpu), { vcpus, threads, ...(single && { single }) })];
  });
}

/** The vCPUs that run on host cores of one thread: with them no guest core can have two. Undefined if there are none. */
function oneThreaded(host: Host, cores: readonly GuestCore[], coresOf: CoresOf): string | undefined {
  const isSingle = (hostCore: number) => host.online.get(hostCore)?.siblings.length === 1;
  const vcpus = cores.flatMap((core) => core.vcpus.filter((vcpu) => coresOf(vcpu).some(isSingle)));
  return vcpus.length > 0 ? writeCpuset(vcpus.map(({ vcpu }) => vcpu)) : undefined;
}

/** Two vCPUs with the same single host thread have a diagnostic of their own. */
function isOneThread(a: PlacedVcpu, b: PlacedVcpu): boolean {
  const [[one, ...more], other] = [hostThreadsOf(a), hostThreadsOf(b)];
  return more.length === 0 && other.length === 1 && other[0] === one;
}

/** The host cores on which guest cores run, each by its threads. */
export function usedCores(host: Host, cores: readonly GuestCore[]): readonly (readonly number[])[] {
  const coresOf = coresOfVcpus(host);
  const used = new Set(cores.flatMap(({ vcpus }) => vcpus.flatMap(coresOf)));
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
