import { type Finding, type FindingPlace, finding, type Only, type Rule } from '../../cpc/rules/finding.js';
import { groupBy } from '../../diagnostics/group-by.js';
import { identityOf } from '../../diagnostics/identity.js';
import type { FailedWay, MachineFacts, ObjectFacts, When } from '../facts.js';
import type { ObjectPlaces } from '../object-places.js';
import { secondDefinitions } from '../second-definitions.js';
import { whenWords } from './by-way.js';

/** The tables of a machine, evaluated. */
export interface EvaluatedMachine {
  readonly facts: MachineFacts;
  readonly places: ObjectPlaces;
  /** Names of the tables. */
  readonly files: readonly string[];
}

/** What the code of processors' objects comes to. */
export const EVALUATION_RULES: readonly Rule<EvaluatedMachine>[] = [
  { origins: ['F2', 'L2'], check: codeIsRun },
  { origins: ['A1'], check: somethingIsReturned },
  { origins: [], check: codeIsFollowed },
  { origins: [], check: namesAreGiven },
  { origins: [], check: definedOnce },
];

/** Each `_CPC`, and the `_PSD` beside it, without which Linux drops it. */
function objectsOf({ facts: { processors } }: EvaluatedMachine): readonly ObjectFacts<unknown>[] {
  return processors.flatMap(({ cpc, psd }) => (cpc ? [cpc, ...(psd ? [psd] : [])] : []));
}

function nameOf(path: string): '_CPC' | '_PSD' {
  return path.endsWith('_PSD') ? '_PSD' : '_CPC';
}

/** ACPICA ends the method with an error. */
function codeIsRun(machine: EvaluatedMachine): Finding[] {
  const objects = objectsOf(machine);
  const shared = sharedMethods(objects);
  return objects.flatMap((object) =>
    [...groupBy(object.fails, ({ when: _, ...failure }) => identityOf(failure)).values()].map((same) => {
      const [first] = same as [FailedWay];
      const found = failureOf(first, machine.places.ofPath(object.path), shared);
      return onSome(found, object, new Set(same.map(({ when }) => when)), 'note');
    }),
  );
}

/** Methods that fail for several objects. */
function sharedMethods(objects: readonly ObjectFacts<unknown>[]): ReadonlySet<string> {
  const uses = objects.flatMap(({ path, fails }) => fails.map(({ by }) => ({ path, by })));
  const methods = [...groupBy(uses, ({ by }) => by)];
  return new Set(methods.filter(([, of]) => new Set(of.map(({ path }) => path)).size > 1).map(([by]) => by));
}

function failureOf(
  { reason, status, name = '', by, statement }: FailedWay,
  object: NonNullable<FindingPlace['object']>,
  shared: ReadonlySet<string>,
): Finding {
  const of = nameOf(object.path);
  const at = { object };
  if (reason === 'unresolved-name') return finding('firmware/unresolved-name', { name, status, of }, at);
  if (statement !== undefined) {
    const target = reason === 'refused-store' ? name : undefined;
    const facts = {
      status,
      statement,
      of,
      ...(target && { target }),
      ...((by !== object.path || shared.has(by)) && { by }),
    };
    return finding('firmware/code-fails', facts, at);
  }
  return of === '_CPC'
    ? finding('firmware/cpc-no-package', { is: name }, at)
    : finding('firmware/psd-shape', { is: name }, at);
}

function somethingIsReturned(machine: EvaluatedMachine): Finding[] {
  return objectsOf(machine).flatMap((object) => {
    if (object.nothing.length === 0) return [];
    const at = { object: machine.places.ofPath(object.path) };
    const found = finding('firmware/returns-nothing', { of: nameOf(object.path) }, at);
    return [onSome(found, object, new Set(object.nothing), 'warning')];
  });
}

/** A finding that holds only on these ways through the code of an object. */
function onSome(
  found: Finding,
  { ways, fails, nothing, unknown }: ObjectFacts<unknown>,
  whens: ReadonlySet<When>,
  severity: Only['severity'],
): Finding {
  const all = [...ways, ...fails, ...unknown, ...nothing.map((when) => ({ when }))];
  if (all.length === whens.size) return found;
  return { ...found, only: { when: whenWords(all, ({ when }) => whens.has(when)), severity } };
}

/** What was not followed was not checked. */
function codeIsFollowed(machine: EvaluatedMachine): Finding[] {
  return objectsOf(machine).flatMap(({ path, limits }) => {
    if (limits.length === 0) return [];
    return [finding('firmware/not-followed', { of: nameOf(path), limits }, { object: machine.places.ofPath(path) })];
  });
}

/** Without a DSDT, names that are missing may be in other tables. */
function namesAreGiven(machine: EvaluatedMachine): Finding[] {
  const { facts, places } = machine;
  if (facts.machine.complete) return [];
  const lacking = objectsOf(machine).filter(({ unresolved }) => unresolved.length > 0);
  const [first] = lacking;
  if (!first) return [];
  const names = [...new Set(lacking.flatMap(({ unresolved }) => unresolved))];
  const hidden = lacking.filter(({ unknown }) => unknown.length > 0).length;
  return [finding('firmware/table-missing', { names, hidden }, { object: places.ofPath(first.path) })];
}

/** ACPICA refuses the second object of a path, be it in another table. */
function definedOnce({ facts, places, files }: EvaluatedMachine): Finding[] {
  return secondDefinitions(facts).map(({ path, table, node }) => {
    const object = { ...places.ofNode(node, path), table };
    const first = files[places.ofPath(path).table] ?? '';
    return finding('firmware/defined-twice', { first, second: files[table] ?? '' }, { object });
  });
}
