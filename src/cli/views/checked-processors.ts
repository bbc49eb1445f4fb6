import { type CpcPackage, packagesOf } from '../../cpc/package.js';
import { type Finding, inObject } from '../../cpc/rules/finding.js';
import { subjectOfPackage } from '../../cpc/rules/subject.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Compiled } from '../../emit/format.js';
import type { MachineFacts, ProcessorFacts, When } from '../../firmware/facts.js';
import { parentOf } from '../../firmware/namespace.js';
import { CPC_RULES, firmwareFindings, type ReadTable } from '../../firmware/rules/rules.js';
import type { GuestAnswer } from '../../guest/judge.js';

/** A processor, and the codes of the diagnostics that are about it. */
export interface CheckedProcessor {
  readonly path: string;
  readonly codes: readonly string[];
  /** Ways of the `_CPC` that end in an error of ACPI, and those that return nothing, where there are some. */
  readonly fails?: readonly { readonly reason: string; readonly name: string | null; readonly when: When }[];
  readonly nothing?: readonly When[];
}

interface Reported {
  readonly answers: readonly GuestAnswer[];
  /** Others were found by rules that the input is free of, or are not shown. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The processors of a spec. Findings are those of the table that it makes. */
export function processorsOfSpec({ table }: Compiled, reported: Reported): CheckedProcessor[] {
  const paths = table.processors.map(({ path }) => path);
  return withCodes(paths, packagesOf(table).flatMap(cpcFindings), reported);
}

function cpcFindings(cpc: CpcPackage): Finding[] {
  const subject = subjectOfPackage(cpc);
  return inObject(
    cpc,
    CPC_RULES.flatMap((rule) => rule.check(subject)),
  );
}

/** The processors of tables with objects that say how fast they run, and those of which a rule says that they have none. */
export function processorsOfTables(
  tables: readonly ReadTable[],
  facts: MachineFacts,
  reported: Reported,
): CheckedProcessor[] {
  const having = facts.processors.filter(({ cpc, psd }) => cpc ?? psd).map(({ path }) => path);
  const outcomes = new Map(facts.processors.map((one) => [one.path, outcomesOf(one)]));
  return withCodes(having, firmwareFindings(tables, facts), reported).map((one) => ({
    ...one,
    ...outcomes.get(one.path),
  }));
}

/** The ways of the `_CPC` that give no package. */
function outcomesOf({ cpc }: ProcessorFacts): Pick<CheckedProcessor, 'fails' | 'nothing'> {
  const { fails = [], nothing = [] } = cpc ?? {};
  return {
    ...(fails.length > 0 && { fails: fails.map(({ reason, name = null, when }) => ({ reason, name, when })) }),
    ...(nothing.length > 0 && { nothing }),
  };
}

function withCodes(
  paths: readonly string[],
  findings: readonly Finding[],
  { answers, diagnostics }: Reported,
): CheckedProcessor[] {
  const shown = new Set<string>(diagnostics.map(({ code }) => code));
  const codes = new Map(paths.map((path) => [path, new Set<string>()]));
  const all = [...findings, ...answers.flatMap((answer) => answer.findings)].filter(({ code }) => shown.has(code));
  for (const one of all) {
    for (const path of processorsOf(one)) {
      if (!codes.has(path) && isProcessor(one)) codes.set(path, new Set());
      codes.get(path)?.add(one.code);
    }
  }
  return [...codes].map(([path, found]) => ({ path, codes: [...found] }));
}

/** The processors that use a package, the one of another object, or the processor itself. */
function processorsOf({ at: { object, path } }: Finding): readonly string[] {
  if (object?.processors) return object.processors;
  const of = object?.path ?? path;
  if (of === undefined) return [];
  return [isPredefined(of) ? parentOf(of) : of];
}

function isProcessor({ at: { object, path = object?.path ?? '' } }: Finding): boolean {
  return !object?.processors && path.includes('.') && !isPredefined(path);
}

/** `\\_SB.PR00._PSD`: an object of a processor. */
function isPredefined(path: string): boolean {
  return /\._[A-Z]{3}$/.test(path);
}
