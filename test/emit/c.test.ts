import { spawnSync } from 'node:child_process';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { C } from '../../src/emit/c.js';
import type { Compiled } from '../../src/emit/format.js';
import { compileText } from '../laws/specs.js';
import { CONSTANT } from '../resolve/specs.js';
import { sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';

async function headerOf(stem: string, text = CONSTANT): Promise<{ compiled: Compiled; file: string; header: string }> {
  const compiled = await compileText(text);
  const [output] = C.emit(compiled, { stem }, []);
  return { compiled, file: output?.file ?? '', header: new TextDecoder().decode(output?.content) };
}

cases(
  'the identifier of',
  [
    { name: 'a plain stem', stem: 'x3d', identifier: 'x3d' },
    { name: 'a stem with a hyphen and a point', stem: 'my-vm.v2', identifier: 'my_vm_v2' },
    { name: 'a stem that begins with a digit', stem: '7950x3d', identifier: '_7950x3d' },
    { name: 'a stem of another alphabet', stem: 'Größe 1', identifier: 'Gr__e_1' },
    { name: 'a stem that would end a comment', stem: '*/', identifier: '__' },
  ],
  async ({ stem, identifier }) => {
    const { file, header } = await headerOf(stem);
    assert.is(file, `${stem}.h`);
    assert.match(header, `unsigned char ${identifier}_aml_code[`);
  },
);

test('the array has the bytes of the table, and their number', async () => {
  const { compiled, header } = await headerOf('x');
  const [, length, body = ''] = /_aml_code\[(\d+)\] = \{\n([^}]*)\};/.exec(header) ?? [];
  const bytes = body.match(/0x[0-9A-F]{2}/g)?.map(Number) ?? [];
  sameBytes(Uint8Array.from(bytes), compiled.parts[0]?.aml ?? new Uint8Array());
  assert.is(Number(length), bytes.length);
});

test('a split table has an array for each part', async () => {
  const { compiled, header } = await headerOf('x', `[table]\nmax_table_bytes = 900\n${CONSTANT}`);
  const names = [...header.matchAll(/unsigned char (\w+)\[(\d+)\]/g)].map(([, name, length]) => `${name} ${length}`);
  assert.equal(
    names,
    compiled.parts.map(({ aml }, i) => `x_${i + 1}_aml_code ${aml.length}`),
  );
  assert.is(names.length, 2);
});

const HAS_CC = spawnSync('cc', ['--version']).status === 0;

(HAS_CC ? test : test.skip)('a C compiler takes it without a warning', async () => {
  for (const stem of ['x', '7950x3d', 'Größe', 'my-vm']) {
    const { header } = await headerOf(stem, `[table]\nmax_table_bytes = 900\n${CONSTANT}`);
    const options = ['-Wall', '-Wextra', '-Werror', '-pedantic', '-fsyntax-only', '-x', 'c', '-'];
    const { stderr } = await execa('cc', options, { input: header });
    assert.is(stderr, '');
  }
});

test.run();
