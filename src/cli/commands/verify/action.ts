import { OUR_TABLE } from '../../../../grammar/structures.js';
import { decodeTable, encodeTable } from '../../../aml/table.js';
import { type Diagnostic, diagnostic } from '../../../diagnostics/diagnostic.js';
import { AML } from '../../../emit/aml.js';
import { type Check, checkAsl, checkDisassembly, firstDifference, withoutRepeats } from '../../../iasl/round-trip.js';
import { compileInput } from '../../files/compile-file.js';
import { type Input, isTable, readInput } from '../../files/input.js';
import { EXIT } from '../../terminal/exit.js';
import { type CommonOptions, report } from '../../terminal/report.js';

export interface VerifyOptions extends CommonOptions {
  readonly variant?: string;
}

/** iasl fails to compile what it disassembled of some vendors' tables, which says nothing about them. */
const PASSED: readonly Check['state'][] = ['equal', 'not compared'];

/** Checks the tables of a spec, or a table, with iasl: recompiles our ASL, and disassembles and recompiles the AML. */
export async function verify(path: string, options: VerifyOptions): Promise<number> {
  const { value: input, diagnostics: unread } = await readInput(path, 'spec or table');
  if (!input) return report(options, { diagnostics: unread, texts: new Map(), facts: { ok: false, checks: [] } });
  const source = isTable(input) ? tableOf(input) : await specOf(input, options.variant);
  const checks: (Check & { readonly file: string })[] = [];
  for (const { name: file, aml } of source.tables) {
    checks.push(...(await checksOf(file, aml, source.ofSpec)).map((check) => ({ file, ...check })));
  }
  const skipped = checks.some((check) => check.state === 'skipped');
  const failures = withoutRepeats(checks.flatMap((check) => check.diagnostics));
  const diagnostics = [
    ...source.diagnostics,
    ...failures,
    ...(skipped ? [diagnostic('iasl/missing', undefined, {})] : []),
  ];
  const ok = checks.length > 0 && checks.every((check) => PASSED.includes(check.state));
  const facts = { ok, checks: checks.map(({ file, name, state }) => ({ file, name, state })) };
  const width = Math.max('different'.length, ...checks.map(({ state }) => state.length));
  const lines = checks.map(({ file, name, state }) => `${state.padEnd(width)}  ${file}: ${name}`);
  const status = await report(options, { diagnostics, texts: source.texts, lines, facts });
  return ok ? status : Math.max(status, EXIT.problems);
}

interface Source {
  readonly tables: readonly { readonly name: string; readonly aml: Uint8Array }[];
  /** The tables are ours, whoever their creator is. */
  readonly ofSpec: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

async function specOf(input: Input, variant?: string): Promise<Source> {
  const { compiled, diagnostics, texts } = await compileInput(input, variant === undefined ? {} : { variant });
  const tables = compiled ? AML.emit(compiled, { stem: input.stem }, []) : [];
  return {
    tables: tables.map(({ file, content }) => ({ name: file, aml: content })),
    ofSpec: true,
    diagnostics,
    texts,
  };
}

function tableOf(input: Input): Source {
  const { value, diagnostics } = decodeTable(input.bytes, input.name);
  const tables = value ? [{ name: input.name, aml: input.bytes }] : [];
  return { tables, ofSpec: false, diagnostics, texts: new Map() };
}

async function checksOf(file: string, aml: Uint8Array, ofSpec: boolean): Promise<Check[]> {
  const tree = decodeTable(aml, file).value;
  if (!tree) return [];
  const difference = firstDifference(encodeTable(tree), aml);
  const decoded: Check = {
    name: 'the AML decodes and encodes to the same bytes',
    state: difference ? 'different' : 'equal',
    diagnostics: [],
  };
  const ours = ofSpec || tree.header.creatorId === OUR_TABLE.creatorId ? [await checkAsl(file, tree, aml)] : [];
  return [decoded, ...ours, await checkDisassembly(file, tree)];
}
