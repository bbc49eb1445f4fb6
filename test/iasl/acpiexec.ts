import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { outside } from '../support/outside.js';
import { iaslCompiles } from './oracle.js';

/** The four processors of a small machine, where QEMU's DSDT has them. Integers have 32 bits in revision 1. */
function dsdt(revision: 1 | 2): string {
  const devices = [0, 1, 2, 3].map((i) => `Device (C00${i}) { Name (_HID, "ACPI0007") Name (_UID, ${i}) }`);
  return `DefinitionBlock ("", "DSDT", ${revision}, "TEST", "TEST", 1) {
    Scope (\\_SB) { Device (CPUS) { Name (_HID, "ACPI0010") ${devices.join('\n')} } }
  }`;
}

/** acpiexec sleeps for a second before it ends, and takes a command line of at most 1,023 characters. */
const COMMANDS_PER_RUN = 8;

/** A machine in ACPICA's interpreter, with the tables loaded on top of its DSDT; answers as acpiexec prints them. */
export async function evaluate(
  tables: readonly Uint8Array[],
  commands: readonly string[],
  dsdtRevision: 1 | 2,
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cppc-acpi-'));
  try {
    const files = [await iaslCompiles(dsdt(dsdtRevision)), ...tables];
    const names = files.map((_, i) => `${i}.aml`);
    for (const [i, bytes] of files.entries()) await writeFile(join(folder, `${i}.aml`), bytes);
    const runs = Array.from({ length: Math.ceil(commands.length / COMMANDS_PER_RUN) }, async (_, i) => {
      const some = commands.slice(i * COMMANDS_PER_RUN, (i + 1) * COMMANDS_PER_RUN);
      const options = { cwd: folder, stdin: 'ignore' } as const;
      // Standard error has the names of the files, and would come anywhere in between.
      const { stdout } = await execa(outside('acpiexec'), ['-b', some.join(';'), ...names], options);
      return answersOf(stdout, some.length);
    });
    return (await Promise.all(runs)).flat();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// ACPICA 20200925 does not know the Package that revision 4 brings; 20251212 does. At its end, 20260408 lists objects of
// its own that it has not freed, also with a table that has one Integer.
const IGNORED =
  /Return Package type mismatch at index 24 - found Package|Outstanding cache allocations|^0x[0-9a-f]+ Length 0x/;

/** What was returned, without addresses; an exception of the interpreter is one here, too. */
function answersOf(output: string, count: number): string[] {
  const lines = output.split('\n').filter((line) => !IGNORED.test(line));
  const complaints = lines.filter((line) => /Error|Warning|Exception|AE_/.test(line));
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
  const answers = lines
    .join('\n')
    .split(/^Evaluation of .* returned object .*\n/m)
    .slice(1)
    .map((answer) => answer.split(/^(?:Evaluating |ACPI: )/m)[0]?.trimEnd() ?? '');
  if (answers.length !== count) throw new Error(`${answers.length} answers, ${count} expected\n${output}`);
  return answers;
}

/** The bytes of a Buffer in an answer. */
export function bufferOf(answer: string): string {
  const rows = [...answer.matchAll(/[0-9A-F]{4}: ((?:[0-9A-F]{2} )+)/g)].map(([, bytes = '']) => bytes.trim());
  return rows.join(' ').toLowerCase();
}
