import type { CpcKey } from '../../../grammar/cpc.js';
import type { FromFacts } from '../../diagnostics/catalog/from.js';
import type { GuestFacts } from '../../diagnostics/catalog/guest/facts.js';
import type { Severity } from '../../diagnostics/catalog/row.js';
import { type Code, type Diagnostic, diagnostic, type FactsOf, type Place } from '../../diagnostics/diagnostic.js';
import { groupBy } from '../../diagnostics/group-by.js';
import { identityOf } from '../../diagnostics/identity.js';
import { count, printable } from '../../diagnostics/words.js';

/** The object of a finding: a package, or another object of a table. */
interface FoundObject {
  readonly path: string;
  /** The index of the table in the input, and the bytes of the object in it. */
  readonly table: number;
  readonly offset: number;
  readonly length: number;
  /** Bytes of each element of a package. */
  readonly elementSpans?: () => readonly { readonly offset: number; readonly length: number }[];
  /** Processors that use a package. */
  readonly processors?: readonly string[];
}

export interface FindingPlace {
  readonly object?: FoundObject;
  /** The entry of a `_CPC`; the first of several decides the place. */
  readonly entry?: CpcKey;
  /** The element of the package, where it is no entry. */
  readonly element?: number;
  /** Path of the object, where no object was read. */
  readonly path?: string;
}

/** A problem that a rule found; the reporter adds the objects and guests. */
export interface Finding<C extends Code = Code> {
  readonly code: C;
  readonly facts: object;
  readonly at: FindingPlace;
  /** Missing if it always holds. */
  readonly only?: Only;
}

/** Firmware code decides whether a finding holds: when it does, in words. */
export interface Only {
  readonly when: string;
  readonly severity: Severity;
}

/** Facts that the reporter of a finding adds: where it came from, for which guests and objects it holds. */
type ReportFact = keyof FromFacts | keyof GuestFacts;

export function finding<C extends Code>(
  code: C,
  facts: Omit<FactsOf<C>, ReportFact>,
  at: FindingPlace = {},
): Finding<C> {
  return { code, facts, at };
}

/** The same findings with an object as their place. */
export function inObject<C extends Code>(object: FoundObject, findings: readonly Finding<C>[]): Finding<C>[] {
  return findings.map((one) => ({ ...one, at: { ...one.at, object } }));
}

/** Findings that are equal except for their object and their condition, in the order of the first ones. */
export function groupEqual<F extends Finding & { readonly severity?: Severity }>(findings: readonly F[]): F[][] {
  const keyOf = ({ code, facts, only, severity, at: { entry, element } }: F) =>
    identityOf([code, entry, element, facts, severity ?? only?.severity]);
  return [...groupBy(findings, keyOf).values()].map(withOneCondition);
}

/** Conditions differ where each processor has a variable of its own: the first is shown. */
function withOneCondition<F extends Finding>(equal: F[]): F[] {
  const [first, ...others] = equal;
  if (!first?.only || others.every(({ only }) => only?.when === first.only?.when)) return equal;
  return [{ ...first, only: { ...first.only, when: `${first.only.when}, or under other conditions` } }, ...others];
}

/** The first object, and how many others there are or how many processors share it. */
export function objectsText(findings: readonly Finding[]): string {
  const paths = new Set(findings.flatMap(({ at }) => pathsOf(at)));
  const [first = ''] = paths;
  if (paths.size > 1) return `${first} and ${paths.size - 1} more`;
  const processors = new Set(findings.flatMap(({ at }) => at.object?.processors ?? []));
  return processors.size > 1 ? `${first}, of ${count(processors.size, 'processor')}` : first;
}

/** A package that is a `_CPC` itself belongs to each processor by that processor's name. */
function pathsOf({ object, path = '' }: FindingPlace): readonly string[] {
  if (!object) return [path];
  const { processors = [] } = object;
  return object.path.endsWith('._CPC') && processors.length > 0
    ? processors.map((one) => `${one}._CPC`)
    : [object.path];
}

/** The diagnostic of a finding, with the facts that its reporter adds; in a table the object comes first. */
export function toDiagnostic(
  { code, facts, only }: Finding,
  place: Place | undefined,
  reported: object,
  object?: string,
): Diagnostic {
  const made = diagnostic(code, place, { ...facts, ...reported } as FactsOf<Code>);
  const before = [...(object === undefined ? [] : [object]), ...(only ? [only.when] : [])].join(', ');
  const message = before === '' ? made.message : `${printable(before)}: ${made.message}`;
  return { ...made, message, ...(only && { severity: only.severity }) };
}

/** Checks that exist elsewhere, as reference texts number them: fwts, Linux, edk2, Xen, ACPICA. */
type Origin = `${'F' | 'L' | 'E' | 'X' | 'A'}${number}`;

export interface Rule<Subject> {
  /** None for a rule that rests on the specification or on observed defects. */
  readonly origins: readonly Origin[];
  readonly check: (subject: Subject) => readonly Finding[];
}
