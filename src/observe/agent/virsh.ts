import { tmpdir } from 'node:os';
import { runProgram } from '../../scratch/program.js';
import { type AgentAnswer, type Ask, answerOf, isBlocked, MOST_ANSWER, type NoAgent } from './ask.js';

/** The domain by its name, which never becomes an option of virsh. */
export function agentOfDomain(domain: string, connect: string | undefined, timeoutMs: number): Ask {
  return async (command) => {
    const seconds = Math.ceil(timeoutMs / 1000);
    const args = [
      ...(connect === undefined ? [] : [`--connect=${connect}`]),
      'qemu-agent-command',
      `--domain=${domain}`,
      `--timeout=${seconds}`,
      `--cmd=${JSON.stringify(command)}`,
    ];
    const run = await runProgram('virsh', args, {
      folder: tmpdir(),
      // virsh waits itself; libvirt may take a little longer to say so.
      timeoutMs: timeoutMs + 10_000,
      mostOutput: MOST_ANSWER,
      mostFileMiB: 1,
      mostMemoryMiB: 512,
    });
    if (run.state === 'missing') return failed('no-program', 'virsh is not in PATH');
    if (run.state === 'stopped') return failed(run.reason === 'output' ? 'too-long' : 'timeout', run.why);
    return run.status === 0 ? answerOf(run.stdout.trim()) : errorOf(run.stderr.trim());
  };
}

function failed(how: NoAgent, text: string): AgentAnswer {
  return { kind: 'failed', how, text };
}

/** libvirt's words, of 9.0 to 12.9: qemu_agent.c, qemu_driver.c. An error of the agent stands behind its own. */
function errorOf(text: string): AgentAnswer {
  const agent = /unable to execute QEMU agent command '[\w-]+': (.*)/.exec(text);
  if (agent?.[1] !== undefined) return { kind: 'error', text: agent[1], isBlocked: isBlocked(agent[1]) };
  if (/failed to get domain|Domain not found/i.test(text)) return failed('no-domain', text);
  if (/agent is not (?:configured|connected|responding)|not running/i.test(text)) return failed('not-connected', text);
  return failed(/timed? ?out/i.test(text) ? 'timeout' : 'ended', text);
}
