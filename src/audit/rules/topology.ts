import { WINDOWS_SOCKETS } from '../../../grammar/windows.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import type { Subject } from '../subject.js';

/** Sockets, cores and threads. */
export function topologyRules({ vm, windows, guest = 'Windows' }: Subject): Diagnostic[] {
  const { vcpus, topology } = vm;
  if (!vcpus || !topology) return [];
  const { current, maximum } = vcpus.value;
  if (!topology.value) {
    if (maximum < 2) return [];
    const facts = { vcpus: maximum, windows: windows !== 'no', most: WINDOWS_SOCKETS, kind: vm.kind };
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
