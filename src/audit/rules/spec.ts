import { threadsPerCore } from '../../cpc/topology.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { pinsByVcpu } from '../../host/pins.js';
import { diesOf } from '../../libvirt/cpu.js';
import { vcpuCountProblems } from '../../libvirt/vcpu-limits.js';
import { cpusetText } from '../../spec/cpuset.js';
import { signOfWindows } from '../readers/windows.js';
import { isWindows, type Subject } from '../subject.js';

/** The number of vCPUs, their cores and their pins, compared with the spec. */
export function specRules(subject: Subject): Diagnostic[] {
  if (!subject.spec) return [];
  return [...guests(subject), ...vcpuCount(subject), ...threads(subject), ...dies(subject), ...pins(subject)];
}

/** A spec for another family of guests: its counters, enlightenments and clock are wrong. --guest overrides both. */
function guests({ vm, spec, isAsked, windows }: Subject): Diagnostic[] {
  const { os = [] } = spec?.compiled.table ?? {};
  if (isAsked || (vm.guest === undefined && windows !== 'likely')) return [];
  if (os.some((name) => isWindows(name) === (windows !== 'no'))) return [];
  const facts = { spec: os, ...(vm.guest !== undefined && { guest: vm.guest }) };
  return [diagnostic('audit/guest-differs', signOfWindows(vm) ?? vm.place, facts)];
}

function vcpuCount({ vm, spec }: Subject): Diagnostic[] {
  const table = spec?.compiled.table;
  if (!vm.vcpus || !table) return [];
  const { value, place } = vm.vcpus;
  if (vm.kind === 'libvirt') return vcpuCountProblems(value, table, place);
  const facts = { domain: value.maximum, spec: table.processors.length, device: table.device !== undefined };
  if (facts.domain === facts.spec) return [];
  // Those that are off at the start need no levels until they are plugged in.
  if (facts.spec >= value.current && facts.spec < value.maximum) return [diagnostic('audit/vcpus-off', place, facts)];
  return [diagnostic('audit/vcpu-count', place, { ...facts, kind: vm.kind })];
}

function threads({ vm, spec }: Subject): Diagnostic[] {
  const ofSpec = spec && threadsPerCore(spec.compiled.table);
  // A -smp with threads is no help there: proxmox/cpu-hotplug says what is.
  if (!vm.topology || ofSpec === undefined || vm.vcpuDevices) return [];
  const [seen, given] = [vm.topology.value?.threads ?? 1, vm.topology.value !== null];
  if (seen === ofSpec) return [];
  if (vm.kind === 'libvirt')
    return [diagnostic('libvirt/topology-differs', vm.topology.place, { seen, given, threads: ofSpec })];
  return [diagnostic('audit/threads-differ', vm.topology.place, { seen, threads: ofSpec, kind: vm.kind })];
}

/** Dies of the spec that the guest does not see. A die is a group of a socket. */
function dies({ vm, spec }: Subject): Diagnostic[] {
  const wanted = spec?.compiled.table.dies;
  if (!vm.topology || !vm.vcpus || wanted === undefined || vm.vcpuDevices) return [];
  const { place, value } = vm.topology;
  const seen = diesOf(value, vm.vcpus.value.maximum);
  if (seen === wanted) return [];
  const facts = { seen, dies: wanted };
  if (vm.kind === 'libvirt') return [diagnostic('libvirt/dies-differ', place, facts)];
  return [diagnostic('audit/dies-differ', place, { ...facts, kind: vm.kind })];
}

/** A vCPU whose levels are those of other host threads. */
function pins({ vm, spec }: Subject): Diagnostic[] {
  const own = pinsByVcpu(vm.pinning?.pins ?? []);
  return (spec?.compiled.table.processors ?? []).flatMap(({ vcpu, hostThreads }) => {
    const pin = own.get(vcpu);
    if (!pin || !hostThreads || cpusetText(pin.threads) === hostThreads.text) return [];
    const facts = { vcpu, domain: cpusetText(pin.threads), spec: hostThreads.text };
    return [diagnostic('audit/pin-differs', pin.place, facts)];
  });
}
