import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from './support/cases.js';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const MOST_LINES = 260;

/** What a room may import beside itself. A file of `src` that is in no folder is a room of its own. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  grammar: [],
  diagnostics: [],
  release: ['grammar'],
  aml: ['grammar', 'diagnostics'],
  // ACPI names are read with aml/name-string.ts.
  spec: ['grammar', 'diagnostics', 'aml'],
  cpc: ['aml', 'spec', 'grammar', 'diagnostics'],
  asl: ['aml', 'grammar'],
  guest: ['aml', 'cpc', 'grammar', 'diagnostics', 'release'],
  hyperv: ['spec', 'grammar', 'diagnostics', 'release'],
  // Pin lists are cpusets, and `init` writes a spec: spec/cpuset.ts and spec/spec.ts.
  host: ['spec', 'grammar', 'diagnostics'],
  emit: ['asl', 'cpc', 'hyperv', 'aml', 'grammar', 'diagnostics', 'release'],
  // It reads domains as host does.
  libvirt: ['emit', 'cpc', 'hyperv', 'host', 'spec', 'grammar', 'diagnostics'],
  // Temporary folders of outside programs.
  scratch: [],
  iasl: ['asl', 'aml', 'diagnostics', 'grammar', 'scratch'],
  inspect: ['asl', 'aml', 'cpc', 'grammar', 'diagnostics'],
  boot: ['emit', 'cpc', 'spec', 'grammar', 'diagnostics', 'scratch', 'release'],
  compile: ['spec', 'cpc', 'guest', 'hyperv', 'aml', 'emit', 'grammar', 'diagnostics'],
  cli: ['*'],
  index: ['*'],
};

/** Rooms that may ask Node for files, programs or time; others are the same everywhere. */
const MAY_IMPORT_NODE: Record<string, readonly string[]> = {
  cli: ['*'],
  scratch: ['*'],
  iasl: ['node:fs/promises', 'node:path'],
  boot: ['*'],
  host: ['node:fs', 'node:fs/promises', 'node:path'],
  emit: ['node:crypto'],
};

interface Import {
  readonly from: string;
  /** The file, for a module of ours; else the module as it is written. */
  readonly to: string;
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter(
    (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'),
  );
  return files.map((entry) => relative(REPOSITORY, join(entry.parentPath, entry.name))).sort();
}

const FILES = [...filesBelow('grammar'), ...filesBelow('src')];
const TEXTS = new Map(FILES.map((file) => [file, readFileSync(join(REPOSITORY, file), 'utf8')]));

function importsOf(file: string): Import[] {
  const found = (TEXTS.get(file) ?? '').matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)(['"])([^'"]+)\1/gm);
  return [...found].map(([, , to = '']) => ({ from: file, to: to.startsWith('.') ? targetOf(file, to) : to }));
}

function targetOf(file: string, to: string): string {
  return normalize(join(dirname(file), to)).replace(/\.js$/, '.ts');
}

/** `src/cpc/rules.ts` is in room cpc, `src/compile.ts` in compile. */
function roomOf(file: string): string {
  const [top, second = ''] = file.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : (top ?? '');
}

const IMPORTS = FILES.flatMap(importsOf);
const isOurs = ({ to }: Import) => to.startsWith('src/') || to.startsWith('grammar/');

function allows(list: readonly string[] | undefined, name: string): boolean {
  return list?.some((one) => one === '*' || one === name) ?? false;
}

test('the reader of imports finds them all', () => {
  const counted = [...TEXTS.values()].join('\n').match(/^(?:import|export)\b[^;]*\bfrom '/gm)?.length ?? 0;
  assert.ok(counted > 100 && IMPORTS.length >= counted, `${IMPORTS.length} of ${counted}`);
  assert.ok(
    IMPORTS.some(({ to }) => to === 'toml-eslint-parser'),
    'import() counts, too',
  );
});

cases(
  'room',
  Object.entries(MAY_IMPORT).map(([name, rooms]) => ({ name, rooms })),
  ({ name, rooms }) => {
    const wrong = IMPORTS.filter(isOurs)
      .filter(({ from, to }) => roomOf(from) === name && roomOf(to) !== name && !allows(rooms, roomOf(to)))
      .map(({ from, to }) => `${from} imports ${to}`);
    assert.equal(wrong, []);
  },
);

test('every room has its line above', () => {
  const rooms = new Set(FILES.map(roomOf));
  assert.equal(
    [...rooms].filter((room) => !(room in MAY_IMPORT)),
    [],
  );
});

test('the rooms have no cycles', () => {
  const below = (room: string, seen: readonly string[]): string[] => {
    if (seen.includes(room)) return [[...seen, room].join(' → ')];
    const rooms = (MAY_IMPORT[room] ?? []).filter((one) => one !== '*');
    return rooms.flatMap((one) => below(one, [...seen, room]));
  };
  assert.equal(
    Object.keys(MAY_IMPORT).flatMap((room) => below(room, [])),
    [],
  );
});

test('nobody imports what is not there', () => {
  const missing = IMPORTS.filter((one) => isOurs(one) && !TEXTS.has(one.to)).map(
    ({ from, to }) => `${from} imports ${to}`,
  );
  assert.equal(missing, []);
});

test('nobody imports src/index.ts, and nothing else gathers exports', () => {
  assert.equal(
    IMPORTS.filter(({ to }) => to === 'src/index.ts'),
    [],
  );
  const barrels = FILES.filter(
    (file) => file !== 'src/index.ts' && /^export\s[^;]*\bfrom '/m.test(TEXTS.get(file) ?? ''),
  );
  assert.equal(barrels, []);
});

test('only some rooms know Node', () => {
  const wrong = IMPORTS.filter(({ to }) => to.startsWith('node:'))
    .filter(({ from, to }) => !allows(MAY_IMPORT_NODE[roomOf(from)], to))
    .map(({ from, to }) => `${from} imports ${to}`);
  assert.equal(wrong, []);
});

test('only cli starts from nothing: no other room touches the process', () => {
  const wrong = FILES.filter((file) => !/^src\/(?:cli\/|boot\/|scratch\.ts)/.test(file)).filter((file) =>
    /\b(?:process|console)\.|\bDate\.now\b|\bMath\.random\b/.test(TEXTS.get(file) ?? ''),
  );
  assert.equal(wrong, []);
});

test('the grammar has no functions of its own', () => {
  const wrong = FILES.filter(
    (file) => file.startsWith('grammar/') && /\bfunction\b|\bclass\b/.test(TEXTS.get(file) ?? ''),
  );
  assert.equal(wrong, []);
});

test('no file is named for fitting nowhere', () => {
  const names = /(?:^|\/)(?:utils?|helpers?|misc|common|shared|lib)(?:\.ts$|\/)/;
  assert.equal(
    FILES.filter((file) => names.test(file)),
    [],
  );
});

test(`no file has more than ${MOST_LINES} lines`, () => {
  const long = FILES.map((file) => ({ file, lines: (TEXTS.get(file) ?? '').split('\n').length - 1 }));
  const wrong = long.filter(({ lines }) => lines > MOST_LINES);
  assert.equal(wrong, []);
});

test('file names are kebab-case', () => {
  assert.equal(
    FILES.filter((file) => !/^(?:[a-z0-9-]+\/)+[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/.test(file)),
    [],
  );
});

test.run();
