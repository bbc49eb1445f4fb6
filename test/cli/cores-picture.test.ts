import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { coresPicture } from '../../src/cli/views/picture/cores-picture.js';
import { compile } from '../../src/compile.js';
import type { CpcTable } from '../../src/cpc/ir.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { expectGolden, FIXTURES, REPOSITORY } from '../support/fixtures.js';

async function tableOf(text: string): Promise<CpcTable> {
  const { value, diagnostics } = await compile({ text, file: 'spec.toml' });
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return value.table;
}

function accepted(name: string): Promise<CpcTable> {
  return tableOf(readFileSync(join(FIXTURES, 'accept', name, 'spec.toml'), 'utf8'));
}

interface Box {
  readonly sentence: string;
  readonly fill: string;
  readonly words: readonly string[];
  readonly x: number;
  readonly y: number;
}

/** A picture as a parser of XML understands it. */
function read(svg: string) {
  const { root } = parseXml(svg);
  if (!root) throw new Error('no element');
  const elements = (parent: XmlElement) => parent.children.filter((one) => one instanceof XmlElement);
  const boxes = elements(root)
    .filter(({ name }) => name === 'g')
    .map((group): Box => {
      const [title, rect, ...rest] = elements(group);
      const { fill = '', x, y } = rect?.attributes ?? {};
      return { sentence: title?.text ?? '', fill, words: rest.map(({ text }) => text), x: Number(x), y: Number(y) };
    });
  const words = elements(root).flatMap((one) => (one.name === 'text' ? [one.text] : []));
  return { boxes, words, width: Number(root.attributes['width']), height: Number(root.attributes['height']) };
}

/** The README shows it: UPDATE=1 writes it. */
test('the picture in docs/ is the one of the fixture', async () => {
  expectGolden(join(REPOSITORY, 'docs/7950x3d.svg'), coresPicture(await accepted('7950x3d-full'), 'Ryzen 9 7950X3D'));
});

test('every core has its box, with its numbers', async () => {
  const { boxes, words } = read(coresPicture(await accepted('7950x3d'), 'x3d'));
  assert.is(boxes.length, 8);
  assert.is(boxes[0]?.sentence, 'core 0; rank 1, highest_perf 236; vCPUs 0, 1; host threads 0, 16');
  assert.equal(boxes[0]?.words.slice(0, 5), ['core 0', 'rank 1', '236', 'vCPU 0, 1', 'host 0, 16']);
  assert.is(words[0], 'x3d, variant "cache"');
});

test('equal ranks have one colour, and every rank another', async () => {
  const { boxes } = read(coresPicture(await accepted('7950x3d-full'), 'x'));
  const fills = new Map<string, Set<string>>();
  for (const { sentence, fill } of boxes) {
    const [, rank = ''] = /rank (\d+)/.exec(sentence) ?? [];
    fills.set(rank, (fills.get(rank) ?? new Set()).add(fill));
  }
  assert.ok([...fills.values()].every((colours) => colours.size === 1));
  assert.is(new Set([...fills.values()].flatMap((colours) => [...colours])).size, fills.size);
  assert.ok(fills.size > 8);
});

test('cores of unequal kinds stand in groups, which the spec tells apart', async () => {
  const { words, boxes } = read(coresPicture(await accepted('core-ultra-8p-12e'), 'x'));
  const groups = words.filter((words) => /^\d+ cores?: /.test(words));
  assert.is(groups.length, 3);
  assert.match(groups[0] ?? '', /^8 cores: 1 thread, nominal 62, 3900 MHz/);
  assert.is(boxes.length, 20);
});

test('where registers answer, no rank is made up', async () => {
  const { boxes, words } = read(coresPicture(await accepted('layout-amd'), 'x'));
  assert.match(words[1] ?? '', 'known at run time');
  assert.match(boxes[0]?.sentence ?? '', 'rank known at run time');
  assert.not.match(boxes[0]?.words.join(' ') ?? '', 'rank');
});

const MANY = `[registers]
layout = "constant"
[defaults]
nominal_perf = 100
lowest_nonlinear_perf = 40
lowest_perf = 10
[[core]]
highest_perf = 200
count = 100
[[core]]
highest_perf = 150
count = 100`;

test('many cores are small boxes, and none lies outside or on another', async () => {
  for (const table of [await tableOf(MANY), await accepted('7950x3d-full'), await accepted('275hx')]) {
    const { boxes, width, height } = read(coresPicture(table, 'x'));
    assert.is(boxes.length, new Set(table.processors.map(({ core }) => core)).size);
    assert.ok(boxes.every(({ x, y }) => x >= 0 && y >= 0 && x < width && y < height));
    assert.is(new Set(boxes.map(({ x, y }) => `${x} ${y}`)).size, boxes.length);
  }
});

test('64 cores have words, 65 only their numbers', async () => {
  for (const [count, words] of [
    [64, 'rank 1'],
    [65, '64'],
  ] as const) {
    const text = MANY.slice(0, MANY.indexOf('[[core]]'));
    const { boxes } = read(coresPicture(await tableOf(`${text}[[core]]\nhighest_perf = 200\ncount = ${count}`), 'x'));
    assert.ok(boxes.at(-1)?.words.includes(words), boxes.at(-1)?.words.join());
    assert.is(boxes.at(-1)?.words.length, count === 64 ? 4 + 1 : 1);
  }
});

test('the legend has each rank once', async () => {
  const { words } = read(coresPicture(await tableOf(MANY), 'x'));
  assert.equal(
    words.filter((one) => one.startsWith('rank ')),
    ['rank 1: 200', 'rank 101: 150'],
  );
});

test('a name of 64 characters is whole, a longer one is shortened', async () => {
  const table = await tableOf(MANY);
  for (const [length, title] of [
    [64, 'x'.repeat(64)],
    [65, `${'x'.repeat(63)}…`],
  ] as const) {
    assert.is(read(coresPicture(table, 'x'.repeat(length))).words[0], title);
  }
});

test('names are text, whatever is in them', async () => {
  const text = MANY.replace('200', '{ "<b>&\\"x" = 200 }').replace('= 150', '= { "<b>&\\"x" = 150 }');
  const { words } = read(coresPicture(await tableOf(text), '</svg><script>\u0007'));
  assert.is(words[0], '</svg><script>?, variant "<b>&"x"');
});

test('--svg writes a file, or the picture to standard output', async () => {
  await inScratch(async (folder) => {
    const toFile = await cppcAcpi(['preview', 'good.toml', '--svg', 'x.svg'], { cwd: folder });
    assert.is(toFile.status, 0, toFile.stderr);
    const svg = readFileSync(join(folder, 'x.svg'), 'utf8');
    assert.is(toFile.stdout, `Written: x.svg (${Buffer.byteLength(svg)} bytes)\n`);
    const toOutput = await cppcAcpi(['preview', 'good.toml', '--svg', '-'], { cwd: folder });
    assert.is(toOutput.stdout, svg);
    assert.ok(read(svg).boxes.length > 0);
    const json = await cppcAcpi(['preview', 'good.toml', '--svg', 'x.svg', '--json'], { cwd: folder });
    assert.is(JSON.parse(json.stdout).file, 'x.svg');
  });
});

test('--svg does not take the place of the spec, nor of --json', async () => {
  await inScratch(async (folder) => {
    for (const args of [
      ['--svg', './good.toml'],
      ['--svg', '-', '--json'],
    ]) {
      const before = readFileSync(join(folder, 'good.toml'), 'utf8');
      const { status } = await cppcAcpi(['preview', 'good.toml', ...args], { cwd: folder });
      assert.is(status, 2);
      assert.is(readFileSync(join(folder, 'good.toml'), 'utf8'), before);
    }
    const { status, stderr } = await cppcAcpi(['preview', 'good.toml', '--svg', 'no/x.svg'], { cwd: folder });
    assert.is(status, 1);
    assert.match(stderr, 'cli/cannot-write');
  });
});

test.run();
