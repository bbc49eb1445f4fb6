import { diagnostic } from '../../../diagnostics/diagnostic.js';
import { fail, type Result } from '../../../diagnostics/result.js';
import { reportByAgent } from '../../../observe/agent/report.js';
import { agentSocket } from '../../../observe/agent/socket.js';
import { agentOfDomain } from '../../../observe/agent/virsh.js';

/** For each command; the script itself may take longer. */
const TIMEOUT_MS = 10_000;

/** The report that the guest agent of a domain, or at a socket, makes. */
export async function askAgent(
  domain: string | undefined,
  connect: string | undefined,
  agent: string | undefined,
): Promise<Result<Uint8Array>> {
  if (domain !== undefined) return reportByAgent(agentOfDomain(domain, connect, TIMEOUT_MS));
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
