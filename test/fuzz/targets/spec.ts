// The text of a spec: it compiles to tables that keep the laws, or each of its problems has a line.

import { isDeepStrictEqual } from 'node:util';
import { MOST_PROCESSORS } from '../../../grammar/machines.js';
import { decodeTable, encodeTable } from '../../../src/aml/table.js';
import type { AmlTable } from '../../../src/aml/tree.js';
import { printTable } from '../../../src/asl/print.js';
import { nextLines } from '../../../src/cli/views/next-command.js';
import { previewLines, rankingLines } from '../../../src/cli/views/ranking.js';
import { compile } from '../../../src/compile.js';
import { type CpcValue, isNullRegister } from '../../../src/cpc/ir.js';
import type { PackageValue } from '../../../src/cpc/package.js';
import { specOfFirmware } from '../../../src/decompile/decompile.js';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.js';
import { renderText } from '../../../src/diagnostics/render-text.js';
import type { Compiled, Placement } from '../../../src/emit/format.js';
import { emitFormats, givenFormats } from '../../../src/emit/formats.js';
import { machineFacts } from '../../../src/firmware/facts.js';
import { hypervElements } from '../../../src/hyperv/libvirt-elements.js';
import { releaseProblems } from '../../../src/hyperv/release-rules.js';
import { compare } from '../../../src/inspect/diff.js';
import { locate } from '../../../src/spec/locate.js';
import { writeSpec } from '../../../src/spec/write.js';
import { NEWEST } from '../../../src/versions/release.js';
import { Random } from '../../support/random.js';
import { answersOfSpecAndBytes } from '../../support/spec-and-bytes.js';
import { specTexts } from '../corpus.js';
import { mutatedText } from '../mutate.js';
import { randomSpec, SPEC_WORDS, shuffledTables } from '../random-spec.js';
import { ensure, ensurePlain, type FuzzInput, type Target, textIn } from '../target.js';

const FILE = 'spec.toml';
const texts = specTexts();

/** More cores only make a round of many steps slow. */
const MOST_IN_FULL = 1024;

export const TARGET: Target = { name: 'spec', extension: 'toml', make, check };

function make(random: Random): FuzzInput {
  const choice = random.below(2 ** 31);
  const start = random.below(2) === 0 ? random.one(texts) : randomSpec(random);
  const moved = random.below(6) === 0 ? shuffledTables(start, random) : start;
  const content = random.below(4) === 0 ? moved : mutatedText(moved, random, SPEC_WORDS, texts);
  return { content, choice };
}

async function check(input: FuzzInput): Promise<void> {
  const text = textIn(input);
  const random = new Random(input.choice);
  const { value, diagnostics } = await compile({ text, file: FILE });
  ensure(
    value !== undefined || diagnostics.some(({ severity }) => severity === 'error'),
    () => 'no table, and no error',
  );
  await everyPlaceIsKnown(diagnostics, text);
  if (!value) return;
  laws(value);
  await outputs(value, text, random);
  if (value.table.processors.length > MOST_IN_FULL) return;
  guests(value);
  await decompiled(value);
}

/** Every problem has a line, and what is shown of it obeys no terminal. */
async function everyPlaceIsKnown(diagnostics: readonly Diagnostic[], text: string): Promise<void> {
  const lines = text.split('\n').length;
  for (const located of await locate(diagnostics, text)) {
    const { diagnostic, at } = located;
    ensure(at !== undefined && at.line >= 1 && at.column >= 1, () => `${diagnostic.code} has no line`);
    ensure(at.line <= lines, () => `${diagnostic.code} is at line ${at.line} of ${lines}`);
    ensurePlain(
      renderText(located, (_, words) => words),
      diagnostic.code,
    );
  }
}

function laws({ table, parts }: Compiled): void {
  ensure(table.processors.length <= MOST_PROCESSORS, () => `${table.processors.length} processors`);
  for (const { tree, aml } of parts) {
    const { value: decoded, diagnostics } = decodeTable(aml, 'table');
    ensure(diagnostics.length === 0, () => `a built table has ${diagnostics[0]?.code}`);
    ensure(isDeepStrictEqual(decoded, tree), () => 'decode(encode(t)) is not t');
    ensure(Buffer.compare(encodeTable(tree), aml) === 0, () => 'encode(decode(x)) is not x');
    ensurePlain(printTable(tree), 'ASL');
    const limit = table.maxTableBytes;
    ensure(limit === 0 || aml.length <= limit || parts.length > 0, () => `${aml.length} bytes, ${limit} allowed`);
  }
  if (table.objects.includes('_CPC')) liftsBack(table, parts);
}

function liftsBack(table: Compiled['table'], parts: Compiled['parts']): void {
  const { cpc: read } = machineFacts(treesOf(parts));
  const found = new Map(read.flatMap((cpc) => cpc.processors.map((path) => [path, cpc] as const)));
  ensure(found.size === table.processors.length, () => `${found.size} of ${table.processors.length} processors`);
  for (const { path, stated: entries } of table.processors) {
    const cpc = found.get(path);
    ensure(cpc !== undefined, () => `nothing at ${path}`);
    for (const [key, value] of cpc.entries) {
      ensure(isSame(entries[key], value), () => `${key} was lifted as ${value.kind} from ${entries[key].kind}`);
    }
  }
}

/** As read from their bytes: cores that say the same share their nodes in the trees that were built. */
function treesOf(parts: Compiled['parts']): readonly AmlTable[] {
  return parts.flatMap(({ aml }) => decodeTable(aml, FILE).value ?? []);
}

function isSame(lowered: CpcValue, lifted: PackageValue): boolean {
  if (lowered.kind === 'integer') return lifted.kind === 'integer' && lifted.value === lowered.value;
  if (lowered.kind === 'priorities')
    return lifted.kind === 'package' && lifted.elements.length === lowered.priorities.length;
  if (lowered.kind === 'register') {
    if (isNullRegister(lowered.register)) return lifted.kind === 'absent';
    return lifted.kind === 'register' && isDeepStrictEqual(lifted.register, lowered.register);
  }
  return lifted.kind === 'absent' || (lifted.kind === 'package' && lifted.elements.length === 0);
}

/** Every format that the spec can give, twice the same bytes, with the same diagnostics. */
async function outputs(compiled: Compiled, text: string, random: Random): Promise<void> {
  const release = () => random.one([undefined, [5, 0], [7, 2], [9, 0], [11, 2], NEWEST] as const);
  const [libvirt, qemu] = [release(), release()];
  const placement: Placement = {
    stem: random.one(['spec', 'a b', "it's", '7', 'x,y', '-', 'ü', 'SSDT.old']),
    ...(random.below(2) === 0 && { tablePath: random.one(['/var/lib/x', 'a b', "/it's", '/x,y', '']) }),
    ...(libvirt && { libvirt }),
    ...(qemu && { qemu }),
  };
  const formats = givenFormats(compiled.table, placement);
  const made = emitFormats(compiled, placement, formats);
  ensure(made.value !== undefined, () => `given formats are refused: ${made.diagnostics[0]?.message}`);
  if (compiled.table.processors.length > MOST_IN_FULL) return;
  const again = (await compile({ text, file: FILE })).value;
  ensure(again !== undefined, () => 'the second time it does not compile');
  for (const [i, output] of (emitFormats(again, placement, formats).value ?? []).entries()) {
    const first = made.value[i];
    ensure(first !== undefined && Buffer.compare(first.content, output.content) === 0, () => `${output.file} differs`);
  }
  ensure(new Set(made.value.map(({ file }) => file)).size === made.value.length, () => 'two outputs of one name');
  releaseProblems(compiled.hyperv, placement, FILE);
  hypervElements(compiled.hyperv, libvirt ?? NEWEST);
  const lines = [
    ...rankingLines(compiled.table),
    ...previewLines(compiled.table),
    ...nextLines(compiled, placement, '.', made.value),
  ];
  ensurePlain(lines.join('\n'), 'the summary');
}

/** What is known of a spec must be what a guest sees in its bytes. */
function guests(compiled: Compiled): void {
  for (const { guest, ofSpec: a, ofBytes: b } of answersOfSpecAndBytes(compiled)) {
    const same = a.verdict === b.verdict && isDeepStrictEqual(a.because, b.because);
    ensure(same, () => `${guest}: ${a.verdict} (${a.because}) of the spec, ${b.verdict} (${b.because}) of its bytes`);
  }
}

/** A decompiled spec compiles to the same packages. */
async function decompiled({ table, parts }: Compiled): Promise<void> {
  if (!table.objects.includes('_CPC')) return;
  const trees = treesOf(parts);
  const made = specOfFirmware({ tables: trees, facts: machineFacts(trees) });
  ensure(made !== undefined, () => 'decompile finds no processor');
  const text = writeSpec(made.spec, new Map([['', { above: made.comments }]]));
  const { value, diagnostics } = await compile({ text, file: FILE });
  const refused = diagnostics.find(({ severity }) => severity === 'error');
  ensure(value !== undefined, () => `decompiled, it is refused: ${refused?.code}: ${refused?.message}`);
  // A spec has the P-states of its layout, not those of firmware.
  const [first] = compare(machineFacts(trees), machineFacts(treesOf(value.parts))).differences.filter(
    ({ object }) => object === '_CPC' || object === '_PSD',
  );
  ensure(first === undefined, () => `decompiled, ${first?.processor} ${first?.entry}: ${first?.a} became ${first?.b}`);
}
