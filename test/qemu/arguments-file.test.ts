// The output `qemu`: QEMU starts with it and reads the tables, where the summary of `build` says so.

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { testWith } from '../support/outside.js';

/** A CPU model that TCG has; two tables, of one core each. */
const SPEC = `[table]
max_table_bytes = 700
[guest]
cpu_model = "EPYC-Milan"
[registers]
layout = "constant"
[defaults]
nominal_perf = 100
lowest_nonlinear_perf = 40
lowest_perf = 10
nominal_freq = 4000
lowest_freq = 400
[[core]]
highest_perf = 200
[[core]]
highest_perf = 150
`;
/** QEMU ends values at a comma, shells and xargs end words at blanks, and both read quotes. */
const STEM = `a b,c,,d'e"`;
const STOPPED = '-S -nodefaults -display none -accel tcg -monitor stdio';

interface Row {
  readonly name: string;
  /** `-o`. */
  readonly output: string;
  readonly spec?: string;
  readonly more?: (folder: string) => readonly string[];
}

const ROWS: readonly Row[] = [
  { name: 'outputs beside the spec', output: '.' },
  { name: 'a folder with signs', output: `o ut, '"$x` },
  { name: 'a folder that looks like an option', output: '-x' },
  {
    name: 'a -cpu among the arguments',
    output: 'out',
    spec: SPEC.replace('[guest]', '[guest]\ntopoext = false\nthreads_per_core = 2'),
  },
  { name: '--table-path', output: 'out', more: (folder) => ['--table-path', join(folder, 'out')] },
  { name: '--table-path from the folder of the build', output: 'out', more: () => ['--table-path', './out/'] },
];

for (const { name, output, spec = SPEC, more = () => [] } of ROWS) {
  testWith(['qemu-system-x86_64'], `QEMU reads the tables by the command of the summary: ${name}`, async () => {
    await inScratch(async (folder) => {
      const shown = await commandOf(folder, spec, [`-o${output}`, ...more(folder)]);
      assert.is(await complaints(shown, folder), '');
      renameSync(join(folder, output, `${STEM}-2.aml`), join(folder, 'away'));
      assert.match(await complaints(shown, folder), /-2\.aml.*No such file or directory/);
    });
  });
}

testWith(['qemu-system-x86_64'], 'with an absolute --table-path QEMU may start anywhere', async () => {
  await inScratch(async (folder) => {
    const shown = await commandOf(folder, SPEC, ['-oout', '--table-path', join(folder, 'out')]);
    mkdirSync(join(folder, 'else/where'), { recursive: true });
    const there = shown.replace(/ -a '?out/, (start) => start.replace('out', '../../out'));
    assert.not.equal(there, shown);
    assert.is(await complaints(there, join(folder, 'else/where')), '');
  });
});

/** The command that `build` prints, after the words that introduce it and before what the guest needs. */
async function commandOf(cwd: string, spec: string, args: readonly string[]): Promise<string> {
  writeFileSync(join(cwd, `${STEM}.toml`), spec);
  const all = ['build', `${STEM}.toml`, '--emit', 'aml,qemu', '--iasl', 'off', ...args];
  const { status, stdout, stderr } = await cppcAcpi(all, { cwd });
  assert.is(status, 0, stderr);
  const [, shown = ''] = stdout.split(/\nor with the arguments in .*:\n/);
  return shown.replace(/\nTo rank its cores, [\s\S]*/, '').trim();
}

/** What QEMU prints, except that TCG lacks parts of the model, when a shell starts it with the command; it ends before a CPU runs. */
async function complaints(command: string, cwd: string): Promise<string> {
  const line = command.endsWith(')') ? `${command.slice(0, -1)} ${STOPPED})` : `${command} ${STOPPED}`;
  const { stderr } = await execa('sh', ['-c', line], { cwd, input: 'quit\n', reject: false, timeout: 30_000 });
  const ofTcg = /^.*warning: (?:TCG doesn't support|This family of AMD CPU).*\n?(?:Please .*topoext.*\n?)?/gm;
  return stderr.replace(ofTcg, '');
}

test.run();
