import { existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dependencyRule, depfileUsageProblem } from '../../src/cli/files/depfile.js';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch, MAIN } from '../support/command-line.js';
import { outside, testWith } from '../support/outside.js';

const rules = [
  { name: 'plain', targets: ['out/x.aml', 'out/x.asl'], from: 'x.toml', rule: 'out/x.aml out/x.asl: x.toml\n' },
  { name: 'a space', targets: ['a b.aml'], from: 'a b.toml', rule: 'a\\ b.aml: a\\ b.toml\n' },
  { name: 'a hash', targets: ['a#b.aml'], from: 'a#b.toml', rule: 'a\\#b.aml: a\\#b.toml\n' },
  { name: 'a dollar', targets: ['a$b.aml'], from: '$(x).toml', rule: 'a$$b.aml: $$(x).toml\n' },
  { name: 'a backslash', targets: ['a\\b.aml'], from: 'a\\b.toml', rule: 'a\\b.aml: a\\b.toml\n' },
  { name: 'a backslash before a space', targets: ['a\\ b.aml'], from: 'x.toml', rule: 'a\\\\\\ b.aml: x.toml\n' },
];

cases('a rule of make', rules, ({ targets, from, rule }) => assert.is(dependencyRule(targets, [from]), rule));

const NAMES = ['x', 'a b', 'a#b', 'a$b', "it's", 'a\\b', 'a\\ b', 'é (1)'];

for (const name of NAMES) {
  testWith(['make'], `make takes a table of ${name} for out of date only when its spec is newer`, async () => {
    await inScratch(async (folder) => {
      await buildWithDepfile(folder, name);
      // Nothing is rebuilt: the rule has no recipe, and -q only asks.
      writeFileSync(join(folder, 'Makefile'), `include x.d\n${makeTarget(folder)}\n\t@false\n`);
      const ask = () => execa(outside('make'), ['-q', 'all'], { cwd: folder, reject: false });
      setTimes(folder, name, { spec: 1000, table: 2000 });
      assert.is((await ask()).exitCode, 0, readFileSync(join(folder, 'x.d'), 'utf8'));
      setTimes(folder, name, { spec: 3000, table: 2000 });
      assert.is((await ask()).exitCode, 1, readFileSync(join(folder, 'x.d'), 'utf8'));
    });
  });
}

/** `all` needs the first target of the depfile, and the target has a recipe. */
function makeTarget(folder: string): string {
  const [targets = ''] = readFileSync(join(folder, 'x.d'), 'utf8').split(': ');
  return `all: ${targets}\n${targets}:`;
}

async function buildWithDepfile(folder: string, name: string): Promise<void> {
  writeFileSync(join(folder, `${name}.toml`), readFileSync(join(folder, 'good.toml')));
  const args = ['build', `${name}.toml`, '--iasl', 'off', '--emit', 'aml', '--depfile', 'x.d'];
  const { status, stderr } = await cppcAcpi(args, { cwd: folder });
  assert.is(status, 0, stderr);
  assert.ok(existsSync(join(folder, `${name}.aml`)));
}

function setTimes(folder: string, name: string, { spec, table }: { spec: number; table: number }): void {
  utimesSync(join(folder, 'x.d'), 500, 500);
  utimesSync(join(folder, `${name}.toml`), spec, spec);
  utimesSync(join(folder, `${name}.aml`), table, table);
}

testWith(['ninja'], 'ninja builds again after the spec changed, and not before', async () => {
  await inScratch(async (folder) => {
    mkdirSync(join(folder, 'out'));
    const command = `"${process.execPath}" "${MAIN}" build "$spec" --iasl off --emit aml -o out --depfile out/x.d`;
    // The depfile alone names the spec.
    const rule = `rule spec\n  command = ${command}\n  depfile = out/x.d\n`;
    writeFileSync(join(folder, 'my vm.toml'), readFileSync(join(folder, 'good.toml')));
    writeFileSync(join(folder, 'build.ninja'), `${rule}build out/my$ vm.aml: spec\n  spec = my vm.toml\n`);
    const run = async () => (await execa(outside('ninja'), { cwd: folder })).stdout;
    assert.match(await run(), '[1/1]');
    assert.match(await run(), 'no work to do');
    const later = statSync(join(folder, 'out/my vm.aml')).mtimeMs / 1000 + 10;
    utimesSync(join(folder, 'my vm.toml'), later, later);
    assert.match(await run(), '[1/1]');
  });
});

test('the parts of a split table are targets, with every other output', async () => {
  await inScratch(async (folder) => {
    const args = ['build', 'parts.toml', '--iasl', 'off', '--emit', 'aml,json', '-o', 'out', '--depfile', 'x.d'];
    assert.is((await cppcAcpi(args, { cwd: folder })).status, 0);
    assert.is(
      readFileSync(join(folder, 'x.d'), 'utf8'),
      'out/parts-1.aml out/parts-2.aml out/parts.json: parts.toml\n',
    );
  });
});

test('writes nothing when it cannot write the depfile', async () => {
  await inScratch(async (folder) => {
    const args = ['build', 'good.toml', '--iasl', 'off', '-o', 'out', '--depfile', 'nowhere/x.d'];
    const { status, stderr } = await cppcAcpi(args, { cwd: folder });
    assert.is(status, 1);
    assert.match(stderr, /cli\/cannot-write[\s\S]*nowhere\/x\.d/);
    assert.not(existsSync(join(folder, 'out/good.aml')));
  });
});

const problems = [
  { name: 'standard input', spec: '-', depfile: 'x.d', says: 'not standard input' },
  { name: 'standard output', spec: 'x.toml', depfile: 'x.d', output: '-', says: 'there are no output files' },
  { name: 'a dash', spec: 'x.toml', depfile: '-', says: 'needs the name of a file' },
  { name: 'a colon', spec: 'a:b.toml', depfile: 'x.d', says: 'does not support the name "a:b.toml"' },
  { name: 'a percent sign in the folder', spec: 'x.toml', depfile: 'x.d', output: '100%', says: '"100%"' },
  { name: 'an assignment', spec: 'a=b.toml', depfile: 'x.d', says: 'does not support' },
];

cases('no depfile', problems, ({ spec, depfile, output, says }) => {
  assert.match(depfileUsageProblem(spec, depfile, output) ?? '', says);
});

test('a depfile never takes the place of the spec', async () => {
  await inScratch(async (folder) => {
    const before = readFileSync(join(folder, 'good.toml'), 'utf8');
    const { status, stderr } = await cppcAcpi(['build', 'good.toml', '--depfile', './good.toml'], { cwd: folder });
    assert.is(status, 2);
    assert.match(stderr, 'never overwrites');
    assert.is(readFileSync(join(folder, 'good.toml'), 'utf8'), before);
  });
});

test.run();
