import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cppcAcpi, inScratch } from '../support/command-line.js';

const SPEC = `[registers]
layout = "constant"
[defaults]
nominal_perf = 131
lowest_nonlinear_perf = 40
lowest_perf = 15
[[core]]
highest_perf = { a = 236, b = 1 }
[[core]]
highest_perf = 166
`;

test('check runs the rules over every variant, and names the one that is wrong', async () => {
  await inScratch(async (cwd) => {
    const all = await cppcAcpi(['check', '-'], { cwd, input: SPEC });
    assert.is(all.status, 1);
    assert.match(all.stderr, 'nominal_perf (131) is above highest_perf (1) (variant "b")');
    const one = await cppcAcpi(['check', '-', '--variant', 'a'], { cwd, input: SPEC });
    assert.is(one.status, 0, one.stderr);
  });
});

test('checks the _PCT port of a sink against the machine, too', async () => {
  await inScratch(async (cwd) => {
    const input = `[table]\nobjects = ["_CPC", "_PCT"]\n${SPEC.replace('"constant"', '"constant"\nsink_port = 0x16A').replace(', b = 1', '')}`;
    const { stderr } = await cppcAcpi(['check', '-'], { cwd, input });
    assert.match(stderr, "_PCT's control to port 0x170");
  });
});

test('a typing error of two letters exchanged is understood', async () => {
  await inScratch(async (cwd) => {
    const { stderr } = await cppcAcpi(['check', '-'], { cwd, input: `[guets]\nos = ["linux"]\n${SPEC}` });
    assert.match(stderr, 'did you mean `guest`?');
  });
});

test.run();
