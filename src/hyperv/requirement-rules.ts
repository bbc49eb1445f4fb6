import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { closure, requiresInCodeOf, requiresOf } from './closure.js';
import { type Enlightenments, inGrammarOrder, rowOf } from './enlightenments.js';
import type { RequestedFlags } from './requested-flags.js';

/** Flags that others require or recommend. Missing required flags are added with a note; with `strict` they are an error. */
export function requirementProblems(requested: RequestedFlags, { on }: Enlightenments): Diagnostic[] {
  if (on.some(({ key }) => key === 'passthrough')) return [];
  const added = on.flatMap(({ key, why }) => (why.by === 'required' ? [{ key, of: why.of }] : []));
  const at = { file: requested.file, path: ['hyperv'] };
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
function requiredButOff({ file, settings, stated }: RequestedFlags, on: Enlightenments['on']): Diagnostic[] {
  return on.flatMap(({ key }) =>
    requiresOf(key, settings.cpu).flatMap((required) => {
      const { key: written, off } = stated.get(required) ?? {};
      if (!off || written === undefined) return [];
      const inCode = requiresInCodeOf(key).includes(required);
      return [diagnostic('hyperv/requirement-off', { file, path: ['hyperv', written] }, { key, required, inCode })];
    }),
  );
}

/** Requested flags whose requirements are not in the spec. */
function missingRequirements({ file, settings, on, stated }: RequestedFlags, added: ReadonlySet<string>): Diagnostic[] {
  return on.flatMap(({ key }) => {
    const lacks = inGrammarOrder(
      [...closure([key], (one) => requiresOf(one, settings.cpu)).keys()].map((one) => ({ key: one })),
    )
      .map((one) => one.key)
      .filter((one) => added.has(one));
    if (lacks.length === 0) return [];
    const inCode = closure([key], requiresInCodeOf);
    const place = { file, path: ['hyperv', stated.get(key)?.key ?? key] };
    const refusedBy = lacks.filter((one) => inCode.has(one));
    return [diagnostic('hyperv/requirement-missing', place, { key, lacks, refusedBy })];
  });
}

/** Flags without those that are recommended with them. */
function missingRecommendations({ file, stated }: RequestedFlags, on: Enlightenments['on']): Diagnostic[] {
  const keys = new Set<string>(on.map(({ key }) => key));
  return on.flatMap(({ key }) => {
    const lacks = (rowOf(key).recommendedWith ?? []).filter((one) => !keys.has(one));
    if (lacks.length === 0) return [];
    const place = { file, path: ['hyperv', stated.get(key)?.key ?? key] };
    return [diagnostic('hyperv/recommended-with', place, { key, lacks })];
  });
}
