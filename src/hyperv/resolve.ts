import { ENLIGHTENMENTS } from '../../grammar/enlightenments.js';
import { HYPERV_FLAG_KEYS, HYPERV_SETTING_KEYS } from '../../grammar/spec-keys.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { ok, type Result } from '../diagnostics/result.js';
import type { Spec } from '../spec/spec.js';
import { closure, requiresOf } from './closure.js';
import { counterProblems } from './counter-rules.js';
import {
  type Enlightenment,
  type Enlightenments,
  type HypervGuest,
  inGrammarOrder,
  type LeftOut,
  rowOf,
} from './enlightenments.js';
import { type HostFacts, hostFactsFor, knowsHost } from './host-facts.js';
import { hostProblems, type OfferedFlags, offeredFlags } from './host-offer.js';
import { type RequestedFlags, requestedFlags } from './requested-flags.js';
import { requirementProblems } from './requirement-rules.js';
import { flagProblems, settingProblems } from './rules.js';

/**
 * The enlightenments of a spec, and their problems. Flags come from the preset, the guest and the spec; then follow those
 * that they require (closure.ts), unless the spec turns them off, which is a problem.
 */
export function resolveHyperv(spec: Spec, guest: HypervGuest, given: HostFacts = {}): Result<Enlightenments> {
  const host = hostFactsFor(given, spec.hyperv?.settings.host_kernel);
  const offered = offeredFlags(requestedFlags(spec, guest), host);
  const { requested } = offered;
  const stated = [...requested.stated].flatMap(([key, flag]) => (flag.off ? [key] : []));
  const off = [...stated, ...offered.leftOut.map(({ key }) => key)];
  const { tsc_frequency: tscFrequency, migration, tsc_scaling: tscScaling } = requested.settings;
  const enlightenments = {
    on: withRequired(requested),
    off,
    leftOut: leftOutOf(offered),
    ...(tscFrequency !== undefined && { tscFrequency }),
    ...(migration && { migration }),
    ...(tscScaling && { tscScaling }),
    ...(knowsHost(host) && { host }),
  };
  if (!isWhole(spec)) return ok(enlightenments);
  const diagnostics: Diagnostic[] = [
    ...hostProblems(offered, enlightenments.on, host),
    ...requirementProblems(requested, enlightenments),
    ...flagProblems(requested, enlightenments, guest),
    ...(spec.hyperv ? settingProblems(requested, enlightenments, guest) : []),
    ...counterProblems(spec, guest),
  ];
  return ok(enlightenments, diagnostics);
}

/** Rules about missing flags or pins are wrong if a key could not be read. */
function isWhole(spec: Spec): boolean {
  const keys = [...HYPERV_SETTING_KEYS, ...HYPERV_FLAG_KEYS].map(({ key }) => ['hyperv', key]);
  const pins = spec.cores.map(({ at }) => [...at, 'host_threads']);
  return ![...keys, ...pins].some(spec.unreadable);
}

/** Adds required flags, except to passthrough, which overrides all others. */
function withRequired({ on, stated, settings }: RequestedFlags): readonly Enlightenment[] {
  if (on.some(({ key }) => key === 'passthrough')) return on;
  const flags = new Map(on.map((flag) => [flag.key, flag]));
  for (const [key, of] of closure(flags.keys(), (key) => requiresOf(key, settings.cpu))) {
    if (!flags.has(key) && !stated.get(key)?.off) flags.set(key, { key, value: true, why: { by: 'required', of } });
  }
  return inGrammarOrder(flags.values());
}

function leftOutOf({ requested: { settings, on, stated }, leftOut: byHost }: OfferedFlags): readonly LeftOut[] {
  if (settings.preset === undefined) return [];
  const given = new Set<string>(on.map(({ key }) => key));
  const ofHost = new Map<string, string>(byHost.map(({ key, why }) => [key, why]));
  return ENLIGHTENMENTS.filter(({ key }) => !given.has(key)).map(({ key }) => {
    const { leftOut = '', preset } = rowOf(key);
    const why = ofHost.get(key);
    if (why !== undefined) return { key, why };
    if (stated.get(key)?.off) return { key, why: 'the spec turns it off' };
    const scaling = preset === 'nested-tsc-scaling' && settings.nested;
    return { key, why: scaling ? 'migration needs TSC scaling: set tsc_scaling = true' : leftOut };
  });
}
