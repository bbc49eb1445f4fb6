import type { CpcKey } from '../../grammar/cpc.js';
import type { Finding } from '../cpc/rules/finding.js';
import type { Code, FactsOf, Place, SpecPath } from '../diagnostics/diagnostic.js';
import type { ResolvedCore } from './entries.js';

/** The key of the spec that a finding of a core is about. */
export function placeOfFinding(found: Finding, core: ResolvedCore): Place {
  const place = entryPlaceOf(found, core);
  if (!isOf(found, 'cpc/priority-count')) return place;
  return below(place, [found.facts.number, 'count']);
}

function entryPlaceOf(found: Finding, core: ResolvedCore): Place {
  const { entry } = found.at;
  if (isOf(found, 'cpc/level-order')) return levelPlace(found.facts, core);
  // An entry that no key states is reported once, not for each core.
  if (entry === undefined || (LACKING.has(found.code) && core.byLayout(entry)))
    return { ...core.placeOf(entry ?? 'highest_perf'), path: ['registers', 'layout'] };
  return core.placeOf(entry);
}

const LACKING = new Set<Code>(['cpc/all-null', 'cpc/desired-missing', 'cpc/mandatory-entry-missing']);

/** Of two levels out of order, the core's own is the one to change, not that of `[defaults]`. */
function levelPlace({ lower, upper }: FactsOf<'cpc/level-order'>, { placeOf }: ResolvedCore): Place {
  const [lowerPlace, upperPlace] = [placeOf(lower as CpcKey), placeOf(upper as CpcKey)];
  return isOfCore(upperPlace) && !isOfCore(lowerPlace) ? upperPlace : lowerPlace;
}

function isOfCore(place: Place): boolean {
  return 'path' in place && place.path[0] === 'core';
}

function isOf<C extends Code>(found: Finding, code: C): found is Finding<C> & { readonly facts: FactsOf<C> } {
  return found.code === (code as Code);
}

function below(place: Place, steps: SpecPath): Place {
  return 'path' in place ? { ...place, path: [...place.path, ...steps] } : place;
}
