// The PowerShell script that `observe --script windows` prints. It was never run on Windows: a grammar of PowerShell parses it here.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { windowsScript } from '../../src/observe/windows-script.js';
import { testWith } from '../support/outside.js';
import { complaintsAbout, powerShellParser } from '../support/powershell.js';

const SCRIPT = windowsScript();

test('it is plain text that a person can read', () => {
  assert.not.match(SCRIPT, /[^\n -~]/);
  const lines = SCRIPT.split('\n');
  assert.ok(lines.length <= 40, `${lines.length} lines`);
  assert.ok(lines.every((line) => line.length <= 180));
});

testWith(['powershell-grammar'], 'it parses, with either line end, and uses only documented words', async () => {
  const parse = await powerShellParser();
  assert.equal(complaintsAbout(parse(SCRIPT)), []);
  assert.equal(complaintsAbout(parse(SCRIPT.replaceAll('\n', '\r\n'))), []);
});

testWith(['powershell-grammar'], 'without any one of its brackets, quotes or signs it does not pass', async () => {
  const parse = await powerShellParser();
  const code = SCRIPT.replaceAll(/^#.*\n/gm, '');
  const passes = [...code.matchAll(/[()[\]{}'"@|,;$]/g)].flatMap(({ index }) => {
    const without = code.slice(0, index) + code.slice(index + 1);
    return complaintsAbout(parse(without)).length === 0 ? [code.slice(Math.max(0, index - 20), index + 20)] : [];
  });
  assert.equal(passes, []);
});

// biome-ignore format: a row a line
const WRONG = [
  ['an alias', SCRIPT.replace('ForEach-Object', '%')],
  ['a cmdlet that writes', SCRIPT.replace('Get-ItemProperty', 'Set-ItemProperty')],
  ['a misspelled cmdlet', SCRIPT.replace('Get-WinEvent', 'Get-WinEvents')],
  ['an unknown parameter', SCRIPT.replace('-MaxEvents', '-Max')],
  ['a misspelled variable', SCRIPT.replace('$($windows.UBR)', '$($window.UBR)')],
  ['a redirection', `${SCRIPT}'x' > report.txt\n`],
  ['a here-string without an end', `${SCRIPT}@'\nx\n`],
  ['another program', `${SCRIPT}wevtutil qe System\n`],
] as const;

for (const [name, script] of WRONG) {
  testWith(['powershell-grammar'], `the check refuses ${name}`, async () => {
    assert.not.equal(script, SCRIPT);
    assert.not.equal(complaintsAbout((await powerShellParser())(script)), []);
  });
}

test.run();
