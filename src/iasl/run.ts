import { join } from 'node:path';
import { lookAt } from '../scratch/look.js';
import { runProgram } from '../scratch/program.js';
import { type NoScratch, withScratch } from '../scratch/scratch.js';

/** The result of a run of iasl. */
export type IaslRun =
  | { readonly state: 'missing' }
  | NoScratch
  | { readonly state: 'failed'; readonly why: string }
  | { readonly state: 'refused'; readonly messages: readonly string[] }
  | { readonly state: 'made'; readonly content: Uint8Array; readonly messages: readonly string[] };

/** iasl compiles 4,096 processors in a few seconds; a longer run hangs. */
const TIMEOUT_MS = 300_000;

const MOST_OUTPUT = 10_000_000;

/** iasl writes about 7 bytes of ASL for a byte of a large DSDT, and we read tables of at most 16 MiB. */
const MOST_FILE_MIB = 128;
const MOST_MEMORY_MIB = 4096;

// 20200925 refuses a Package in revision 4 `_CPC` (6105) and remarks on an empty one (2095); ACPICA 20251212 fixes both.
const COMPILE_OPTIONS = ['-vi', '-vs', '-vw', '6105', '-vw', '2095'];

/** Compiles ASL to AML. */
export function compileAsl(asl: Uint8Array, timeoutMs = TIMEOUT_MS): Promise<IaslRun> {
  return run('table.asl', asl, COMPILE_OPTIONS, 'table.aml', timeoutMs);
}

/** Disassembles AML to ASL. */
export function disassemble(aml: Uint8Array): Promise<IaslRun> {
  return run('table.aml', aml, ['-vs', '-d'], 'table.dsl');
}

function run(
  from: string,
  content: Uint8Array,
  options: readonly string[],
  to: string,
  timeoutMs = TIMEOUT_MS,
): Promise<IaslRun> {
  return withScratch(
    async (folder): Promise<IaslRun> => {
      const limits = { timeoutMs, mostOutput: MOST_OUTPUT, mostFileMiB: MOST_FILE_MIB, mostMemoryMiB: MOST_MEMORY_MIB };
      const end = await runProgram('iasl', [...options, from], { folder, ...limits });
      if (end.state === 'missing') return end;
      const output = `${end.stdout}\n${end.stderr}`;
      if (end.state === 'stopped') return { state: 'failed', why: reasonFrom(output, end.why) };
      if (end.status === undefined) return { state: 'failed', why: reasonFrom(output, end.how) };
      const made = contentOf(join(folder, to));
      const messages = messagesOf(output);
      if (end.status === 0 && made) return { state: 'made', content: made, messages };
      return messages.length > 0
        ? { state: 'refused', messages }
        : { state: 'failed', why: reasonFrom(output, end.how) };
    },
    { [from]: content },
  );
}

/** What iasl made, if it is a file. */
function contentOf(path: string): Uint8Array | undefined {
  try {
    return lookAt(path, MOST_FILE_MIB * 1024 * 1024)?.head;
  } catch {
    return undefined;
  }
}

/** The last line of the output, and how iasl ended. */
function reasonFrom(output: string, ending: string): string {
  const last = output.trim().split('\n').at(-1) ?? '';
  return [last, ending].filter(Boolean).join('; ');
}

/** Lines like `table.asl(2) : error    6126 - syntax error`. */
function messagesOf(output: string): string[] {
  const lines = output.split('\n').filter((line) => /^\S+\(\d+\) : (?:error|warning|remark)/i.test(line));
  return lines.map((line) => line.trim());
}
