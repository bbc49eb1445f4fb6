import {
  ENLIGHTENMENT_ALIASES,
  ENLIGHTENMENTS,
  type EnlightenmentKey,
  PROPOSED_ENLIGHTENMENTS,
} from '../../../grammar/enlightenments.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { closure, requiresOf } from '../../hyperv/closure.js';
import { flagName, type HypervGuest, type LeftOut } from '../../hyperv/enlightenments.js';
import { hostProblems, offeredFlags, whyWithout } from '../../hyperv/host-offer.js';
import type { RequestedFlags } from '../../hyperv/requested-flags.js';
import { missingRecommendations, missingRequirements } from '../../hyperv/requirement-rules.js';
import { flagProblems, togetherProblems, vendorProblems } from '../../hyperv/rules.js';
import { cpusetText } from '../../spec/cpuset.js';
import { auditedFlags, requestedIn } from '../enlightenments.js';
import { flagIn, isOff, type Subject } from '../subject.js';
import { switchAllOn } from '../words.js';

/** Enlightenments that contradict others or the CPU, that do nothing, or that are missing: by the rules of specs. */
export function flagRules(subject: Subject): Diagnostic[] {
  const requested = requestedIn(subject);
  const { on } = requested;
  const lacking = lackedByHosts(subject, requested);
  const offered = { ...requested, on: on.filter(({ key }) => !lacking.some((one) => one.key === key)) };
  const hasAll = on.some(({ key }) => key === 'passthrough');
  return [
    ...hypervisorBit(subject, requested),
    ...withoutKvm(subject, requested),
    ...unknownFlags(subject),
    ...flagProblems(requested, { on, off: [], leftOut: [] }, hypervGuestOf(subject)).filter(isRefusedHere(subject)),
    ...togetherProblems(requested, on),
    ...vendorProblems(requested, on),
    ...(hasAll ? [] : missingRequirements(offered, missingOf(offered))),
    ...hostProblems({ requested, leftOut: [], refused: lacking }, on, subject.offer),
    ...recommended(subject, offered),
    ...missing(subject, requested),
  ];
}

/** Flags that are on and that a host does not offer; those that Proxmox turns on are as bad as the user's. */
function lackedByHosts({ vm, offer }: Subject, requested: RequestedFlags): readonly LeftOut[] {
  if (vm.kvm?.value === false) return [];
  const { leftOut, refused } = offeredFlags(requested, offer);
  return [...leftOut, ...refused];
}

/** Without flags that a host does not offer. */
function recommended({ offer, vendor }: Subject, requested: RequestedFlags): Diagnostic[] {
  const isOffered = (key: EnlightenmentKey) => whyWithout(key, offer, vendor?.vendor) === undefined;
  return missingRecommendations(requested, requested.on, isOffered);
}

/** libvirt refuses few attempts at a spinlock, QEMU does not. */
function isRefusedHere({ vm }: Subject) {
  return ({ code }: Diagnostic) => vm.kind === 'libvirt' || code !== 'hyperv/spinlocks-range';
}

/** Flags that are not on, but that others need. */
function missingOf({ on, settings }: RequestedFlags): ReadonlySet<string> {
  const keys = new Set<string>(on.map(({ key }) => key));
  return new Set([...closure(keys, (key) => requiresOf(key, settings.cpu)).keys()].filter((key) => !keys.has(key)));
}

/** A guest looks for a hypervisor only if bit 31 of ECX of CPUID 1 is set. */
function hypervisorBit({ vm }: Subject, { on }: RequestedFlags): Diagnostic[] {
  if (on.length === 0 || !isOff(vm, 'hypervisor')) return [];
  const place = flagIn(vm, 'hypervisor')?.place;
  return [diagnostic('audit/hypervisor-bit-off', place, { keys: on.map(({ key }) => key), kind: vm.kind })];
}

const KNOWN: ReadonlySet<string> = new Set(
  [...ENLIGHTENMENTS.map(({ key }) => key), ...Object.keys(ENLIGHTENMENT_ALIASES)].map(flagName),
);

const PROPOSED = Object.entries(PROPOSED_ENLIGHTENMENTS).map(([key, what]) => ({ name: flagName(key), what }));

/** QEMU does not start with a property that it does not have, whatever its value is. */
function unknownFlags({ vm }: Subject): Diagnostic[] {
  const unknown = [...vm.cpu.flags].filter(([name]) => name.startsWith('hv-') && !KNOWN.has(name));
  return unknown.map(([name, { place }]) => {
    const proposed = PROPOSED.find((one) => one.name === name)?.what;
    return diagnostic('audit/unknown-enlightenment', place, { name, ...(proposed !== undefined && { proposed }) });
  });
}

function withoutKvm({ vm }: Subject, { on }: RequestedFlags): Diagnostic[] {
  if (on.length === 0 || vm.kvm?.value !== false) return [];
  return [
    diagnostic('audit/enlightenments-without-kvm', vm.kvm.place, { keys: on.map(({ key }) => key), kind: vm.kind }),
  ];
}

/** Flags that the guest should have. Nothing is said about a guest that may be no Windows. */
function missing(subject: Subject, requested: RequestedFlags): Diagnostic[] {
  const { vm, spec } = subject;
  if (requested.on.some(({ key }) => key === 'passthrough')) return [];
  const keys = auditedFlags(subject).flatMap(({ key, state, wanted }) => (wanted && state !== 'on' ? [key] : []));
  if (keys.length === 0) return [];
  const facts = {
    keys,
    add: switchAllOn(vm.kind, keys),
    kind: vm.kind,
    ofSpec: (spec?.compiled.hyperv.on.length ?? 0) > 0,
    likely: subject.windows === 'likely',
  };
  return [diagnostic('audit/enlightenments-missing', placeOfMissing(subject, requested), facts)];
}

function placeOfMissing({ vm }: Subject, { on, placeOf }: RequestedFlags) {
  return vm.cpu.placeOfMore ?? (on[0] ? placeOf(on[0].key) : vm.cpu.place);
}

/** The guest as rules of enlightenments see it. Without pins in this kind of configuration, no rule about them applies. */
function hypervGuestOf({ vm, guest, spec }: Subject): HypervGuest {
  const { pinning, topology, vcpus } = vm;
  const threads = topology?.value?.threads ?? 1;
  const count = pinning ? (vcpus?.value.maximum ?? 0) : 0;
  const pins = new Map(pinning?.pins.map((pin) => [pin.vcpu, pin.threads]));
  return {
    layout: spec?.compiled.table.layout ?? 'acpi-cppc',
    machine: 'qemu',
    architecture: 'x86',
    os: guest === undefined ? [] : [guest],
    processors: Array.from({ length: count }, (_, vcpu) => {
      const set = pins.get(vcpu) ?? pinning?.whole?.value;
      return {
        vcpu,
        core: Math.floor(vcpu / threads),
        ...(set && { hostThreads: { threads: set, text: cpusetText(set) } }),
        known: {},
        stated: { reference_counter: { kind: 'absent' } },
      };
    }),
  };
}
