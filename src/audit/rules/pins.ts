import type { VmKind } from '../../../grammar/vm-kinds.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { coreShapeProblems } from '../../host/core-rules.js';
import { coresOfPins, hostCoreOf } from '../../host/guest-cores.js';
import { missingThreads, mixedCores, pastVcpus, pinnedTwice, vcpusWithoutPin } from '../../host/pin-rules.js';
import { type Pin, pinsByVcpu } from '../../host/pins.js';
import type { Host } from '../../host/sysfs.js';
import { cpusetText, writeCpuset } from '../../spec/cpuset.js';
import type { Vm } from '../readers/vm.js';
import type { Subject } from '../subject.js';
import { vcpusBeside } from './vcpus-beside.js';

type Pinning = NonNullable<Vm['pinning']>;

/** Pins of vCPUs, of the emulator and of I/O threads. */
export function pinRules({ vm, host }: Subject): Diagnostic[] {
  const { pinning, vcpus } = vm;
  if (!pinning || !vcpus) return [];
  const { maximum } = vcpus.value;
  const own = [...pinsByVcpu(pinning.pins).values()].filter(({ vcpu }) => vcpu < maximum);
  const pinned = { from: 'domain', pins: pinning.pins, vcpus: maximum, place: pinning.place } as const;
  return [
    ...pinning.pins.flatMap((pin) => pastVcpus(pin, pinned)),
    ...pinnedTwice(pinning.pins),
    ...unpinned(vm, pinning, own),
    ...sharedThreads(own),
    ...(host ? [...missingThreads(host, own), ...mixedCores(host, own), ...coreShapes(vm, own, host)] : []),
    ...helpers(vm, pinning, own, host),
  ];
}

function unpinned({ vcpus, kind }: Vm, { whole, hookscript, place }: Pinning, own: readonly Pin[]): Diagnostic[] {
  const { maximum = 0 } = vcpus?.value ?? {};
  const free = vcpusWithoutPin(own, maximum);
  if (free.length === 0) return [];
  if (own.length > 0) return [diagnostic('host/vcpu-without-pin', place, { vcpus: writeCpuset(free) })];
  if (hookscript?.whyUnread !== undefined) {
    const facts = {
      name: hookscript.value,
      why: hookscript.whyUnread,
      ...(whole && { by: `${whole.by} ${cpusetText(whole.value)}` }),
    };
    return [diagnostic('audit/hookscript-unread', hookscript.place, facts)];
  }
  if (whole && (maximum > 1 || whole.value.length > 1)) {
    const facts = { by: whole.by, threads: cpusetText(whole.value), vcpus: maximum, kind };
    return [diagnostic('audit/whole-vm-pinned', whole.place, facts)];
  }
  return [diagnostic('audit/no-pins', place, { kind })];
}

/** Threads of a guest core on different cores of the host, and the reverse; only where each vCPU has a pin. */
function coreShapes({ vcpus, topology, pinning }: Vm, own: readonly Pin[], host: Host): Diagnostic[] {
  const { maximum = 0 } = vcpus?.value ?? {};
  const threads = topology?.value?.threads ?? 1;
  if (!pinning || own.length < maximum || maximum % threads !== 0) return [];
  const { place } = pinning;
  const pinned = { from: 'domain', pins: own, vcpus: maximum, place } as const;
  const { value } = coresOfPins(host, pinned, { threads, place });
  return value ? coreShapeProblems(host, value.cores, { pinned }) : [];
}

/** Two vCPUs whose only host thread is the same one: one of them waits whenever the other runs. */
function sharedThreads(own: readonly Pin[]): Diagnostic[] {
  const owners = new Map<number, number>();
  return own.flatMap(({ vcpu, threads, place }) => {
    const [thread] = threads;
    if (thread === undefined || threads.length > 1) return [];
    const owner = owners.get(thread);
    owners.set(thread, owner ?? vcpu);
    return owner === undefined ? [] : [diagnostic('audit/vcpus-share-thread', place, { vcpus: [owner, vcpu], thread })];
  });
}

/** Without a host, only equal threads are known to share a core. */
function helpers({ kind }: Vm, pinning: Pinning, own: readonly Pin[], host: Host | undefined): Diagnostic[] {
  const { place } = pinning;
  const all = helpersOf(kind, pinning);
  const coreOf = (thread: number) => (host && hostCoreOf(host, thread)) ?? thread;
  const vcpusOn = vcpusBeside(own, coreOf);
  const spare = host && { spare: writeCpuset([...host.online.keys()].filter((cpu) => vcpusOn([cpu]).length === 0)) };
  const shared = all.flatMap(({ what, threads, place: at }) => {
    const vcpus = vcpusOn(threads).map(String);
    const facts = { what, threads: cpusetText(threads), vcpus, host: !!host, ...spare };
    return vcpus.length === 0 ? [] : [diagnostic('audit/helper-on-vcpu-core', at, facts)];
  });
  const free = missingHelpers(kind, pinning, all);
  const facts = { free, kind, ...spare };
  return own.length > 0 && free.length > 0 ? [...shared, diagnostic('audit/helper-unpinned', place, facts)] : shared;
}

/** Proxmox has `affinity` for every thread; a hookscript moves the vCPUs away from it. */
function helpersOf(kind: VmKind, { helpers: all, whole }: Pinning): Pinning['helpers'] {
  return kind === 'proxmox' && whole ? [{ what: whole.by, threads: whole.value, place: whole.place }] : all;
}

function missingHelpers(kind: VmKind, { ioThreads }: Pinning, all: Pinning['helpers']): readonly string[] {
  const pinned = all.map(({ what }) => what);
  if (kind === 'proxmox') return pinned.length > 0 ? [] : ['affinity'];
  return [
    ...(pinned.includes('emulatorpin') ? [] : ['emulatorpin']),
    ...(ioThreads && !pinned.some((what) => what.startsWith('iothreadpin')) ? ['iothreadpin'] : []),
  ];
}
