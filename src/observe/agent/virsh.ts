import { tmpdir } from 'node:os';
import { type ProgramEnd, runProgram } from '../../scratch/program.js';
import { type AgentAnswer, type Ask, answerOf, isBlocked, MOST_ANSWER, type NoAgent } from './ask.js';

/** A domain of libvirt, as the user names it. */
export interface Domain {
  readonly name: string;
  readonly connect: string | undefined;
}

/** Runs a command of virsh for the domain, whose name never becomes an option. Its messages are those of the C locale. */
export function runVirsh(
  { name, connect }: Domain,
  command: string,
  more: readonly string[],
  { timeoutMs, mostOutput }: { readonly timeoutMs: number; readonly mostOutput: number },
): Promise<ProgramEnd> {
  const args = [...(connect === undefined ? [] : [`--connect=${connect}`]), command, `--domain=${name}`, ...more];
  return runProgram('virsh', args, {
    folder: tmpdir(),
    env: { LC_ALL: 'C' },
    timeoutMs,
    mostOutput,
    mostFileMiB: 1,
    mostMemoryMiB: 512,
  });
}

/** Asks the agent of the domain. */
export function agentOfDomain(domain: Domain, timeoutMs: number): Ask {
  const seconds = Math.ceil(timeoutMs / 1000);
  return async (command) => {
    const words = [`--timeout=${seconds}`, `--cmd=${JSON.stringify(command)}`];
    // virsh waits itself; libvirt may take a little longer to say so.
    const limits = { timeoutMs: timeoutMs + 10_000, mostOutput: MOST_ANSWER };
    const run = await runVirsh(domain, 'qemu-agent-command', words, limits);
    if (run.state === 'missing') return failed('no-program', 'virsh is not in PATH');
    if (run.state === 'stopped') return run.reason === 'output' ? failed('too-long', '') : failed('timeout', run.why);
    return run.status === 0 ? answerOf(run.stdout.trim()) : errorOf(run.stderr.slice(0, MOST_ERROR).trim());
  };
}

/** libvirt has one or two lines. */
const MOST_ERROR = 4096;

function failed(how: NoAgent, text: string): AgentAnswer {
  return { kind: 'failed', how, text };
}

/** libvirt's words, of 9.0 to 12.9: qemu_agent.c, qemu_driver.c. An error of the agent stands behind its own. */
function errorOf(text: string): AgentAnswer {
  const agent = /unable to execute QEMU agent command '[\w-]+': (.*)/.exec(text);
  if (agent?.[1] !== undefined) return { kind: 'error', text: agent[1], isBlocked: isBlocked(agent[1]) };
  const reason = text.replaceAll(/^error: /gm, '').replaceAll('\n', ': ');
  if (/failed to connect to the hypervisor/.test(text)) return failed('no-libvirt', reason);
  if (/failed to get domain|Domain not found/i.test(text)) return failed('no-domain', reason);
  if (/agent is not (?:configured|connected|responding)|not running/i.test(text))
    return failed('not-connected', reason);
  return failed(/timed? ?out/i.test(text) ? 'timeout' : 'failed', reason);
}
