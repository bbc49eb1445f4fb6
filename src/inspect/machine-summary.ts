// A line about the processors of a machine: `8 processors: _CPC revision 3, FFixedHW (Intel HWP); CPC2 usually, CPOC when
// overclocking is unlocked`.

import { MSRS } from '../../grammar/msrs.js';
import { lastSegment } from '../aml/name-string.js';
import { spaceName } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';
import { fixedHardwareAt, fixedHardwareWords } from '../cpc/fixed-hardware.js';
import { type CpcPackage, integerOf, type PackageValue } from '../cpc/package.js';
import { groupBy } from '../diagnostics/group-by.js';
import { count, list, some } from '../diagnostics/words.js';
import { meaningOf } from '../firmware/condition-words.js';
import type { MachineFacts, ObjectFacts } from '../firmware/facts.js';
import { type Outcome, outcomesOf } from '../firmware/outcomes.js';
import { type CpcGroup, placeOf } from './cpc-groups.js';
import { endingsOf } from './endings.js';
import { dependsOn } from './when-lines.js';

export function machineSummary({ processors, cpc }: MachineFacts, groups: readonly CpcGroup[]): string | undefined {
  const all = processors.filter(({ defined, cpc: object }) => defined || object);
  if (groups.length === 0) return all.length > 0 ? `${count(all.length, 'processor')} without _CPC` : undefined;
  const having = groups.filter(({ object }) => object.ways.length > 0);
  const failing = groups.filter(({ object }) => object.ways.length === 0).flatMap((group) => group.processors).length;
  const without = all.filter(({ cpc: object }) => !object).length;
  const parts = [
    ...(cpc.length > 0 ? [`_CPC ${revisionWords(cpc)}, ${registerSpaces(cpc)}`] : []),
    ...failingWords(failing, all.length),
    ...(without > 0 ? [`${without} without _CPC`] : []),
    ...waysWords(having),
  ];
  return `${count(all.length, 'processor')}: ${parts.join('; ')}`;
}

function failingWords(failing: number, all: number): string[] {
  if (failing === 0) return [];
  if (failing === all) return [all === 1 ? 'its _CPC returns no package' : 'no _CPC returns a package'];
  return [`${failing} ${failing === 1 ? 'has' : 'have'} a _CPC that returns no package`];
}

function revisionWords(cpc: readonly CpcPackage[]): string {
  const revisions = new Set(cpc.map(({ revision }) => integerOf(revision)));
  const known = [...revisions].flatMap((one) => (one === undefined ? [] : [one])).sort((a, b) => Number(a - b));
  return known.length === 0 ? 'of no revision' : `revision ${list(known.map(String), 'or')}`;
}

/** The address spaces of the registers, the commonest first. */
function registerSpaces(cpc: readonly CpcPackage[]): string {
  const registers = cpc.flatMap(({ entries }) => [...entries.values()].flatMap(registersIn));
  const bySpace = [...groupBy(registers, ({ spaceId }) => spaceId)].toSorted(([, a], [, b]) => b.length - a.length);
  if (bySpace.length === 0) return 'no registers';
  return some(bySpace.map(([spaceId, all]) => spaceWords(spaceId, all)));
}

function registersIn(value: PackageValue): readonly GenericRegister[] {
  return value.kind === 'register' ? [value.register] : [];
}

function spaceWords(spaceId: number, registers: readonly GenericRegister[]): string {
  const name = spaceName(spaceId) ?? `space ${spaceId}`;
  if (name !== 'FFixedHW') return name;
  const kinds = new Set(registers.map(kindOf).filter((kind) => kind !== undefined));
  return kinds.size > 0 ? `${name} (${list([...kinds], 'and')})` : name;
}

function kindOf(register: GenericRegister): string | undefined {
  const kind = fixedHardwareAt(register.address);
  if (kind === 'amu') return 'Arm AMU';
  if (kind === 'riscv') return /^RISC-V (?:SBI|CSR)/.exec(fixedHardwareWords(register) ?? '')?.[0] ?? 'RISC-V';
  const row = MSRS.find(({ address }) => address === register.address);
  if (row && 'vendor' in row) return row.vendor === 'Intel' ? INTEL : AMD;
  return undefined;
}

const INTEL = 'Intel HWP';
const AMD = 'AMD CPPC';

/** Which package the code chooses; nothing where every processor has one. */
function waysWords(groups: readonly CpcGroup[]): string[] {
  const words = groups.map(({ object }) => choiceWords(object)).filter((one) => one !== undefined);
  return [...new Set(words)].slice(0, MOST_CHOICES);
}

const MOST_CHOICES = 3;

function choiceWords(object: ObjectFacts<CpcPackage>): string | undefined {
  const ways = [
    ...object.ways.map(({ when, value }) => ({ when, value: { key: placeOf(value), name: lastSegment(value.path) } })),
    ...endingsOf(object).map(({ when }) => ({ when, value: { key: 'none', name: 'none' } })),
  ];
  const outcomes = outcomesOf(ways, ({ key }) => key);
  if (outcomes.length < 2) return undefined;
  const [special, usual] = [outcomes.filter(meaning), outcomes.filter((one) => !meaning(one))];
  const [one] = usual;
  if (one && usual.length === 1 && special.length > 0) {
    const others = special.map((outcome) => `${outcome.value.name} when ${meaning(outcome)}`);
    return `${one.value.name} usually, ${others.join(', ')}`;
  }
  return `${list(
    outcomes.map(({ value }) => value.name),
    'or',
  )}, depending on ${dependsOn(outcomes)}`;
}

/** The one condition that is enough for an outcome and unusual. */
function meaning({ when }: Outcome<unknown>): string | undefined {
  const alone = when.flatMap((one) => (one.length === 1 && one[0]?.endsWith(' != 0)') ? one : []));
  return alone.map(meaningOf).find((words) => words !== undefined);
}
