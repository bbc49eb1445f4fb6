import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OFFERED_GUESTS } from '../../grammar/spec-keys.js';
import { completedCommands, WORDS } from '../../src/cli/completion/completed.js';
import { completionScript } from '../../src/cli/completion/completion.js';
import { SHELLS, type Shell } from '../../src/cli/completion/shells.js';
import { program } from '../../src/cli/program.js';
import { CATALOG } from '../../src/diagnostics/catalog.js';
import { FORMATS } from '../../src/emit/formats.js';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { outside, testWith } from '../support/outside.js';

const ROOT = program('0', () => {});

interface Wanted {
  /** What was typed; the last word is completed. */
  readonly typed: string;
  /** All that is offered, or what is among it. */
  readonly all?: readonly string[];
  readonly some?: readonly string[];
  readonly none?: readonly string[];
}

const ERRORS = Object.keys(CATALOG).filter((code) => CATALOG[code as keyof typeof CATALOG].severity === 'error');

const WANTED: readonly Wanted[] = [
  { typed: 'cppc-acpi ', all: ROOT.commands.map((one) => one.name()) },
  { typed: 'cppc-acpi bu', all: ['build'] },
  { typed: 'cppc-acpi --v', all: ['--version'] },
  { typed: 'cppc-acpi build --em', all: ['--emit'] },
  { typed: 'cppc-acpi build --', some: ['--output', '--depfile', '--check', '--json', '--help'], none: ['--guest'] },
  { typed: 'cppc-acpi build x.toml --ia', all: ['--iasl'] },
  { typed: 'cppc-acpi build --emit ', all: [...FORMATS.map(({ name }) => name), 'all'] },
  { typed: 'cppc-acpi build --emit aml,as', all: ['aml,asl'] },
  { typed: 'cppc-acpi build --iasl ', all: ['require', 'auto', 'off'] },
  { typed: 'cppc-acpi check x.toml --guest linux-6', all: OFFERED_GUESTS.filter((name) => name.startsWith('linux-6')) },
  { typed: 'cppc-acpi check --guest linux,windows1', all: ['linux,windows10', 'linux,windows11'] },
  { typed: 'cppc-acpi check --allow resolve/', some: ['resolve/all-equal'], none: ERRORS },
  {
    typed: 'cppc-acpi explain cpc/level-',
    all: ['cpc/level-order', 'cpc/level-zero'],
  },
  { typed: 'cppc-acpi explain count', all: ['counters'] },
  { typed: 'cppc-acpi completion ', all: SHELLS },
  { typed: 'cppc-acpi help in', all: ['init', 'inspect'] },
  { typed: 'cppc-acpi init --layout in', all: ['intel-hwp'] },
];

/** The words that a shell completes, run in a folder with the script in `script`. */
type Ask = (typed: string, folder: string) => Promise<string[]>;

const BASH_ASKS = `
source ./script
COMP_WORDS=()
COMP_LINE=$1
read -ra COMP_WORDS <<<"\${1//=/ = }"
[[ $1 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_cppc_acpi
printf '%s\\n' "\${COMPREPLY[@]}"
`;

const ASK: Readonly<Record<Exclude<Shell, 'zsh'>, Ask>> = {
  bash: async (typed, cwd) =>
    wordsOf(await execa(outside('bash'), ['--norc', '-c', BASH_ASKS, 'bash', typed], { cwd })),
  fish: async (typed, cwd) =>
    wordsOf(
      await execa(outside('fish'), ['--no-config', '-c', 'source ./script; complete -C $argv[1]', typed], { cwd }),
    ),
};

function wordsOf({ stdout }: { stdout: string }): string[] {
  return stdout
    .split('\n')
    .map((line) => line.split('\t')[0] ?? '')
    .filter((word) => word !== '');
}

async function withScript(shell: Shell, work: (folder: string) => Promise<void>): Promise<void> {
  await inScratch(async (folder) => {
    writeFileSync(join(folder, 'script'), completionScript(ROOT, shell));
    await work(folder);
  });
}

for (const shell of ['bash', 'fish'] as const) {
  for (const { typed, all, some = [], none = [] } of WANTED) {
    testWith([shell], `${shell} completes \`${typed}\``, async () => {
      await withScript(shell, async (folder) => {
        const offered = await ASK[shell](typed, folder);
        if (all) assert.equal(offered.toSorted(), all.toSorted());
        for (const word of some) assert.ok(offered.includes(word), `${word} of ${offered}`);
        for (const word of none) assert.not(offered.includes(word), word);
      });
    });
  }
}

testWith(['bash'], 'bash completes behind = as behind a space', async () => {
  await withScript('bash', async (folder) => {
    assert.equal(await ASK.bash('cppc-acpi build --emit=aml,as', folder), ['aml,asl']);
    assert.equal(await ASK.bash('cppc-acpi build --iasl=re', folder), ['require']);
  });
});

testWith(['fish'], 'fish offers files where a file goes, folders where a folder goes, else neither', async () => {
  await withScript('fish', async (folder) => {
    assert.equal(await ASK.fish('cppc-acpi build goo', folder), ['good.aml', 'good.toml']);
    assert.equal(await ASK.fish('cppc-acpi build --depfile goo', folder), ['good.aml', 'good.toml']);
    assert.equal(await ASK.fish('cppc-acpi build -o sy', folder), [
      'sys/',
      'sys-arm/',
      'sys-board/',
      'sys-equal/',
      'sys-intel/',
      'sys-x3d/',
    ]);
    assert.equal(await ASK.fish('cppc-acpi build --variant goo', folder), []);
  });
});

testWith(['bash'], 'bash is left to offer files where a file goes', async () => {
  await withScript('bash', async (folder) => {
    for (const typed of ['cppc-acpi build goo', 'cppc-acpi build --depfile goo', 'cppc-acpi diff a ']) {
      assert.equal(await ASK.bash(typed, folder), []);
    }
    const { stdout } = await execa(outside('bash'), ['--norc', '-c', 'source ./script; complete -p'], { cwd: folder });
    assert.match(stdout, /complete -o bashdefault -o default -F _cppc_acpi cppc-acpi/);
  });
});

/** A zsh at a terminal of its own, since completion works only there; it shows the typed line completed. */
const ZSH_ASKS = `
zmodload zsh/zpty
zpty asked zsh -f -i
zpty -w asked 'PS1="ready> "; setopt no_beep; unsetopt zle_bracketed_paste 2>/dev/null; autoload -U compinit; compinit -D -u; source ./script; LISTMAX=1000; print -r -- se""t'
zpty -r asked shown '*set*ready> *'
zpty -w -n asked "$1"
zpty -r asked shown "*$2*"
print -r -- "$shown"
zpty -d asked
`;

const ZSH = [
  { typed: 'cppc-acpi bu\t', shown: 'build' },
  { typed: 'cppc-acpi build --dep\t', shown: '--depfile' },
  { typed: 'cppc-acpi build --emit aml,as\t', shown: 'aml,asl' },
  { typed: 'cppc-acpi build --iasl req\t', shown: 'require' },
  { typed: 'cppc-acpi check x.toml --guest windows11,linux-5\t', shown: 'linux-5.15' },
  { typed: 'cppc-acpi explain cpc/level-z\t', shown: 'cpc/level-zero' },
  { typed: 'cppc-acpi build goo\t', shown: 'good.' },
  { typed: 'cppc-acpi build -o sy\t', shown: 'sys' },
  { typed: 'cppc-acpi completion f\t', shown: 'fish' },
  { typed: 'cppc-acpi --ver\t', shown: '--version' },
];

for (const { typed, shown } of ZSH) {
  testWith(['zsh'], `zsh completes \`${typed.trim()}\` to ${shown}`, async () => {
    await withScript('zsh', async (folder) => {
      const run = await execa(outside('zsh'), ['-f', '-c', ZSH_ASKS, 'zsh', typed, shown], {
        cwd: folder,
        timeout: 20_000,
        reject: false,
      });
      assert.match(stripVTControlCharacters(run.stdout), shown);
    });
  });
}

for (const shell of SHELLS) {
  testWith([shell], `the script reads without an error in ${shell}`, async () => {
    await withScript(shell, async (folder) => {
      const { stderr } = await execa(outside(shell), ['-n', 'script'], { cwd: folder });
      assert.is(stderr, '');
    });
  });
}

cases(
  'completion prints the script',
  SHELLS.map((name) => ({ name })),
  async ({ name }) => {
    await inScratch(async (folder) => {
      const { status, stdout, stderr } = await cppcAcpi(['completion', name], { cwd: folder });
      assert.is(status, 0);
      assert.is(stderr, '');
      assert.is(stdout, completionScript(ROOT, name));
    });
  },
);

test('another shell is an error of usage', async () => {
  await inScratch(async (folder) => {
    const { status, stderr } = await cppcAcpi(['completion', 'tcsh'], { cwd: folder });
    assert.is(status, 2);
    assert.match(stderr, 'bash, zsh, fish');
  });
});

test('every word list is of an option or argument that there is', () => {
  const flags = ROOT.commands.flatMap((one) => one.options.map(({ long }) => long));
  const args = ROOT.commands.flatMap((one) => one.registeredArguments.map((argument) => argument.name()));
  assert.equal(
    Object.keys(WORDS).filter((name) => !flags.includes(name) && !args.includes(name)),
    [],
  );
});

test('every option that takes a value says by its name what it takes', () => {
  const places = completedCommands(ROOT).flatMap(({ name, options }) =>
    options.filter(({ value }) => value.kind === 'text').map(({ flags }) => `${name} ${flags.at(-1)}`),
  );
  // Files and folders are missed where their placeholder is no <file> or <dir>. The domain of observe is a name.
  assert.equal(
    places.filter(
      (place) =>
        place !== 'observe --domain' && /output|(?<!host-)kernel|domain|sysfs|path|file|svg|schema/.test(place),
    ),
    [],
  );
});

test.run();
