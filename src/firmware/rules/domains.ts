import type { NamedPackage } from '../../cpc/package.js';
import { psdNumber } from '../../cpc/psd.js';
import { type Finding, finding, type Rule } from '../../cpc/rules/finding.js';
import { groupBy } from '../../diagnostics/group-by.js';
import { identityOf } from '../../diagnostics/identity.js';
import { alternativeLines } from '../condition-words.js';
import type { MachineFacts, ProcessorFacts, When } from '../facts.js';

/** What the processors of each domain must agree on. */
export const DOMAIN_RULES: readonly Rule<DomainsSubject>[] = [
  { origins: ['L14'], check: membersAgree },
  { origins: [], check: membersAreThere },
];

/** The domains of a machine, where the code of all processors goes one way. */
interface DomainsSubject {
  readonly domains: readonly Domain[];
  /** Every processor that the machine can have is among the members of some domain. */
  readonly whole: boolean;
}

interface Domain {
  readonly domain: bigint;
  readonly members: readonly Member[];
}

interface Member {
  /** Of the processor. */
  readonly path: string;
  readonly psd: NamedPackage;
  readonly when: When;
  /** A processor with a `_STA` may be absent. */
  readonly mayBeAbsent: boolean;
}

/** The `_PSD` of each processor on each way; ways under the same conditions belong together. */
export function domainFindings({ machine, processors }: MachineFacts): Finding[] {
  const having = processors.filter(({ psd }) => psd !== undefined);
  const all = having.flatMap((one) => membersOf(one, machine.has(`${one.path}._STA`)));
  const always = all.filter(({ when }) => when.length === 0);
  const byWhen = [...groupBy(all, ({ when }) => identityOf(when)).values()].filter(([one]) => one?.when.length);
  const found = (byWhen.length === 0 ? [[]] : byWhen).map((some) => {
    const members = [...always, ...some];
    const whole = machine.complete && members.length === having.length;
    const subject = { domains: domainsOf(members), whole };
    return DOMAIN_RULES.flatMap((rule) => rule.check(subject)).map((one) => ({ one, when: some[0]?.when ?? [] }));
  });
  const same = groupBy(found.flat(), ({ one: { code, facts } }) => identityOf([code, facts]));
  return [...same.values()].flatMap((equal): Finding[] => {
    const [{ one }] = equal as [(typeof equal)[number]];
    if (equal.length === found.length) return [one];
    // Intel's firmware counts 128 under some conditions, whatever the number of processors.
    if (one.code === 'firmware/psd-member-count') return [];
    const when = alternativeLines(equal.map((each) => each.when)).join(' ');
    return [{ ...one, only: { when, severity: 'note' } }];
  });
}

function membersOf({ path, psd }: ProcessorFacts, mayBeAbsent: boolean): Member[] {
  return (psd?.ways ?? []).map(({ when, value }) => ({ path, psd: value, when, mayBeAbsent }));
}

export function domainsOf<M extends { readonly psd: NamedPackage }>(
  members: readonly M[],
): { readonly domain: bigint; readonly members: readonly M[] }[] {
  return [...groupBy(members, ({ psd }) => psdNumber(psd, 'Domain'))].flatMap(([domain, inDomain]) =>
    domain === undefined ? [] : [{ domain, members: inDomain }],
  );
}

/** One finding for the domains that disagree in the same entry. */
function membersAgree({ domains }: DomainsSubject): Finding[] {
  const wrong = domains.flatMap((one) => {
    const different = disagreement(one);
    return different ? [{ domain: one.domain, ...different }] : [];
  });
  return [...groupBy(wrong, ({ name }) => name).values()].map((same) => {
    const [{ object, ...facts }] = same as [(typeof same)[number]];
    return finding('firmware/psd-domain-differs', { ...facts, others: same.length - 1 }, { object });
  });
}

function disagreement({ members }: Domain) {
  for (const name of ['CoordType', 'NumProcessors'] as const) {
    const stated = members.flatMap(({ path, psd }) => {
      const value = psdNumber(psd, name);
      return value === undefined ? [] : [{ path, value, psd }];
    });
    const [a, ...rest] = stated;
    const b = rest.find(({ value }) => value !== a?.value);
    if (a && b) {
      return { name, a: { path: a.path, value: a.value }, b: { path: b.path, value: b.value }, object: a.psd };
    }
  }
  return undefined;
}

/** One finding for the domains that count the same. Processors that may be absent count, or do not. */
function membersAreThere({ domains, whole }: DomainsSubject): Finding[] {
  const wrong = domains.flatMap((one) => {
    const [first] = one.members;
    const stated = first && psdNumber(first.psd, 'NumProcessors');
    if (!stated || disagreement(one)) return [];
    const most = one.members.length;
    const least = one.members.filter(({ mayBeAbsent }) => !mayBeAbsent).length;
    const counts = whole ? stated >= BigInt(least) && stated <= BigInt(most) : stated >= BigInt(least);
    return counts ? [] : [{ domain: one.domain, stated, members: most, object: first.psd }];
  });
  return [...groupBy(wrong, ({ stated, members }) => `${stated} ${members}`).values()].map((same) => {
    const [{ object, ...facts }] = same as [(typeof same)[number]];
    return finding('firmware/psd-member-count', { ...facts, others: same.length - 1 }, { object });
  });
}
