import { CPC_ENTRIES, type CpcKey } from '../../../grammar/cpc.js';
import { CORES_OF_CLUSTER } from '../../../grammar/topology.js';
import { type CpcPackage, integerOf } from '../../cpc/package.js';
import { psdNumber } from '../../cpc/psd.js';
import { type Finding, finding, type Rule } from '../../cpc/rules/finding.js';
import type { ProcessorFacts } from '../facts.js';
import { domainsOf } from './domains.js';

/** A processor with its only package. */
interface ProcessorNumbers {
  readonly path: string;
  readonly cpc: CpcPackage;
}

/** The processors of a machine in the order of their paths, and the pairs of them that `_PSD` puts into one domain. */
interface MachineSubject {
  readonly processors: readonly ProcessorNumbers[];
  readonly pairs: readonly (readonly [ProcessorNumbers, ProcessorNumbers])[];
}

/** What processors have in common with those beside them. */
export const MACHINE_RULES: readonly Rule<MachineSubject>[] = [
  { origins: [], check: siblingsAreEqual },
  { origins: [], check: clustersAreEqual },
];

/** A processor whose code chooses between packages is left out. */
export function machineSubject(processors: readonly ProcessorFacts[]): MachineSubject {
  const only = processors.flatMap(({ path, cpc }) => {
    const [value, ...others] = new Set(cpc?.ways.map((way) => way.value));
    return value && others.length === 0 ? [{ path, cpc: value }] : [];
  });
  // Digits are hexadecimal in some paths; those of one machine have the same length.
  const inOrder = only.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return { processors: inOrder, pairs: pairsIn(inOrder, processors) };
}

/** Threads of a core are the two processors of a domain, where every domain of the machine has two. */
function pairsIn(having: readonly ProcessorNumbers[], processors: readonly ProcessorFacts[]): MachineSubject['pairs'] {
  const domains = domainsOf(
    processors.flatMap(({ path, psd }) => {
      const [psdWay, ...others] = psd?.ways ?? [];
      return psdWay && others.length === 0 ? [{ path, psd: psdWay.value }] : [];
    }),
  );
  const byPath = new Map(having.map((one) => [one.path, one]));
  const pairs = domains.flatMap(({ members }) => {
    const [a, b, ...others] = members.map(({ path, psd }) => ({
      count: psdNumber(psd, 'NumProcessors'),
      of: byPath.get(path),
    }));
    const isPair = others.length === 0 && a?.count === 2n && b?.count === 2n;
    return isPair && a.of && b.of ? [[a.of, b.of] as const] : [];
  });
  return pairs.length > 1 && pairs.length === domains.length ? pairs : [];
}

/** The first number that two packages do not share; registers and what code writes are not compared. */
function differenceOf(a: CpcPackage, b: CpcPackage): { key: CpcKey; values: readonly [bigint, bigint] } | undefined {
  if (a === b) return undefined;
  for (const { key } of CPC_ENTRIES) {
    const [one, other] = [integerOf(a.entries.get(key)), integerOf(b.entries.get(key))];
    if (one !== undefined && other !== undefined && one !== other) return { key, values: [one, other] };
  }
  return undefined;
}

/** One finding for the machine. */
function siblingsAreEqual({ pairs }: MachineSubject): Finding[] {
  const wrong = pairs.flatMap(([a, b]) => {
    const different = differenceOf(a.cpc, b.cpc);
    return different ? [{ a, b, ...different }] : [];
  });
  const [first] = wrong;
  if (!first) return [];
  const { a, b, key, values } = first;
  const facts = { a: a.path, key, values, pairs: wrong.length };
  return [finding('firmware/siblings-differ', facts, { object: b.cpc, entry: key })];
}

/** Processors beside each other with the same nominal numbers; highest_perf differs between cores of one kind, too. */
interface Run {
  readonly key: string;
  readonly members: readonly ProcessorNumbers[];
}

const KIND: readonly CpcKey[] = ['nominal_perf', 'nominal_freq'];

function runsIn(processors: readonly ProcessorNumbers[]): Run[] {
  const runs: { key: string; members: ProcessorNumbers[] }[] = [];
  for (const one of processors) {
    const key = KIND.map((entry) => String(integerOf(one.cpc.entries.get(entry)))).join();
    const last = runs.at(-1);
    if (last?.key === key) last.members.push(one);
    else runs.push({ key, members: [one] });
  }
  return runs;
}

/**
 * Tables do not say which cores share a cluster, but the cores of a cluster follow each other. Some with other numbers than
 * those on both sides are odd if only together with them they make whole clusters; then those between the odd ones and the
 * next kind can look odd, too, so the fewest count. More such places are a pattern.
 */
function clustersAreEqual({ processors }: MachineSubject): Finding[] {
  const runs = runsIn(processors);
  const odd = runs.flatMap((run, i) => {
    const [before, after] = [runs[i - 1], runs[i + 1]];
    return before && after && isOdd(before, run, after) ? [{ run, before, after }] : [];
  });
  const [fewest, more, ...others] = odd.toSorted((a, b) => a.run.members.length - b.run.members.length);
  if (!fewest || others.length > 0 || fewest.run.members.length === more?.run.members.length) return [];
  const { run, before, after } = fewest;
  const [first] = run.members;
  const beside = before.members.at(-1);
  const different = first && beside && differenceOf(first.cpc, beside.cpc);
  if (!different) return [];
  const around = [before.members[0]?.path ?? '', after.members.at(-1)?.path ?? ''] as const;
  const facts = { odd: run.members.map(({ path }) => path), around, key: different.key, values: different.values };
  return [finding('firmware/odd-in-cluster', facts, { object: first.cpc, entry: different.key })];
}

function isOdd(before: Run, { members }: Run, after: Run): boolean {
  const [left, right] = [before.members.length, after.members.length];
  const together = left + members.length + right;
  const whole = (length: number) => length % CORES_OF_CLUSTER === 0;
  const isPart = members.length < CORES_OF_CLUSTER && !(whole(left) && whole(right));
  return before.key === after.key && isPart && together > CORES_OF_CLUSTER && whole(together);
}
