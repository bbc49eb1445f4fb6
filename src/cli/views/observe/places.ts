import type { CpcTable } from '../../../cpc/ir.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type { VcpuPlace } from '../../../observe/vcpu-places.js';
import { cpusetText } from '../../../spec/cpuset.js';

/** The line behind the verdict where every vCPU is where the spec has it. */
export function placeLines({
  places,
  diagnostics,
}: {
  readonly places: readonly VcpuPlace[] | null;
  readonly diagnostics: readonly Diagnostic[];
}): string[] {
  return places && diagnostics.length === 0 ? ['Each vCPU stays on its host threads.'] : [];
}

/** Where the host may run each vCPU; null without a domain, or where libvirt does not say. */
export function placesToJson(table: CpcTable | undefined, places: readonly VcpuPlace[] | null | undefined) {
  const ofSpec = new Map(table?.processors.map(({ vcpu, hostThreads }) => [vcpu, hostThreads?.text]));
  return (
    places?.map(({ vcpu, threads, last }) => ({
      vcpu,
      expected: ofSpec.get(vcpu) ?? null,
      seen: cpusetText(threads),
      last: last ?? null,
    })) ?? null
  );
}
