import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LINUX_MINORS } from '../../grammar/guests.js';
import { exampleOf } from '../../src/cli/commands/explain/examples.js';
import { guestLines } from '../../src/cli/commands/explain/guest-lines.js';
import { severityWords } from '../../src/cli/commands/explain/severity.js';
import { CATALOG } from '../../src/diagnostics/catalog.js';
import type { Code } from '../../src/diagnostics/diagnostic.js';
import { rulesOf } from '../../src/guest/judge.js';
import { guestOf } from '../../src/versions/guest.js';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';

const codes = (Object.keys(CATALOG) as Code[]).map((name) => ({ name }));

cases('a code has an example, which says the code', codes, ({ name }) => {
  const example = exampleOf(name);
  assert.ok(example, 'no example');
  assert.match(example.output, `[${name}]`);
  assert.ok(example.kind === 'output' || example.input.trim().length > 10);
});

cases('a command of an example can be run by a person', codes, ({ name }) => {
  const example = exampleOf(name);
  if (example?.kind === 'command') assert.match(example.input, /^(?:TMPDIR=\S+ )?cppc-acpi (?!.*fake=)/);
});

cases('the head names the severities that the example prints', codes, ({ name }) => {
  const lines = exampleOf(name)?.output.split('\n') ?? [];
  const printed = lines.flatMap((line) => (line.includes(`[${name}]: `) ? (/^\w+/.exec(line) ?? []) : []));
  assert.ok(printed.length > 0);
  for (const severity of printed) assert.match(severityWords(name), new RegExp(`^${severity}\\b|else ${severity}\\b`));
});

interface Judged {
  readonly name: Code;
  readonly words: RegExp;
  readonly named: string;
  readonly others: string | null;
}

const JUDGED: readonly Judged[] = [
  {
    name: 'guest/linux-count',
    words: /^error for a guest of --guest; else warning, and an error with --strict$/,
    named: 'error',
    others: 'warning',
  },
  { name: 'guest/next-overlap', words: /^error for a guest of --guest; not shown/, named: 'error', others: null },
  { name: 'guest/linux-boot-words', words: /^note for a guest of --guest; not shown/, named: 'note', others: null },
  { name: 'guest/all-equal', words: /^note for a guest of --guest; with --strict a w/, named: 'note', others: null },
];

cases('the severity of guests', JUDGED, async ({ name, words, named, others }) => {
  assert.match(severityWords(name), words);
  await inScratch(async (folder) => {
    const { stdout } = await cppcAcpi(['explain', name, '--json'], { cwd: folder });
    assert.equal(JSON.parse(stdout).severity_of_guests, { named, others });
  });
});

test('explain shows it', async () => {
  await inScratch(async (folder) => {
    const { status, stdout } = await cppcAcpi(['explain', 'cpc/level-order'], { cwd: folder });
    assert.is(status, 0);
    assert.match(stdout, /Example spec:[\s\S]*Output:[\s\S]*error\[cpc\/level-order\]/);
  });
});

test('explain without a code lists every code with its severity, by room', async () => {
  await inScratch(async (folder) => {
    const { stdout } = await cppcAcpi(['explain'], { cwd: folder });
    const lines = stdout.split('\n');
    const listed = lines.flatMap((line) => /^ {2}(\w+) +([a-z]+\/[a-z0-9-]+): \S/.exec(line)?.slice(1) ?? []);
    assert.equal(
      listed,
      codes.flatMap(({ name }) => [CATALOG[name].severity, name]),
    );
    const rooms = lines.filter((line) => /^[a-z]+$/.test(line));
    assert.equal(rooms, [...new Set(codes.map(({ name }) => name.slice(0, name.indexOf('/'))))]);
    assert.match(stdout, /^ {2}warning {2}cpc\/frequency-unit: The frequencies are in kHz\.$/m);
  });
});

test('explain --json without a code has every code', async () => {
  await inScratch(async (folder) => {
    const { stdout } = await cppcAcpi(['explain', '--json'], { cwd: folder });
    const { schema, codes: listed, topics } = JSON.parse(stdout);
    assert.equal([schema, listed.length, topics], [1, codes.length, ['counters']]);
    assert.equal(
      listed.find(({ code }: { code: string }) => code === 'cpc/frequency-unit'),
      { code: 'cpc/frequency-unit', severity: 'warning', about: 'The frequencies are in kHz.' },
    );
  });
});

cases(
  'a text that is no code',
  [
    { name: 'pin-miss', says: /no code "pin-miss"; did you mean host\/pin-missing\?/ },
    { name: 'level-order', says: /did you mean cpc\/level-order\?/ },
    { name: 'zzzz', says: /no code "zzzz"; `cppc-acpi explain` lists all codes/ },
  ],
  async ({ name, says }) => {
    await inScratch(async (folder) => {
      const { status, stderr } = await cppcAcpi(['explain', name], { cwd: folder });
      assert.is(status, 2);
      assert.match(stderr, says);
    });
  },
);

test('the releases that were not booted are told, too', () => {
  const lines = guestLines(rulesOf('guest/linux-frequency-missing'));
  assert.equal(
    lines.filter((line) => line.includes('real machines')),
    ['Accepted, but not ranked by: Linux 6.9 and later, on real machines'],
  );
  const [line = ''] = lines.filter((one) => one.startsWith('Not booted, predicted from the source'));
  assert.match(line, /: Linux 5\.15 to 6\.0, 6\.2 to 6\.11, 6\.13 to 6\.15 on x86$/);
});

test('the first and the last minor number of a major are those of the names of guests', () => {
  for (const [major, [from, to]] of Object.entries(LINUX_MINORS)) {
    const name = (minor: number) => guestOf(`linux-${major}.${minor}`) !== undefined;
    assert.equal([from - 1, from, to, to + 1].map(name), [false, true, true, false]);
  }
});

test.run();
