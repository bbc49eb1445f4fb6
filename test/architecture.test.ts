import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CATALOG } from '../src/diagnostics/catalog.js';
import { OTHER_TEST_FOLDERS, ROOMS, roomOf, TESTED_ELSEWHERE } from './rooms.js';
import { cases } from './support/cases.js';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const MOST_LINES = 260;
const MOST_ROOM_LINES = 2500;
const MOST_FILES = 20;

interface Import {
  readonly from: string;
  /** The file, for a module of ours; else the name of the module. */
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
  const found = (TEXTS.get(file) ?? readFileSync(join(REPOSITORY, file), 'utf8')).matchAll(
    /(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)(['"])([^'"]+)\1/gm,
  );
  return [...found].map(([, , to = '']) => ({ from: file, to: to.startsWith('.') ? targetOf(file, to) : to }));
}

function targetOf(file: string, to: string): string {
  return normalize(join(dirname(file), to)).replace(/\.js$/, '.ts');
}

const IMPORTS = FILES.flatMap(importsOf);
// What is not shipped as a room but uses them.
const PROGRAM_FILES = [...FILES, ...filesBelow('release'), ...filesBelow('bench')];
const PROGRAM_TEXTS = new Map(PROGRAM_FILES.map((file) => [file, readFileSync(join(REPOSITORY, file), 'utf8')]));
const PROGRAM_IMPORTS = PROGRAM_FILES.flatMap(importsOf);
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
  Object.entries(ROOMS).map(([name, { imports }]) => ({ name, imports })),
  ({ name, imports }) => {
    const wrong = IMPORTS.filter(isOurs)
      .filter(({ from, to }) => roomOf(from) === name && roomOf(to) !== name && !allows(imports, roomOf(to)))
      .map(({ from, to }) => `${from} imports ${to}`);
    assert.equal(wrong, []);
  },
);

test('every room has its row, and every row a room', () => {
  assert.equal([...new Set(FILES.map(roomOf))].sort(), Object.keys(ROOMS).sort());
});

const TEST_FOLDERS = readdirSync(join(REPOSITORY, 'test'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test('every folder of src has its folder of tests', () => {
  const folders = Object.keys(ROOMS).map((room) => room.split('/')[0] ?? '');
  assert.equal(
    folders.filter((name) => !TEST_FOLDERS.includes(name) && !(name in TESTED_ELSEWHERE)),
    [],
  );
  const tests = readdirSync(join(REPOSITORY, 'test'));
  assert.equal(
    Object.values(TESTED_ELSEWHERE).filter((name) => !tests.includes(name)),
    [],
  );
});

test('every folder of tests is named for a folder of src, or has a row that says what it tests', () => {
  const known = [...Object.keys(ROOMS).map((room) => room.split('/')[0]), ...Object.keys(OTHER_TEST_FOLDERS)];
  assert.equal(
    TEST_FOLDERS.filter((name) => !known.includes(name)),
    [],
  );
  assert.equal(
    Object.keys(OTHER_TEST_FOLDERS).filter((name) => !TEST_FOLDERS.includes(name)),
    [],
  );
});

/** Two rooms of one level that need each other: the types of diagnostics are those of the rows, which use the words. */
const NEED_EACH_OTHER = [
  'diagnostics',
  'diagnostics/catalog',
  'diagnostics/catalog/cpc',
  'diagnostics/catalog/guest',
  'diagnostics/catalog/audit',
  'diagnostics/catalog/host',
  'diagnostics/catalog/observe',
];

test('a room imports lower levels only', () => {
  const levelOf = (room: string) => ROOMS[room]?.level ?? -1;
  const upwards = IMPORTS.filter(isOurs).filter(({ from, to }) => {
    const [a, b] = [roomOf(from), roomOf(to)];
    const inOneLevel = (levelOf(a) === 0 && b === 'grammar') || [a, b].every((one) => NEED_EACH_OTHER.includes(one));
    return a !== b && levelOf(b) >= levelOf(a) && !inOneLevel;
  });
  assert.equal(
    upwards.map(({ from, to }) => `${from} imports ${to}`),
    [],
  );
});

test('no file is in a circle of imports, types included', () => {
  const targets = new Map(
    FILES.map((file) => [file, IMPORTS.filter((one) => one.from === file && isOurs(one)).map(({ to }) => to)]),
  );
  assert.equal(circlesIn(targets), []);
});

test('the search for circles finds one', () => {
  const circle = circlesIn(
    new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]),
  );
  assert.equal(circle, ['b → c → b']);
});

/** Files that import themselves through others, each circle once. */
function circlesIn(targets: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push([...path.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return circles;
}

test('ARCHITECTURE.md has the table of rooms; UPDATE=1 writes it', () => {
  const file = join(REPOSITORY, 'ARCHITECTURE.md');
  const text = readFileSync(file, 'utf8');
  const expected = text.replace(/(<!-- rooms -->\n)[\s\S]*(<!-- \/rooms -->)/, `$1${roomsTable()}$2`);
  assert.match(expected, roomsTable());
  if (process.env['UPDATE'] === '1') writeFileSync(file, expected);
  else assert.is(text, expected);
});

function roomsTable(): string {
  const rows = Object.entries(ROOMS)
    .toSorted(([, a], [, b]) => b.level - a.level)
    .map(([name, { level, purpose, imports }]) => {
      const may = imports.includes('*') ? 'every lower level' : imports.join(', ');
      return `| ${level} | \`${name}\` | ${purpose} | ${may} |\n`;
    });
  return `| level | room | purpose | may import |\n|---|---|---|---|\n${rows.join('')}`;
}

test(`no room of src has more than ${MOST_ROOM_LINES} lines, and no folder more than ${MOST_FILES} files`, () => {
  const sources = FILES.filter((file) => file.startsWith('src/'));
  const lines = (name: string) =>
    sources.filter((file) => roomOf(file) === name).reduce((sum, file) => sum + linesOf(file), 0);
  const files = (folder: string) => sources.filter((file) => dirname(file) === folder).length;
  const large = Object.keys(ROOMS).filter((name) => lines(name) > MOST_ROOM_LINES);
  const crowded = [...new Set(sources.map((file) => dirname(file)))].filter((folder) => files(folder) > MOST_FILES);
  assert.equal([large, crowded], [[], []]);
});

function linesOf(file: string): number {
  return (TEXTS.get(file) ?? '').split('\n').length - 1;
}

test('every import of a file of ours finds it', () => {
  const missing = IMPORTS.filter((one) => isOurs(one) && !TEXTS.has(one.to)).map(
    ({ from, to }) => `${from} imports ${to}`,
  );
  assert.equal(missing, []);
});

test('no file imports src/index.ts, and no other file exports from others', () => {
  assert.equal(
    IMPORTS.filter(({ to }) => to === 'src/index.ts'),
    [],
  );
  const barrels = FILES.filter(
    (file) => file !== 'src/index.ts' && /^export\s[^;]*\bfrom '/m.test(TEXTS.get(file) ?? ''),
  );
  assert.equal(barrels, []);
});

cases(
  'a code names the room of its rule and of its catalog',
  Object.keys(CATALOG).map((name) => ({ name })),
  ({ name: code }) => {
    const [prefix = '', what = ''] = code.split('/');
    const quoting = FILES.filter((file) => {
      const text = TEXTS.get(file) ?? '';
      return text.includes(`'${code}'`) || text.includes(`'${what}'`);
    });
    const catalog = `src/diagnostics/catalog/${prefix}`;
    assert.ok(
      quoting.some((file) => file === `${catalog}.ts` || file.startsWith(`${catalog}/`)),
      `no row in ${catalog}`,
    );
    const rules = quoting.filter((file) => !file.startsWith('src/diagnostics/'));
    assert.ok(
      rules.some((file) => dirname(file).split('/').includes(prefix)),
      `no rule in a folder ${prefix}, but in ${rules.join(', ')}`,
    );
  },
);

/** Exports that no file of the program imports, with the reason. */
const EXPORTED_FOR: Readonly<Record<string, string>> = {
  OfEntry: 'the type of CATALOG names it',
  FeedbackFacts: 'the type of CATALOG names it',
  OfDescriptor: 'the type of CATALOG names it',
  OfObject: 'the type of CATALOG names it',
  FirmwareSpec: 'tests name it',
  GUEST_RULES: 'tests walk the rules',
  DOMAIN_RULES: 'tests walk the rules',
  PACKAGE_RULES: 'tests walk the rules',
  TCG_CPU_MODEL: 'tests boot with it',
  WITHOUT_KVM: 'a test finds every flag there or in the table of KVM',
  WORDS: 'tests compare completion with it',
  commonest: 'a test of ties',
  countRegisters: 'a law counts with it',
  cpcName: 'tests compare the bytes of one object',
  decodeRegisters: 'the pair of encodeRegisters, which tests compare with it',
  kindOfText: 'a test of every kind',
  kvmSince: 'a test of the table of KVM',
  nameOfType: 'a test of messages',
  processorStrings: 'a test of the device',
  showsRegisters: 'a law asks whether iasl shows any',
  specSchema: 'tests validate with it',
};

test('every export has an importer, or a reason', () => {
  const isExport = /^export (?:async )?(?:const|function\*?|class|interface|type) (\w+)/gm;
  const unused = FILES.filter((file) => file !== 'src/index.ts').flatMap((file) =>
    [...(TEXTS.get(file) ?? '').matchAll(isExport)]
      .map(([, name = '']) => name)
      .filter((name) => !isImported(file, name)),
  );
  assert.equal(unused.sort(), Object.keys(EXPORTED_FOR).sort());
});

/** Whether another file of the program imports the file and has the name. */
function isImported(file: string, name: string): boolean {
  const word = new RegExp(`\\b${name}\\b`);
  return PROGRAM_IMPORTS.some(({ from, to }) => to === file && word.test(PROGRAM_TEXTS.get(from) ?? ''));
}

test('only some rooms import modules of Node', () => {
  const wrong = IMPORTS.filter(({ to }) => to.startsWith('node:'))
    .filter(({ from, to }) => !allows(ROOMS[roomOf(from)]?.node, to))
    .map(({ from, to }) => `${from} imports ${to}`);
  assert.equal(wrong, []);
});

test('reports of guests are read and judged without modules of Node, as in a browser', () => {
  const reached = new Set<string>();
  const reach = (file: string) => {
    if (reached.has(file)) return;
    reached.add(file);
    // An import of types alone is gone when it runs.
    const typesOnly = (to: string) => new RegExp(`^import type [^;]*/${basename(to, '.ts')}\\.js'`, 'm');
    for (const { to } of importsOf(file).filter(isOurs)) if (!typesOnly(to).test(TEXTS.get(file) ?? '')) reach(to);
  };
  for (const file of FILES) if (/^src\/observe\/[^/]+$/.test(file)) reach(file);
  assert.ok(reached.size > 50);
  const wrong = IMPORTS.filter(({ from, to }) => reached.has(from) && to.startsWith('node:'));
  assert.equal(wrong, []);
});

test('only cli, boot, scratch and the guest agent use the process, the clock and random numbers', () => {
  const wrong = FILES.filter((file) => !/^src\/(?:cli|boot|scratch|observe\/agent)\//.test(file)).filter((file) =>
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

test('every file name says what is in the file', () => {
  const names = /(?:^|\/)(?:utils?|helpers?|misc|common|shared|lib)(?:\.ts$|\/)/;
  assert.equal(
    FILES.filter((file) => names.test(file)),
    [],
  );
});

test(`no file has more than ${MOST_LINES} lines`, () => {
  const wrong = FILES.filter((file) => linesOf(file) > MOST_LINES);
  assert.equal(wrong, []);
});

test('file names are kebab-case', () => {
  assert.equal(
    FILES.filter((file) => !/^(?:[a-z0-9-]+\/)+[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/.test(file)),
    [],
  );
});

test.run();
