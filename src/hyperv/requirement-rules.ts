import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { Asked } from './asked.js';
import { closure, requiresInCodeOf, requiresOf } from './closure.js';
import { type Enlightenments, inOrder, rowOf } from './enlightenments.js';

/** What the flags require or should have beside them: added and shown, with `strict` an error. */
export function requirementProblems(asked: Asked, { on }: Enlightenments): Diagnostic[] {
  if (on.some(({ key }) => key === 'passthrough')) return [];
  const added = on.flatMap(({ key, why }) => (why.by === 'required' ? [{ key, of: why.of }] : []));
  const at = { file: asked.file, path: ['hyperv'] };
  const aboutAdded = () => (added.length > 0 ? [diagnostic('hyperv/requirements-added', at, { added })] : []);
  return [
    ...refused(asked, on),
    ...(asked.settings.strict ? missing(asked, new Set(added.map(({ key }) => key))) : aboutAdded()),
    ...alone(asked, on),
  ];
}

/** Flags that the spec switches off though others require them. */
function refused({ file, settings, said }: Asked, on: Enlightenments['on']): Diagnostic[] {
  return on.flatMap(({ key }) =>
    requiresOf(key, settings.cpu).flatMap((required) => {
      const { key: written, off } = said.get(required) ?? {};
      if (!off || written === undefined) return [];
      const inCode = requiresInCodeOf(key).includes(required);
      return [diagnostic('hyperv/requirement-off', { file, path: ['hyperv', written] }, { key, required, inCode })];
    }),
  );
}

/** Flags that were asked for without what they require. */
function missing({ file, settings, on, said }: Asked, added: ReadonlySet<string>): Diagnostic[] {
  return on.flatMap(({ key }) => {
    const lacks = inOrder(
      [...closure([key], (one) => requiresOf(one, settings.cpu)).keys()].map((one) => ({ key: one })),
    )
      .map((one) => one.key)
      .filter((one) => added.has(one));
    if (lacks.length === 0) return [];
    const inCode = closure([key], requiresInCodeOf);
    const place = { file, path: ['hyperv', said.get(key)?.key ?? key] };
    const refusedBy = lacks.filter((one) => inCode.has(one));
    return [diagnostic('hyperv/requirement-missing', place, { key, lacks, refusedBy })];
  });
}

/** Flags that do not have what is recommended with them. */
function alone({ file, said }: Asked, on: Enlightenments['on']): Diagnostic[] {
  const keys = new Set<string>(on.map(({ key }) => key));
  return on.flatMap(({ key }) => {
    const lacks = (rowOf(key).recommendedWith ?? []).filter((one) => !keys.has(one));
    if (lacks.length === 0) return [];
    const place = { file, path: ['hyperv', said.get(key)?.key ?? key] };
    return [diagnostic('hyperv/recommended-with', place, { key, lacks })];
  });
}
