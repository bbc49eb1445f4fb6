// The small inputs of ../shared/cases/firmware: what the commands answer, as the README beside them has it.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compileAsl } from '../../src/iasl/run.js';
import { inProcess } from '../support/in-process.js';
import { testWith } from '../support/outside.js';
import { CASES_OF_FIRMWARE } from './folder.js';

interface Answer {
  readonly args: readonly string[];
  readonly status: number;
  /** What the output has, and what it has not. */
  readonly has?: readonly RegExp[];
  readonly lacks?: readonly RegExp[];
  /** Parts of the JSON, by their path. */
  readonly json?: Readonly<Record<string, unknown>>;
}

const LINUX = ['--guest', 'linux-6.12'];
const UNREAD = /not understood|unread/;
const NO_PROBLEMS = /: no problems found$/m;
const LEVELS = (...levels: readonly number[]) =>
  levels.map((level, i) => new RegExp(`^ +${i + 2}  \\w+ +${level}$`, 'm'));

const F1 = 'f1-processor-calls-a-cpc-of-no-table.aml';
const F2A_WRITE = 'f2a-write-behind-condrefof.aml';
const F2A_CPC = 'f2a-cpc-behind-condrefof.aml';
const F2B = 'f2b-integer-and-method-of-one-name.aml';
const F2C = 'f2c-buffer-field-hides-a-method.aml';
const F3 = 'f3-register-address-written-byte-by-byte.aml';
const F4 = 'f4-store-that-acpica-refuses.aml';
const F5 = 'f5-psd-filled-in-at-run-time.aml';
const F6 = 'f6-dummy-package-beside-the-real-one.aml';
const F8 = 'f8-frequency-set-at-run-time.aml';
const F12 = 'f12-cpc-that-may-return-nothing.aml';
const BARE_PSD = 'psd-without-outer-package.aml';

const NAME_OF_PR10 = { name: '\\_SB.PR10._CPC', reason: 'unresolved-name' };
const DEFINED_TWICE = [/^warning\[firmware\/defined-twice\]: \\_SB\.CP00\._CPC: /m, /AE_ALREADY_EXISTS/];

const ANSWERS: readonly Answer[] = [
  {
    args: ['check', F1, ...LINUX],
    status: 1,
    has: [
      /^error\[firmware\/unresolved-name\]: .*calls \\_SB\.PR10\._CPC, which no table here defines; Linux prints AE_NOT_FOUND/m,
      /^linux-6\.12 +refused \(/m,
    ],
  },
  {
    args: ['inspect', '--json', F1],
    status: 0,
    json: {
      'processors.1.path': '\\_SB.PR20',
      'processors.1.fails.0.reason': NAME_OF_PR10.reason,
      'processors.1.fails.0.name': NAME_OF_PR10.name,
      'processors.2.path': '\\_SB.PR21',
      'processors.2.fails.0.name': NAME_OF_PR10.name,
    },
  },
  {
    args: ['inspect', F2A_WRITE],
    status: 0,
    has: [...LEVELS(66, 33, 24, 7), /writes lowest_nonlinear_perf/],
    lacks: [UNREAD],
  },
  { args: ['inspect', F2A_CPC], status: 0, has: [/^ {2}of \\_SB\.CP00$/m, ...LEVELS(66, 33, 20, 7)], lacks: [UNREAD] },
  { args: ['inspect', F2B], status: 0, has: LEVELS(80, 33, 20, 7), lacks: [UNREAD] },
  { args: ['inspect', F2C], status: 0, has: [/^ {2}of \\_SB\.CP00$/m, ...LEVELS(77, 33, 20, 7)], lacks: [UNREAD] },
  { args: ['inspect', F3], status: 0, has: [/guaranteed_perf +SystemIO port 0x15B2/, /writes guaranteed_perf/] },
  {
    args: ['check', F4, ...LINUX],
    status: 1,
    has: [/has a Buffer as its target; the method aborts with AE_AML_OPERAND_TYPE/, /^linux-6\.12 +refused/m],
  },
  {
    args: ['inspect', '--json', F4],
    status: 0,
    json: { 'processors.0.path': '\\_SB.CP00', 'processors.0.fails.length': 1, 'processors.0.cpc': [] },
  },
  {
    args: ['inspect', F5],
    status: 0,
    has: [/^ +6 {2}HW_ALL +\\_SB\.CP00, \\_SB\.CP01$/m, /_PSD writes domain and num_processors/],
    lacks: [/96/],
  },
  { args: ['inspect', '--json', F5], status: 0, json: { 'processors.1.psd.0.num_processors': 2 } },
  { args: ['check', F5], status: 0, has: [NO_PROBLEMS], lacks: [/96/] },
  { args: ['check', F6, ...LINUX], status: 0, has: [/^linux-6\.12 +accepted$/m], lacks: [/^(?:error|warning)/m] },
  {
    args: ['inspect', '--json', F8],
    status: 0,
    json: {
      'processors.0.cpc.0.entries.nominal_freq': { unknown: 'NFRQ' },
      'processors.0.cpc.0.writes': [{ entry: 'nominal_freq', value: 'NFRQ', by: '\\_SB.CP00._CPC' }],
    },
  },
  {
    args: ['check', F12, ...LINUX],
    status: 1,
    has: [/^error\[firmware\/returns-nothing\]/m, /Missing expected return value/, /^linux-6\.12 +refused/m],
  },
  { args: ['inspect', '--json', F12], status: 0, json: { 'processors.0.nothing': [[]], 'processors.0.cpc': [] } },
  {
    args: ['inspect', 'scope-caret.aml'],
    status: 0,
    has: [/^ {2}\\_SB\.CP00\._CPC$/m, /^ {2}of \\_SB\.CP00$/m, ...LEVELS(66, 33, 20, 7)],
  },
  {
    args: ['check', BARE_PSD, ...LINUX],
    status: 0,
    has: [/^warning\[firmware\/psd-not-nested\]/m, /^linux-6\.12 +accepted$/m],
    lacks: [/^error/m],
  },
  {
    args: ['inspect', BARE_PSD],
    status: 0,
    has: [/^ +4 {2}SW_ANY +\\_SB\.CP00, \\_SB\.CP01$/m],
    lacks: [/no Integer/],
  },
  { args: ['inspect', '--json', BARE_PSD], status: 0, json: { 'processors.0.psd.0.num_processors': 2 } },
  { args: ['decompile', BARE_PSD], status: 0, has: [/^threads_per_core = 2$/m, /^\[\[core\]\]\ndomain = 4$/m] },
  { args: ['diff', 'diff-order-a.aml', 'diff-order-b.aml'], status: 0, has: [/^equal: 12 processors$/m] },
  { args: ['check', 'twice'], status: 0, has: DEFINED_TWICE },
  { args: ['check', 'twice', ...LINUX], status: 0, has: DEFINED_TWICE },
  { args: ['inspect', 'twice'], status: 0, has: LEVELS(66, 33, 20, 7) },
  { args: ['diff', 'duplicate-cpc-1.aml', 'twice'], status: 0, has: [/^equal: 1 processor$/m] },
  {
    args: ['check', 'frequency-zero.aml', ...LINUX],
    status: 1,
    has: [
      /^error\[cpc\/frequency-zero\]: \\_SB\.CP01\._CPC: nominal_freq is 0/m,
      /amd-pstate of Linux does not load \("value is incorrect"\)/,
      /^linux-6\.12 +accepted, but not ranked/m,
    ],
  },
  { args: ['check', 'frequency-zero.aml'], status: 1, has: [/^error\[cpc\/frequency-zero\]/m] },
  {
    args: ['check', 'frequency-in-khz.aml'],
    status: 0,
    has: [/^warning\[cpc\/frequency-unit\]: .*nominal_freq 3600000 are in kHz; ACPI wants MHz: 550 and 3600$/m],
  },
  { args: ['inspect', 'machine.bin'], status: 0, has: [/^ {2}\\_SB\.CP00\._CPC$/m, ...LEVELS(66, 33, 20, 7)] },
  {
    args: ['inspect', 'riscv-ffh-good.aml'],
    status: 0,
    has: [
      /SBI CPPC register 5: desired\s+performance\)/,
      /SBI CPPC register 9: performance\s+reduction time window\)/,
      /SBI CPPC register 0xC: delivered\s+counter\)/,
      /SBI CPPC register 0xD: performance\s+limited\)/,
      /CSR 0xC01: time\)/,
    ],
  },
  { args: ['check', 'riscv-ffh-good.aml'], status: 0, has: [NO_PROBLEMS] },
  { args: ['check', 'riscv-ffh-good.aml', '--guest', 'linux-7.2'], status: 0, has: [/^linux-7\.2 +accepted$/m] },
  {
    args: ['check', 'riscv-ffh-bad.aml', '--guest', 'linux-7.2'],
    status: 1,
    has: [
      /desired_perf has bit width 32 .*has 64 bits/,
      /time_window has bit offset 8; .*at bit offset 0/,
      /reference_counter has .*; type 3 in its bits 63:60 is not defined/,
      /delivered_counter is SBI CPPC register 0x77, which does not exist/,
      /perf_limited is CSR mcycle \(0xB00\); Linux reads only time \(0xC01\)/,
      /^linux-7\.2 +accepted, but not ranked/m,
    ],
    lacks: [/MSR/],
  },
  {
    args: ['check', 'amu-reference-perf.aml'],
    status: 0,
    has: [
      /^warning\[cpc\/amu-reference-perf\]: \\_SB\.CPU0\._CPC: reference_perf is 1000; .*2400 at 800 MHz gives 3000 /m,
      /Linux shows 33 % /,
      /^1 warning$/m,
    ],
    lacks: [/CPU1|Xen|255/],
  },
  { args: ['inspect', 'amu-reference-perf.aml'], status: 0, has: [/AMU constant counter/, /AMU core counter/] },
  {
    args: ['check', 'revision-5.aml', ...LINUX],
    status: 1,
    has: [
      /^error\[firmware\/revision-unknown\]: .*: revision 5 is not published/m,
      /reads the first 23 of 26 elements/,
      /^1 error, 1 note$/m,
    ],
    lacks: [/resource_priority/],
  },
  { args: ['check', 'concatenated-dsdt.aml', ...LINUX], status: 0, has: [/^linux-6\.12 +no _CPC$/m] },
  { args: ['check', '--json', 'concatenated-dsdt.aml', ...LINUX], status: 0, has: [/"verdict":\s*"none"/] },
];

const FOLDERS = { twice: ['duplicate-cpc-1.aml', 'duplicate-cpc-2.aml'] };

let folder: string | undefined;

/** A folder with the tables, made once. */
async function tables(): Promise<string> {
  if (folder !== undefined) return folder;
  const made = mkdtempSync(join(tmpdir(), 'cppc-acpi-test-'));
  folder = made;
  const aml = new Map<string, Uint8Array>();
  for (const file of readdirSync(CASES_OF_FIRMWARE).filter((name) => name.endsWith('.asl'))) {
    const compiled = await compileAsl(readFileSync(join(CASES_OF_FIRMWARE, file)));
    if (compiled.state !== 'made') throw new Error(`${file}: ${JSON.stringify(compiled)}`);
    aml.set(file.replace('.asl', '.aml'), compiled.content);
  }
  for (const [name, content] of aml) writeFileSync(join(made, name), content);
  for (const [name, files] of Object.entries(FOLDERS)) {
    mkdirSync(join(made, name));
    for (const file of files) copyFileSync(join(made, file), join(made, name, file));
  }
  writeFileSync(join(made, 'machine.bin'), machineOf(aml));
  return made;
}

/** As concatenated.sh: DSDT, FACS, RSDP and SSDT. */
function machineOf(aml: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const [dsdt, ssdt] = ['concatenated-dsdt.aml', 'concatenated-ssdt.aml'].map((name) => aml.get(name));
  const facs = Buffer.alloc(64);
  facs.write('FACS@');
  const rsdp = Buffer.alloc(36);
  rsdp.write('RSD PTR \0CASES \x02\0\0\0\0$');
  return Buffer.concat([dsdt ?? facs, facs, rsdp, ssdt ?? facs]);
}

/** `processors.1.fails.0.name` of JSON. */
function at(value: unknown, path: string): unknown {
  return path.split('.').reduce((one, key) => (one as Record<string, unknown> | undefined)?.[key], value);
}

if (existsSync(CASES_OF_FIRMWARE)) {
  for (const { args, status, has = [], lacks = [], json = {} } of ANSWERS) {
    testWith(['iasl'], `answer: ${args.join(' ')}`, async () => {
      const run = await inProcess(args, await tables());
      const text = run.stdout + run.stderr;
      assert.is(run.status, status, text);
      for (const one of has) assert.match(text, one);
      for (const one of lacks) assert.not.match(text, one);
      for (const [path, value] of Object.entries(json)) assert.equal(at(JSON.parse(run.stdout), path), value, path);
    });
  }
} else test.skip('the cases of firmware are not here');

test.after(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

test.run();
