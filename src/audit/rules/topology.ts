import { WINDOWS_SOCKETS } from '../../../grammar/windows.js';
import { threadsPerCore } from '../../cpc/topology.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { hotplugProblems } from '../../proxmox/hotplug.js';
import type { Subject } from '../subject.js';

/** Sockets, cores and threads. */
export function topologyRules(subject: Subject): Diagnostic[] {
  return [...shapeRules(subject), ...deviceRules(subject)];
}

/** vCPUs that are added as devices, in a VM or a spec whose cores have threads. */
function deviceRules({ vm: { vcpuDevices, topology }, spec }: Subject): Diagnostic[] {
  if (!vcpuDevices) return [];
  const { threads = 1, dies = 1 } = topology?.value ?? {};
  const own = { threads, dies, started: vcpuDevices.value, ofSpec: false };
  const ofVm = hotplugProblems(own, vcpuDevices.place);
  if (ofVm.length > 0 || !spec) return ofVm;
  const { table } = spec.compiled;
  const ofSpec = { threads: threadsPerCore(table) ?? 1, dies: table.dies ?? 1, started: 1, ofSpec: true };
  return hotplugProblems(ofSpec, vcpuDevices.place);
}

function shapeRules({ vm, windows, guest = 'Windows', spec }: Subject): Diagnostic[] {
  const { vcpus, topology } = vm;
  if (!vcpus || !topology) return [];
  const { current, maximum } = vcpus.value;
  if (!topology.value) {
    if (maximum < 2) return [];
    const threads = spec ? threadsPerCore(spec.compiled.table) : undefined;
    const facts = {
      vcpus: maximum,
      windows: windows !== 'no',
      most: WINDOWS_SOCKETS,
      kind: vm.kind,
      ...(threads !== undefined && maximum % threads === 0 && { threads }),
    };
    return [diagnostic('audit/no-topology', topology.place, facts)];
  }
  const { sockets, dies, clusters, cores, threads } = topology.value;
  const product = sockets * dies * clusters * cores * threads;
  if (product !== maximum)
    return [diagnostic('audit/topology-product', topology.place, { product, vcpus: maximum, kind: vm.kind })];
  const isMany = windows !== 'no' && sockets > WINDOWS_SOCKETS && current > WINDOWS_SOCKETS;
  const cut = { sockets, most: WINDOWS_SOCKETS, guest, kind: vm.kind };
  return isMany ? [diagnostic('audit/windows-sockets', topology.place, cut)] : [];
}
