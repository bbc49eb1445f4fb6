// Reports of running guests: any bytes end in a verdict or an error, soon, and what is shown of them obeys no terminal.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linuxFacts, windowsFacts } from '../../../src/cli/views/observe/json.js';
import { linuxLines, windowsLines } from '../../../src/cli/views/observe/lines.js';
import { jsonText, printable } from '../../../src/diagnostics/words.js';
import type { Compiled } from '../../../src/emit/format.js';
import { readLinuxReport } from '../../../src/observe/linux-report.js';
import { judgeLinux } from '../../../src/observe/linux-verdict.js';
import { findReport } from '../../../src/observe/report-text.js';
import { readVcpuinfo, readVcpupin } from '../../../src/observe/vcpu-places.js';
import { readWindowsReport } from '../../../src/observe/windows-report.js';
import { judgeWindows } from '../../../src/observe/windows-verdict.js';
import { compileText } from '../../laws/specs.js';
import { x3d } from '../../libvirt/domains.js';
import { FIXTURES } from '../../support/fixtures.js';
import { Random } from '../../support/random.js';
import { reportTexts } from '../corpus.js';
import { mutatedOne } from '../mutate.js';
import { ensureAnswered, ensureRendered, ensureSoon } from '../rendered.js';
import { bytesIn, ensure, ensurePlain, type FuzzInput, type Target } from '../target.js';

const FILE = 'report.txt';
const texts = reportTexts();
const compiled: readonly Compiled[] = [
  await x3d(),
  await compileText(readFileSync(join(FIXTURES, 'accept/virt-aarch64/spec.toml'), 'utf8')),
];

const CPUS = '/sys/devices/system/cpu';
const WORDS = [
  ...[
    'cppc-acpi report 1 linux',
    'cppc-acpi report 1 windows',
    'cppc-acpi report 2 linux',
    '==== ',
    '==== end',
    '==== log',
  ],
  ...['==== booted', '==== events', '==== windows', '<Event>', '</Event>', '<Event', '<!DOCTYPE d [<!ENTITY e "x">]>'],
  ...['highest_perf', 'amd_pstate_prefcore_ranking', 'cpu_capacity', 'thread_siblings_list'].map(
    (file) => `==== ${CPUS}/cpu0/${file}`,
  ),
  ...[
    `==== ${CPUS}/online`,
    '0-65535',
    '0-3',
    'enabled',
    'unreadable',
    'ACPI Error: _CPC',
    '&#x9b;',
    '&#x202e;',
    ']]>',
  ],
  ...[
    '<Data Name="Number">',
    '<Data Name="Group">',
    'MaximumPerformancePercent',
    '2026-02-03T08:15:00.1Z',
    '+275760-09-13',
  ],
  ...['VCPU: 0', 'CPU: 1', 'CPU Affinity: yy--', ' 0: 0-3', 'processors=', 'drivers=', 'hypervisor=True'],
];

export const TARGET: Target = { name: 'report', extension: 'txt', make, check };

function make(random: Random): FuzzInput {
  const choice = random.below(2 ** 31);
  const text = mutatedOne(texts, random, WORDS);
  const ended = random.below(6) === 0 ? text.replaceAll('\n', random.one(['\r\n', '\r', '\r\r\n'])) : text;
  const bytes = Buffer.from(`\uFEFF${ended}`, 'utf16le');
  // PowerShell writes UTF-16.
  if (random.below(8) === 0)
    return { content: Uint8Array.from(random.below(2) === 0 ? bytes : bytes.swap16()), choice };
  return { content: ended, choice };
}

async function check(input: FuzzInput): Promise<void> {
  const bytes = bytesIn(input);
  const random = new Random(input.choice);
  await ensureSoon(() => judge(bytes, random.one(compiled)));
  const text = Buffer.from(bytes).toString();
  await ensureSoon(() => [...readVcpuinfo(text), ...readVcpupin(text)]);
}

function judge(bytes: Uint8Array, { table }: Compiled): void {
  const { value: found, diagnostics } = findReport(bytes, FILE);
  ensureRendered(diagnostics, '');
  ensureAnswered(found, diagnostics);
  if (!found) return;
  if (found.system === 'linux') {
    const linux = readLinuxReport(found.text);
    const verdict = judgeLinux(table, linux, FILE);
    isShown(verdict, linuxLines(linux, verdict, 60), linuxFacts(linux, verdict));
  } else {
    const windows = readWindowsReport(found.text, found.isOurs);
    const verdict = judgeWindows(table, windows, FILE);
    isShown(verdict, windowsLines(windows, verdict, 60), windowsFacts(windows, verdict));
  }
}

type Verdict = Pick<ReturnType<typeof judgeLinux>, 'ranked' | 'because' | 'diagnostics'>;

/** Two characters a byte of the longest report. */
const MOST_SHOWN = 2_000_000;

function isShown({ ranked, because, diagnostics }: Verdict, lines: readonly string[], facts: object): void {
  ensureRendered(diagnostics, '');
  ensure(ranked === true || because.length > 0, () => `ranked is ${ranked}, without a reason`);
  const json = jsonText(facts);
  ensurePlain(json, 'the JSON');
  ensurePlain(lines.map(printable).join('\n'), 'the lines');
  ensure(json.length + lines.join('').length < MOST_SHOWN, () => `${json.length} characters of JSON`);
}
