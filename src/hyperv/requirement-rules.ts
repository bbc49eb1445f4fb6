import type { EnlightenmentKey } from '../../grammar/enlightenments.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { closure, requiresInCodeOf, requiresOf } from './closure.js';
import { type Enlightenments, inGrammarOrder, rowOf } from './enlightenments.js';
import type { RequestedFlags } from './requested-flags.js';

/** Flags that others require or recommend. Missing required flags are added with a note; with `strict` they are an error. */
export function requirementProblems(requested: RequestedFlags, { on }: Enlightenments): Diagnostic[] {
  if (on.some(({ key }) => key === 'passthrough')) return [];
  const added = on.flatMap(({ key, why }) => (why.by === 'required' ? [{ key, of: why.of }] : []));
  const at = requested.placeOf();
  const aboutAdded = () => (added.length > 0 ? [diagnostic('hyperv/requirements-added', at, { added })] : []);
  return [
    ...requiredButOff(requested, on),
    ...(requested.settings.strict
      ? missingRequirements(requested, new Set(added.map(({ key }) => key)))
      : aboutAdded()),
    ...missingRecommendations(requested, on),
  ];
}

/** Flags that the spec turns off although others require them. */
function requiredButOff({ placeOf, settings, stated }: RequestedFlags, on: Enlightenments['on']): Diagnostic[] {
  return on.flatMap(({ key }) =>
    requiresOf(key, settings.cpu).flatMap((required) => {
      if (!stated.get(required)?.off) return [];
      const inCode = requiresInCodeOf(key).includes(required);
      return [diagnostic('hyperv/requirement-off', placeOf(required), { key, required, inCode })];
    }),
  );
}

/** Flags whose requirements are not there. */
export function missingRequirements(requested: RequestedFlags, added: ReadonlySet<string>): Diagnostic[] {
  const { placeOf, settings, on } = requested;
  return on.flatMap(({ key }) => {
    const lacks = inGrammarOrder(
      [...closure([key], (one) => requiresOf(one, settings.cpu)).keys()].map((one) => ({ key: one })),
    )
      .map((one) => one.key)
      .filter((one) => added.has(one));
    if (lacks.length === 0) return [];
    const inCode = closure([key], requiresInCodeOf);
    const refusedBy = lacks.filter((one) => inCode.has(one));
    const add = lacks.map(requested.switchOn);
    return [diagnostic('hyperv/requirement-missing', placeOf(key), { key, lacks, refusedBy, add })];
  });
}

/** Flags without those that are recommended with them. */
export function missingRecommendations(
  { placeOf, switchOn }: RequestedFlags,
  on: Enlightenments['on'],
  isOffered: (key: EnlightenmentKey) => boolean = () => true,
): Diagnostic[] {
  const keys = new Set<string>(on.map(({ key }) => key));
  return on.flatMap(({ key }) => {
    const recommended = (rowOf(key).recommendedWith ?? []) as readonly EnlightenmentKey[];
    const lacks = recommended.filter((one) => !keys.has(one) && isOffered(one));
    if (lacks.length === 0) return [];
    return [diagnostic('hyperv/recommended-with', placeOf(key), { key, lacks, add: lacks.map(switchOn) })];
  });
}
