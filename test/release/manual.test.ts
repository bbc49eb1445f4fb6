import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { SPEC_TABLES } from '../../grammar/spec-keys.js';
import { commandsPage } from '../../release/manual/commands-page.js';
import { specPage } from '../../release/manual/spec-page.js';
import { program } from '../../src/cli/program.js';
import { compile } from '../../src/compile.js';
import { specSchema } from '../../src/spec/schema.js';
import { cases } from '../support/cases.js';
import { expectGolden, REPOSITORY } from '../support/fixtures.js';
import { outside, testWith } from '../support/outside.js';

const { version, man } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
  version: string;
  man: string[];
};
const ROOT = program(version, () => {});
const PAGES = [
  { name: 'man/cppc-acpi.1', page: commandsPage(ROOT, version) },
  { name: 'man/cppc-acpi-spec.5', page: specPage(version) },
];

/** `make man` writes them: UPDATE=1 here. */
cases('the page is current, and npm installs it', PAGES, ({ name, page }) => {
  expectGolden(join(REPOSITORY, name), page);
  assert.ok(man.includes(`./${name}`));
});

for (const { name, page } of PAGES) {
  testWith(['mandoc'], `mandoc has nothing to say of ${name} but that it has no date`, async () => {
    const { stdout } = await execa(outside('mandoc'), ['-Tlint', '-Wwarning'], { input: page, reject: false });
    assert.equal(
      stdout.split('\n').filter((line) => line !== '' && !/missing date/.test(line)),
      [],
    );
  });

  testWith(['mandoc'], `what is read in ${name} has no markup left`, async () => {
    const text = await textOf(page);
    assert.not.match(text, /\\f[BIR]|\\-|`|undefined|\[object/);
  });
}

/** Bold letters are typed twice, as on a printer. */
const OVERSTRUCK = new RegExp(`.${String.fromCharCode(8)}`, 'g');

async function textOf(page: string): Promise<string> {
  const { stdout } = await execa(outside('mandoc'), ['-Tutf8', '-Owidth=1000'], { input: page });
  return stdout.replaceAll(OVERSTRUCK, '');
}

testWith(['mandoc'], 'every command and every option of it is there', async () => {
  const text = await textOf(commandsPage(ROOT, version));
  for (const command of ROOT.commands) {
    assert.match(text, command.description().replaceAll('`', ''));
    for (const { flags } of command.options) assert.match(text, flags.replace(/[<>]/g, ''));
  }
  assert.match(text, 'EXIT STATUS');
  assert.match(text, 'cppc-acpi init -o x3d.toml\n');
});

testWith(['mandoc'], 'every key of a spec is there', async () => {
  const text = await textOf(specPage(version));
  const { properties } = specSchema() as { properties: Record<string, { items?: object; properties?: object }> };
  for (const { key, array } of SPEC_TABLES) {
    assert.match(text, array ? `[[${key}]]` : `[${key}]`);
    const table = (properties[key]?.items ?? properties[key]) as { properties: object };
    for (const one of Object.keys(table.properties)) assert.match(text, one === 'registers' ? one : `${one}: `);
  }
  assert.match(text, 'sink_port: integer from 0x0 to 0xFFF8');
  assert.match(text, "processor_path = '\\_SB.CPUS.C%03X'");
});

test('the example of the page compiles without a word', async () => {
  const [, example = ''] = /\.SH EXAMPLE\n\.nf\n([\s\S]*?)\n\.fi/.exec(specPage(version)) ?? [];
  const { value, diagnostics } = await compile({ text: example.replaceAll('\\-', '-'), file: 'spec.toml' });
  assert.equal(diagnostics, []);
  assert.is(value?.table.processors.length, 4);
});

test.run();
