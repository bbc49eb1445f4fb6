// Trees like /sys: odd, missing, huge and non-numeric files. What init writes of them compiles.

import { hostToJson } from '../../../src/cli/views/host/host-json.js';
import { hostLines } from '../../../src/cli/views/host/host-lines.js';
import { hostPicture } from '../../../src/cli/views/picture/host-picture.js';
import { compile } from '../../../src/compile.js';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.js';
import { renderText } from '../../../src/diagnostics/render-text.js';
import { jsonText } from '../../../src/diagnostics/words.js';
import { readOffsets } from '../../../src/host/offset-ranges.js';
import { readPins } from '../../../src/host/pins.js';
import { reportOn } from '../../../src/host/report/host-report.js';
import { hostProblems } from '../../../src/host/report/problems.js';
import { specFrom } from '../../../src/host/spec-from.js';
import { type Host, readHost, withLevels } from '../../../src/host/sysfs.js';
import type { Tree, Unread } from '../../../src/host/tree.js';
import { writeSpec } from '../../../src/spec/write.js';
import { filesOf, filesOfList, HOST_TREES, MACHINES, treeOf } from '../../host/machines.js';
import { Random } from '../../support/random.js';
import { mutatedText } from '../mutate.js';
import { ensure, ensurePlain, type FuzzInput, type Target, textIn } from '../target.js';

/** A tree as JSON: each file with its path below the root, and its content or why there is none. */
type Files = readonly (readonly [string, string | Unread])[];

const machines = [...MACHINES.map((name) => [...filesOf(name)]), ...HOST_TREES.map((name) => [...filesOfList(name)])];
const CPUS = 'devices/system/cpu';
const CONTENTS = [
  ...[
    '',
    '\n',
    '0',
    '0\n',
    '-1\n',
    '1\n',
    '255\n',
    '256\n',
    '65535',
    '65536',
    '4294967295',
    '18446744073709551615',
    '18446744073709551616',
  ],
  ...[
    'n/a',
    '\0',
    '\u001b[31m5',
    '0x10',
    '1e3',
    ' 42 \n',
    '9'.repeat(4096),
    '0-3',
    '0-65535',
    '0-999999999',
    '3-0',
    '0,0,0',
    '0-3,^2',
    ',',
  ],
  ...Array.from({ length: 8 }, (_, i) => `${i},${i + 8}\n`),
];
const UNREAD: readonly Unread[] = [
  { why: 'Bad address', missing: false },
  { why: 'permission denied', missing: false },
  { why: 'there is no such file or folder', missing: true },
];
const KEYS = [
  'highest_perf',
  'nominal_perf',
  'lowest_nonlinear_perf',
  'lowest_perf',
  'reference_perf',
  'nominal_freq',
  'wraparound_time',
];

export const TARGET: Target = { name: 'sysfs', extension: 'json', make, check };

function make(random: Random): FuzzInput {
  const all: Files = random.one(machines);
  const cpus = random.one([1, 2, 4, 8, 256]);
  const start = all.filter(([path]) => Number(/cpu(\d+)\//.exec(path)?.[1] ?? 0) < cpus);
  let files: Files = start;
  for (let i = random.below(random.one([2, 6, 40])); i > 0; i--) files = changed(files, random);
  return { content: files.map((file) => JSON.stringify(file)).join('\n'), choice: random.below(2 ** 31) };
}

function changed(files: Files, random: Random): Files {
  const at = random.below(files.length + 1);
  const [path = ''] = files[at] ?? [];
  const cpu = random.one([0, 1, 2, 3, 7, 16, 65535, 65536, 99999]);
  const odd = random.one([
    `${CPUS}/online`,
    `${CPUS}/cpu${cpu}/topology/thread_siblings_list`,
    `${CPUS}/cpu${cpu}/acpi_cppc/${random.one(KEYS)}`,
  ]);
  switch (random.below(6)) {
    case 0:
      return files.filter((_, i) => i !== at);
    case 1:
      return files.filter(([other]) => !other.startsWith(path.replace(/\/[^/]*$/, '/')));
    case 2:
      return [...files.filter(([other]) => other !== odd), [odd, random.one(CONTENTS)]];
    case 3:
      return files.map((file, i) => (i === at ? [file[0], random.one(UNREAD)] : file));
    case 4:
      return files.map((file, i) => (i === at ? [file[0], mutated(file[1], random)] : file));
    default:
      return files.map((file, i) => (i === at ? [file[0], random.one(CONTENTS)] : file));
  }
}

function mutated(content: string | Unread, random: Random): string | Unread {
  return typeof content === 'string' ? mutatedText(content, random, CONTENTS, CONTENTS) : content;
}

/** What `host` prints of it. */
function checkReport(tree: Tree, found: Host): void {
  const report = reportOn(tree, found);
  assertRenders(hostProblems(report));
  ensurePlain(hostLines(report, 60).join('\n'), 'the report');
  ensurePlain(jsonText(hostToJson(report)), 'the JSON');
  ensurePlain(hostPicture(report), 'the picture');
}

const NUMBERS = /^cpc\/|^resolve\/device-level-too-high$/;

async function check(input: FuzzInput): Promise<void> {
  const random = new Random(input.choice);
  const files = new Map(
    textIn(input)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as [string, string | Unread]),
  );
  const found = readHost(treeOf(files));
  checkReport(treeOf(files), found);
  const { value: host, diagnostics } = withLevels(found);
  assertRenders(diagnostics);
  if (!host) return;
  const at = (index: number) => ({ file: '<options>', line: 1, column: index + 1 });
  const pins =
    random.below(2) === 0
      ? []
      : readPins(random.one(['0:0,1:1', '0:0-3', '0:1,1:0,2:3,3:2', '0:70000', '1:0', '0:5,0:6']), at);
  const offsets =
    random.below(3) === 0
      ? readOffsets(random.one(['0-7=+40', '0..65535=-40', '0=4294967295', '0-3=-4294967295']), at)
      : [];
  if ('why' in pins || 'why' in offsets) return;
  const vcpus = pins.reduce((most, { vcpu }) => Math.max(most, vcpu + 1), 0);
  const layout = random.one(['acpi-cppc', 'constant'] as const);
  const made = specFrom(host, {
    ...{ file: 'spec.toml', layout, offsets },
    ...(pins.length > 0 && { pinned: { from: 'pins', pins, vcpus, place: at(0) } as const }),
    ...(random.below(3) === 0 && { smt: { threads: random.one([1, 2, 3, 4096]), place: at(0) } }),
  });
  assertRenders(made.diagnostics);
  ensure(
    made.value !== undefined || made.diagnostics.some(({ severity }) => severity === 'error'),
    () => 'no spec, and no error',
  );
  if (!made.value) return;
  const text = writeSpec(made.value.spec, made.value.comments);
  ensurePlain(text, 'the spec');
  const { value, diagnostics: problems } = await compile({ text, file: 'spec.toml' });
  // Wrong numbers of the host are reported as those of a spec, also levels past the width of the device.
  const error = problems.find(({ severity, code }) => severity === 'error' && !NUMBERS.test(code));
  ensure(!error, () => `what init wrote is refused: ${error?.code}: ${error?.message}`);
  ensure(value !== undefined || problems.length > 0, () => 'what init wrote does not compile, without a word');
}

function assertRenders(diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) {
    ensure(diagnostic.place !== undefined, () => `${diagnostic.code} has no place`);
    ensurePlain(
      renderText({ diagnostic }, (_, words) => words),
      diagnostic.code,
    );
  }
}
