import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { program } from '../../src/cli/program.js';
import { renderText } from '../../src/diagnostics/render-text.js';
import { cases } from '../support/cases.js';
import { inScratch, MAIN } from '../support/command-line.js';

/** Output and messages on a terminal of this width, which `script` of util-linux stands for. */
async function onTerminal(folder: string, columns: number, command: string): Promise<string[]> {
  const line = `stty cols ${columns}; exec ${process.execPath} ${MAIN} ${command}`;
  const env = { TERM: 'xterm', NO_COLOR: '1', LC_ALL: 'C.UTF-8' };
  const { stdout } = await execa('script', ['-qec', line, '/dev/null'], { cwd: folder, env, input: '', reject: false });
  return stdout.split(/\r?\n/);
}

/** Every command; the help of the program itself is "". */
const HELPS = ['', ...program('0', () => {}).commands.map((command) => command.name())];

const COMMANDS: readonly { name: string; columns: number; says: RegExp }[] = [60, 80, 120].flatMap((columns) => [
  { name: 'build good.toml -o out', columns, says: /rank {2}core/ },
  { name: 'build vapic.toml -o out', columns, says: /AllowGuestPerfStates/ },
  { name: 'init --sysfs sys-intel -o new.toml', columns, says: /note\[host\/intel-host\]/ },
  { name: 'check missing.toml', columns, says: /error\[cli\/cannot-read\]/ },
  { name: 'explain guest/linux-frequency-missing --color always', columns, says: /Example spec/ },
  { name: 'explain', columns, says: /warning {2}cpc\/frequency-unit/ },
  { name: 'audit audit/wide.xml', columns, says: /Not examined: .*whether the\s+host offers/s },
  { name: 'build --emit none good.toml', columns, says: /formats are/ },
  ...HELPS.map((command) => ({ name: `${command} --help`, columns, says: /Usage:/ })),
]);

/** Commands to copy, and the sources of examples, are not wrapped. */
const COPIED = /^ {2}(?:qemu-system|cppc-acpi|#)/;

cases(
  'on a terminal',
  COMMANDS.map((one) => ({ ...one, name: `${one.name}, ${one.columns}` })),
  async ({ name, columns, says }) => {
    await inScratch(async (folder) => {
      const lines = await onTerminal(folder, columns, name.slice(0, name.lastIndexOf(',')));
      assert.match(lines.join('\n'), says);
      assert.equal(
        lines.filter((line) => visible(line).length > columns && !COPIED.test(line)),
        [],
      );
    });
  },
);

test('a paragraph of the help is wrapped once: each line ends where the next word has no room', async () => {
  await inScratch(async (folder) => {
    for (const command of ['libvirt', 'audit', 'observe', 'boot']) {
      const lines = await onTerminal(folder, 60, `${command} --help`);
      const behind = lines.slice(lines.findIndex((line) => line.startsWith('  -h, --help')) + 1);
      const pairs = behind.flatMap((line, i) =>
        isProse(line) && isProse(behind[i + 1]) ? [[line, behind[i + 1]]] : [],
      );
      assert.ok(pairs.length > 0, command);
      const early = pairs.filter(([line = '', next = '']) => {
        const [word = ''] = /^(?:\([^)]*\)\S*|\S+)/.exec(next) ?? [];
        return !line.endsWith('.') && line.length + 1 + word.length <= 60;
      });
      assert.equal(early, [], command);
    }
  });
});

function isProse(line = ''): boolean {
  return line !== '' && !line.startsWith('  ') && !line.endsWith(':');
}

function visible(line: string): string {
  const esc = String.fromCharCode(27);
  return line.replaceAll(new RegExp(`${esc}\\[[\\d;]*m`, 'g'), '');
}

const MESSAGE = {
  code: 'cli/empty-input',
  severity: 'error',
  message: 'one two three four five six seven eight nine ten',
  help: 'run `cppc-acpi build a-rather-long-name.toml --emit aml` and read the rest of it',
} as const;

test('a message hangs, and a command in it stays whole', () => {
  assert.equal(renderText({ diagnostic: MESSAGE }, (_, words) => words, 40).split('\n'), [
    'error[cli/empty-input]: one two three',
    '  four five six seven eight nine ten',
    '  help: run',
    '        `cppc-acpi build a-rather-long-name.toml --emit aml`',
    '        and read the rest of it',
    '',
  ]);
});

test('without a width a message is one line', () => {
  assert.is(renderText({ diagnostic: MESSAGE }, (_, words) => words).split('\n').length, 3);
});

test.run();
