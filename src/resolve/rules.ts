import { CPC_ENTRIES, CPC_LEVELS } from '../../grammar/cpc.js';
import { U8_MAX } from '../../grammar/limits.js';
import type { LevelKey } from '../../grammar/spec-keys.js';
import type { CpcTable } from '../cpc/ir.js';
import { architecturesOf, machineRow, virtMachine } from '../cpc/machine.js';
import { packageOf } from '../cpc/package.js';
import { type Finding, toDiagnostic } from '../cpc/rules/finding.js';
import { commonLevel, NUMBER_RULES } from '../cpc/rules/numbers.js';
import { REGISTERS_RULES, SINGLE_REGISTER_RULES } from '../cpc/rules/registers.js';
import type { CpcSubject } from '../cpc/rules/subject.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { Spec } from '../spec/spec.js';
import { dieProblems } from './dies.js';
import type { ResolvedCore } from './entries.js';
import { placeOfFinding } from './finding-place.js';
import { pStateProblems } from './p-states.js';
import { portProblems } from './ports.js';
import type { Settings } from './settings.js';
import { topoextProblems } from './topoext.js';
import { unevenThreads } from './uneven-threads.js';

/** Checks of one core's entries that need no guest: the rules of every `_CPC`, and those of specs. */
export function coreProblems(core: ResolvedCore, settings: Settings): Diagnostic[] {
  return [
    ...cpcFindings(core, settings).map((one) => toDiagnostic(one, placeOfFinding(one, core), { from: 'spec' })),
    ...CORE_RULES.flatMap((rule) => rule(core, settings)),
  ];
}

function cpcFindings(core: ResolvedCore, settings: Settings): Finding[] {
  const subject = subjectOfCore(core, settings);
  const own = new Map([...subject.cpc.entries].filter(([key]) => !core.byLayout(key)));
  const ownRegisters = { ...subject, cpc: { ...subject.cpc, entries: own } };
  return [
    ...NUMBER_RULES.flatMap((rule) => rule.check(subject)),
    // Registers of a layout are correct; those of the device overlap in addrspace 0.
    ...SINGLE_REGISTER_RULES.flatMap((rule) => rule.check(ownRegisters)),
    ...(settings.layout === 'acpi-cppc' ? [] : REGISTERS_RULES.flatMap((rule) => rule.check(subject))),
  ];
}

function subjectOfCore(core: ResolvedCore, { revision, machine, architecture }: Settings): CpcSubject {
  const cpc = packageOf(core.stated, revision, []);
  return {
    cpc,
    known: (key) => core.known[key as LevelKey],
    lacks: (key) => cpc.entries.has(key) && core.leftOut(key),
    integerBits: machineRow(machine).integerBits,
    machine,
    architecture,
    offset: core.offset,
  };
}

type CoreRule = (core: ResolvedCore, settings: Settings) => readonly Diagnostic[];

const CORE_RULES: readonly CoreRule[] = [referenceNotZero, deviceLevelsFit, portProblems, pStateProblems];

/** Intel's firmware writes 0: Linux reads an Integer 0 as "not supported" (CPC_SUPPORTED). */
function referenceNotZero({ known, placeOf, byLayout }: ResolvedCore): Diagnostic[] {
  const given = known.reference_perf === 0n && !byLayout('reference_perf');
  return given ? [diagnostic('resolve/reference-zero', placeOf('reference_perf'), {})] : [];
}

/** The device scans 16 bits and packs them into fields of eight without a mask. */
function deviceLevelsFit({ known, placeOf }: ResolvedCore, { layout }: Settings): Diagnostic[] {
  if (layout !== 'acpi-cppc') return [];
  return CPC_LEVELS.flatMap((key) => {
    const value = known[key] ?? 0n;
    return value > U8_MAX
      ? [diagnostic('resolve/device-level-too-high', placeOf(key), { key, value, most: U8_MAX })]
      : [];
  });
}

/** Checks of the table as a whole. */
export function tableProblems(table: CpcTable, spec: Spec): Diagnostic[] {
  return TABLE_RULES.flatMap((rule) => rule(table, spec));
}

type TableRule = (table: CpcTable, spec: Spec) => readonly Diagnostic[];

const TABLE_RULES: readonly TableRule[] = [
  someCoreIsBetter,
  revisionIsNeeded,
  machineTakesTables,
  machineHasArchitecture,
  deviceIsOfX86,
  topoextProblems,
  unevenThreads,
  dieProblems,
];

function someCoreIsBetter({ processors }: CpcTable, spec: Spec): Diagnostic[] {
  const cores = new Set(processors.map((processor) => processor.core)).size;
  const value = commonLevel(processors.map(({ known }) => known.highest_perf));
  if (cores < 2 || value === undefined) return [];
  const place = { file: spec.file, path: ['core', 0, 'highest_perf'] };
  return [diagnostic('resolve/all-equal', place, { cores, value })];
}

function revisionIsNeeded({ revision, processors }: CpcTable, spec: Spec): Diagnostic[] {
  const latest = CPC_ENTRIES.filter((row) => row.since === 4);
  const needed = processors.some(({ stated }) => latest.some((row) => stated[row.key].kind !== 'absent'));
  if (revision !== 4 || needed || processors.length === 0) return [];
  return [
    diagnostic('resolve/revision-not-needed', { file: spec.file, path: ['table', 'cpc_revision'] }, { revision }),
  ];
}

function machineTakesTables({ machine, architecture }: CpcTable, spec: Spec): Diagnostic[] {
  if (!virtMachine(machine)) return [];
  const place = { file: spec.file, path: ['guest', 'machine'] };
  return [diagnostic('resolve/machine-refuses-acpitable', place, { machine, architecture })];
}

function machineHasArchitecture({ machine }: CpcTable, { file, guest }: Spec): Diagnostic[] {
  const right = architecturesOf(machine);
  const given = guest.architecture;
  if (given === undefined || right.includes(given)) return [];
  return [diagnostic('resolve/architecture', { file, path: ['guest', 'architecture'] }, { machine, given, right })];
}

/** The device is a part of the patched QEMU for x86. */
function deviceIsOfX86({ device, machine, architecture }: CpcTable, spec: Spec): Diagnostic[] {
  if (!device || architecture === 'x86') return [];
  const place = { file: spec.file, path: ['registers', 'layout'] };
  return [diagnostic('resolve/device-architecture', place, { machine, architecture })];
}
