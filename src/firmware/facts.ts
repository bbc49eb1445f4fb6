// Facts by processor: what the `_CPC`, `_PSD`, `_PCT` and `_PSS` of each processor of a machine evaluate to.
//
// How to use them. `machineFacts (tables)` takes the decoded tables of one machine and evaluates each object once:
//
// - `processors` has a row for each processor. `cpc`, `psd`, `pct` and `pss` are undefined where no table gives the
//   processor that object. Else `ways` has every way that returns a package: under which conditions (`when`, as ASL; none:
//   always), and the package with its final values. `fails`, `nothing` and `unknown` have the ways that return none: ACPICA
//   ends them with an error, they have no Return, or what they return the tables do not say. `absent` has the
//   conditions under which table-level code does not define the object. One of these lists is not empty.
// - A package of a way is a `CpcPackage` or `NamedPackage` as rules and views read it. `entries` are final: what code
//   writes is in them, and in `writes` with the method that writes it. Values that hardware decides have kind `unknown`.
//   `path`, `table` and `offset` say where it stands in the tables; `made` is true where it stands nowhere, and then they
//   are the place of the object. Equal packages of one place are one object, so results about it can be kept by it
//   (WeakMap), and `processors` has all that get it on some way.
// - `cpc`, `psd`, `pct` and `pss` of the machine are these packages once, in the order of the processors.
// - `groupsBy` (processor-groups.ts) gives processors of equal facts about one object together; a view shows each group
//   once. Equal packages count as equal wherever they stand, whatever method wrote into them.
// - `machine` is the evaluator, for other objects; `machine.complete` says whether there is a DSDT.

import type { AmlNode, AmlTable } from '../aml/tree.js';
import { lineText } from '../asl/print.js';
import type { CpcPackage, NamedPackage } from '../cpc/package.js';
import { type Evaluation, type Machine, machineOf, type Outcome } from '../evaluate/machine.js';
import { LIMITS } from '../objects/limits.js';
import type { PackageValue as EvaluatedPackage, Value } from '../objects/model.js';
import { evaluatedCpc, evaluatedNamed } from './evaluated-package.js';
import { contentOf } from './package-content.js';
import { type PackagePlace, type PackagePlaces, packagePlaces } from './package-places.js';

/** Conditions as ASL, all of which hold; none: always. */
export type When = readonly string[];

/** A way that returns a package. */
export interface PackageWay<P> {
  readonly when: When;
  readonly value: P;
  /** It is made at run time from nothing in the tables. */
  readonly made: boolean;
  /** Equal for packages of equal content, wherever they stand. */
  readonly content: string;
}

export type FailedWay = Omit<Extract<Outcome, { kind: 'fails' }>, 'kind' | 'node'> & {
  readonly when: When;
  /** The statement that fails, as ASL. */
  readonly statement?: string;
};

/** What an object of a processor evaluates to. */
export interface ObjectFacts<P> {
  /** `\_SB.PR00._CPC` */
  readonly path: string;
  readonly ways: readonly PackageWay<P>[];
  readonly fails: readonly FailedWay[];
  readonly nothing: readonly When[];
  readonly unknown: readonly { readonly when: When; readonly text: string }[];
  readonly absent: readonly When[];
  /** Why some ways were not followed, or not to their ends: `more than 64 ways`. */
  readonly limits: readonly string[];
  /** Names that no table has, as they stand in the code. */
  readonly unresolved: readonly string[];
}

export interface ProcessorFacts {
  readonly path: string;
  /** null for a Processor object. */
  readonly hid: string | null;
  /** The `_UID`, or the ID of a Processor object; null where there is none, or code decides it. */
  readonly uid: bigint | string | null;
  /** False where the tables only have objects in its scope. */
  readonly defined: boolean;
  readonly node: AmlNode | undefined;
  readonly cpc: ObjectFacts<CpcPackage> | undefined;
  readonly psd: ObjectFacts<NamedPackage> | undefined;
  readonly pct: ObjectFacts<NamedPackage> | undefined;
  readonly pss: ObjectFacts<NamedPackage> | undefined;
}

export interface MachineFacts {
  readonly machine: Machine;
  readonly processors: readonly ProcessorFacts[];
  readonly cpc: readonly CpcPackage[];
  readonly psd: readonly NamedPackage[];
  readonly pct: readonly NamedPackage[];
  readonly pss: readonly NamedPackage[];
  /** Where the packages of the tables stand. */
  readonly places: PackagePlaces;
}

export function machineFacts(tables: readonly AmlTable[]): MachineFacts {
  const machine = machineOf(tables);
  const places = packagePlaces(tables, () => machine.paths());
  const cpc = collector(machine, places, '_CPC', (value, use) => evaluatedCpc(value, use));
  const named = (name: string) =>
    collector(machine, places, name, (value, { place }, path) => evaluatedNamed(value, { ...place, path }));
  const [psd, pct, pss] = [named('_PSD'), named('_PCT'), named('_PSS')];
  const processors = machine.processors.map(({ path, hid, uid, processorId, defined, node }): ProcessorFacts => {
    const id = uid ?? (processorId === undefined ? null : BigInt(processorId));
    const objects = { cpc: cpc.of(path), psd: psd.of(path), pct: pct.of(path), pss: pss.of(path) };
    return { path, hid, uid: id, defined, node, ...objects };
  });
  return {
    machine,
    processors,
    cpc: cpc.packages,
    psd: psd.packages,
    pct: pct.packages,
    pss: pss.packages,
    places,
  };
}

interface Use {
  readonly place: PackagePlace;
  readonly processors: string[];
}

interface Known<P> {
  readonly value: P;
  readonly processors: string[];
}

/** Evaluates one object of each processor, and keeps every package once. */
function collector<P>(
  machine: Machine,
  places: PackagePlaces,
  name: string,
  packageOf: (value: EvaluatedPackage, use: Use, path: string) => P,
) {
  const known = new Map<string, Known<P>>();
  const packages: P[] = [];
  const wayOf = (when: When, value: EvaluatedPackage, path: string, processor: string): PackageWay<P> => {
    const at = value.origin && places.of(value.origin);
    const { content, writers } = contentOf(value);
    const place = at ?? { path, table: 0, offset: 0, length: 0 };
    const key = `${place.path} ${place.table} ${place.offset} ${name === '_CPC' ? '' : path} ${writers} ${content}`;
    let one = known.get(key);
    if (!one) {
      const processors: string[] = [];
      one = { value: packageOf(value, { place, processors }, path), processors };
      known.set(key, one);
      packages.push(one.value);
    }
    if (one.processors.at(-1) !== processor) one.processors.push(processor);
    return { when, value: one.value, made: !at, content };
  };
  const of = (processor: string): ObjectFacts<P> | undefined => {
    const path = `${processor}.${name}`;
    const evaluation = machine.evaluate(path);
    return evaluation && objectFacts(evaluation, (when, value) => wayOf(when, value, path, processor));
  };
  return { of, packages };
}

function objectFacts<P>(
  { path, ways, absent, limits, unresolved }: Evaluation,
  wayOf: (when: When, value: EvaluatedPackage) => PackageWay<P>,
): ObjectFacts<P> {
  return {
    path,
    ways: ways.flatMap(({ when, outcome }) =>
      outcome.kind === 'value' && outcome.value.type === 'Package' ? [wayOf(when, outcome.value)] : [],
    ),
    fails: ways.flatMap(({ when, outcome }) => failures(path, outcome).map((failure) => ({ ...failure, when }))),
    nothing: ways.flatMap(({ when, outcome }) => (outcome.kind === 'nothing' ? [when] : [])),
    unknown: ways.flatMap(({ when, outcome }) =>
      outcome.kind === 'value' && outcome.value.type === 'Unknown' ? [{ when, text: outcome.value.text }] : [],
    ),
    absent,
    limits: limits.map((limit) => LIMITS[limit]),
    unresolved,
  };
}

function failures(path: string, outcome: Outcome): Omit<FailedWay, 'when'>[] {
  if (outcome.kind === 'fails') {
    const { kind: _, node, ...failure } = outcome;
    return [{ ...failure, ...(node && { statement: statementText(node) }) }];
  }
  if (outcome.kind !== 'value' || isPackageOrUnknown(outcome.value)) return [];
  // ACPICA expects a Package of all these objects. acpi_ns_check_object_type.
  return [{ reason: 'wrong-type', status: 'AE_AML_OPERAND_TYPE', name: typeWord(outcome.value), by: path }];
}

/** Of a condition without the statements behind it. */
function statementText(node: AmlNode): string {
  return lineText(node.term === 'DefIf' || node.term === 'DefWhile' ? node.predicate : node, true);
}

function isPackageOrUnknown({ type }: Value): boolean {
  return type === 'Package' || type === 'Unknown';
}

function typeWord(value: Value): string {
  if (value.type === 'Integer') return `the Integer ${value.value}`;
  return value.type === 'Object' ? 'a reference' : `a ${value.type}`;
}
