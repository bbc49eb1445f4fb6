import { specOfFirmware } from '../../../decompile/decompile.js';
import { overrideProblems } from '../../../decompile/override-problems.js';
import type { Replaced } from '../../../decompile/override-ways.js';
import { cpcShaped } from '../../../decompile/source.js';
import { type Diagnostic, diagnostic } from '../../../diagnostics/diagnostic.js';
import { writeSpec } from '../../../spec/write.js';
import { nameOf, readGiven } from '../../files/machines.js';
import { writeNewFile, writtenLines } from '../../files/new-file.js';
import { type ReadFirmware, readFirmware } from '../../files/read-firmware.js';
import { EXIT, exitStatus } from '../../terminal/exit.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { overrideLines } from '../../views/override-lines.js';

export interface DecompileOptions extends CommonOptions {
  readonly output?: string;
  readonly override?: true;
}

const NEXT = '`cppc-acpi preview` shows its cores, `cppc-acpi diff` compares it with the table.';

const NEXT_OVERRIDE = 'write your numbers, then load the table as root.';

/** Writes a spec that compiles to the `_CPC` packages of the tables. */
export async function decompile(paths: readonly string[], options: DecompileOptions): Promise<number> {
  const read = await readOne(paths);
  const { text, diagnostics, replaced } = specTextOf(read, options.override === true);
  const problems = [...read.diagnostics, ...diagnostics];
  const file = options.output === '-' ? undefined : options.output;
  // Problems of reading, such as a wrong checksum, do not prevent the spec.
  const fits = text !== undefined && exitStatus(diagnostics, options) === EXIT.ok;
  const failures = fits && file !== undefined ? writeNewFile(file, text) : [];
  const done = fits && failures.length === 0;
  return report(options, {
    diagnostics: [...problems, ...failures],
    texts: read.texts,
    lines: done
      ? [
          ...writtenLines(file, text, [`Next: ${options.override ? NEXT_OVERRIDE : NEXT}`]),
          ...overrideLines(options, replaced),
        ]
      : [],
    facts: { file: done ? (file ?? null) : null, spec: done ? text : null },
  });
}

/** Several paths are the tables of one machine, or a mistake. */
async function readOne(paths: readonly string[]): Promise<ReadFirmware> {
  const given = await readGiven(paths, 'spec or table');
  const [one] = given;
  if (one && given.length === 1) return readFirmware(one);
  const [name = ''] = paths;
  const facts = { inputs: given.map(nameOf) };
  return { name, texts: new Map(), diagnostics: [diagnostic('decompile/several-machines', { file: name }, facts)] };
}

interface SpecText {
  readonly text?: string;
  readonly replaced?: Replaced;
  readonly diagnostics: readonly Diagnostic[];
}

function specTextOf({ name, firmware }: ReadFirmware, override: boolean): SpecText {
  if (!firmware) return { diagnostics: [] };
  const made = specOfFirmware(firmware, override);
  if (!made) {
    const packages = cpcShaped(firmware.facts).map(({ path }) => path);
    return { diagnostics: [diagnostic('decompile/no-processor', { file: name }, { packages })] };
  }
  const { changes: messages } = made;
  const text = writeSpec(made.spec, new Map([['', { above: made.comments }]]));
  const changed = messages.length > 0 ? [diagnostic('decompile/changed', { file: name }, { messages })] : [];
  const { replaced } = made;
  if (!replaced) return { text, diagnostics: changed };
  return { text, replaced, diagnostics: [...changed, ...overrideProblems(name, replaced)] };
}
