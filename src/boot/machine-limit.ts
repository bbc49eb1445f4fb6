import { tmpdir } from 'node:os';
import { QEMU_MOST_VCPUS } from '../../grammar/machines.js';
import { runProgram } from '../scratch/program.js';
import { PC_PROGRAM } from './platform.js';

const COMMANDS = ['qmp_capabilities', 'query-machines', 'quit'].map((execute) => JSON.stringify({ execute }));

interface MachineInfo {
  readonly name?: string;
  readonly alias?: string;
  readonly 'cpu-max'?: number;
}

/** The most vCPUs of a machine of the QEMU in PATH (`query-machines`); 255, which every QEMU has, if it does not answer. */
export async function mostVcpus(machine: string, program: string = PC_PROGRAM): Promise<number> {
  const args = ['-machine', 'none', '-nodefaults', '-no-user-config', '-display', 'none', '-S', '-qmp', 'stdio'];
  const end = await runProgram(program, args, {
    folder: tmpdir(),
    input: `${COMMANDS.join('\n')}\n`,
    timeoutMs: 10_000,
    mostOutput: 10_000_000,
    mostFileMiB: 1,
    mostMemoryMiB: 4096,
  });
  if (end.state === 'missing') return QEMU_MOST_VCPUS;
  const machines = end.stdout.split('\n').flatMap(machinesIn);
  return machines.find(({ name, alias }) => name === machine || alias === machine)?.['cpu-max'] ?? QEMU_MOST_VCPUS;
}

/** The answer whose `return` is a list. */
function machinesIn(line: string): MachineInfo[] {
  try {
    const answer = JSON.parse(line) as { return?: unknown };
    return Array.isArray(answer.return) ? answer.return : [];
  } catch {
    return [];
  }
}
