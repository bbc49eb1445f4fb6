import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withScratch } from '../scratch/scratch.js';

/** The result of a run of iasl. */
export type IaslRun =
  | { readonly state: 'missing' }
  | { readonly state: 'failed'; readonly why: string }
  | { readonly state: 'refused'; readonly messages: readonly string[] }
  | { readonly state: 'made'; readonly content: Uint8Array; readonly messages: readonly string[] };

/** iasl compiles 4,096 processors in a few seconds; a longer run hangs. */
const TIMEOUT_MS = 300_000;

// 20200925 refuses a Package in revision 4 `_CPC` (6105) and remarks on an empty one (2095); ACPICA 20251212 fixes both.
const COMPILE_OPTIONS = ['-vi', '-vs', '-vw', '6105', '-vw', '2095'];

/** Compiles ASL to AML. */
export function compileAsl(asl: Uint8Array, timeoutMs = TIMEOUT_MS): Promise<IaslRun> {
  return withScratch((folder) => run(folder, 'table.asl', asl, COMPILE_OPTIONS, 'table.aml', timeoutMs));
}

/** Disassembles AML to ASL. */
export function disassemble(aml: Uint8Array): Promise<IaslRun> {
  return withScratch((folder) => run(folder, 'table.aml', aml, ['-vs', '-d'], 'table.dsl'));
}

async function run(
  folder: string,
  from: string,
  content: Uint8Array,
  options: readonly string[],
  to: string,
  timeoutMs = TIMEOUT_MS,
): Promise<IaslRun> {
  const { execa } = await import('execa');
  await writeFile(join(folder, from), content);
  const result = await execa('iasl', [...options, from], {
    cwd: folder,
    reject: false,
    all: true,
    stdin: 'ignore',
    timeout: timeoutMs,
    // Execa sends this signal also if cppc-acpi is interrupted.
    killSignal: 'SIGKILL',
    maxBuffer: 10_000_000,
  });
  if (result.code === 'ENOENT') return { state: 'missing' };
  const messages = messagesOf(result.all);
  const failed = { state: 'failed', why: reasonOf(result.shortMessage, result.all) } as const;
  if (result.isTerminated || result.timedOut || result.code) return failed;
  const made = await readFile(join(folder, to)).catch(() => undefined);
  if (result.exitCode === 0 && made) return { state: 'made', content: made, messages };
  return messages.length > 0 ? { state: 'refused', messages } : failed;
}

/** The last line of the output, and how iasl ended. */
function reasonOf(ending: string | undefined, output: string): string {
  const last = output.trim().split('\n').at(-1) ?? '';
  return [last, ending].filter(Boolean).join('; ') || 'no output';
}

/** Lines like `table.asl(2) : error    6126 - syntax error`. */
function messagesOf(output: string): string[] {
  const lines = output.split('\n').filter((line) => /^\S+\(\d+\) : (?:error|warning|remark)/i.test(line));
  return lines.map((line) => line.trim());
}
