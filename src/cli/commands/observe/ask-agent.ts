import type { CpcTable } from '../../../cpc/ir.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import { diagnostic } from '../../../diagnostics/diagnostic.js';
import { fail, type Result } from '../../../diagnostics/result.js';
import { placesOfDomain } from '../../../observe/agent/domain-places.js';
import { reportByAgent } from '../../../observe/agent/report.js';
import { agentSocket } from '../../../observe/agent/socket.js';
import { agentOfDomain, type Domain } from '../../../observe/agent/virsh.js';
import { placeProblems, type VcpuPlace } from '../../../observe/vcpu-places.js';
import { heldSignals } from '../../../scratch/signals.js';

/** For each command; the script itself may take longer. */
const TIMEOUT_MS = 10_000;

/** The report that the guest agent of a domain, or at a socket, makes. */
export function askAgent(domain: Domain | undefined, agent: string | undefined): Promise<Result<Uint8Array>> {
  return heldSignals(() => ask(domain, agent));
}

async function ask(domain: Domain | undefined, agent: string | undefined): Promise<Result<Uint8Array>> {
  if (domain !== undefined) return reportByAgent(agentOfDomain(domain, TIMEOUT_MS));
  const socket = await agentSocket(agent ?? '', TIMEOUT_MS);
  if ('kind' in socket) {
    const { how, text } = socket.kind === 'failed' ? socket : ({ how: 'not-json', text: '' } as const);
    return fail(diagnostic('observe/no-agent', undefined, { how, text }));
  }
  try {
    return await reportByAgent(socket.ask);
  } finally {
    socket.close();
  }
}

export interface Placed {
  /** null if libvirt does not say. */
  readonly places: readonly VcpuPlace[] | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where the host runs the vCPUs of the domain, and what is wrong with that. */
export async function askPlaces(domain: Domain, table: CpcTable): Promise<Placed> {
  const places = await heldSignals(() => placesOfDomain(domain, TIMEOUT_MS));
  if (typeof places !== 'string') return { places, diagnostics: placeProblems(table, places) };
  return { places: null, diagnostics: [diagnostic('observe/places-unknown', undefined, { why: places })] };
}
