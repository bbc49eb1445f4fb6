import type { CpuVendor } from '../../grammar/cpu-models.js';
import type { EnlightenmentKey } from '../../grammar/enlightenments.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { groupBy } from '../diagnostics/group-by.js';
import { closure, requiresOf } from './closure.js';
import { type Enlightenment, type LeftOut, rowOf } from './enlightenments.js';
import { type HostFacts, silentFiles, whyNotOffered } from './host-facts.js';
import type { RequestedFlags } from './requested-flags.js';

/** The requested flags that the hosts offer, and the others with reasons. */
export interface OfferedFlags {
  readonly requested: RequestedFlags;
  /** Flags of the preset that are left out. */
  readonly leftOut: readonly LeftOut[];
  /** Flags that the spec turns on all the same. */
  readonly refused: readonly LeftOut[];
}

/** Takes flags of the preset out that the KVM of a host does not offer, or that require such a flag. */
export function offeredFlags(requested: RequestedFlags, host: HostFacts): OfferedFlags {
  // passthrough takes what KVM offers, and QEMU then ignores the other flags.
  const isChecked = !requested.on.some(({ key }) => key === 'passthrough');
  const why = new Map<EnlightenmentKey, string>();
  for (const flag of isChecked ? requested.on : []) {
    const reason = reasonFor(flag, requested, host);
    if (reason !== undefined) why.set(flag.key, reason);
  }
  const because = (by: Enlightenment['why']['by']) =>
    requested.on.flatMap((flag) => {
      const reason = why.get(flag.key);
      return reason !== undefined && flag.why.by === by ? [{ key: flag.key, why: reason }] : [];
    });
  const on = requested.on.filter(({ key, why: { by } }) => by !== 'preset' || !why.has(key));
  return { requested: { ...requested, on }, leftOut: because('preset'), refused: because('spec') };
}

function reasonFor({ key, value }: Enlightenment, { settings }: RequestedFlags, host: HostFacts): string | undefined {
  return value === rowOf(key).idle ? undefined : whyWithout(key, host, settings.cpu);
}

/** Why a guest cannot have a flag on these hosts: they do not offer it, or a flag that it requires. */
export function whyWithout(key: EnlightenmentKey, host: HostFacts, cpu: CpuVendor | undefined): string | undefined {
  const own = whyNotOffered(key, host, cpu);
  if (own !== undefined) return own;
  for (const required of closure([key], (one) => requiresOf(one, cpu)).keys()) {
    const why = whyNotOffered(required, host, cpu);
    if (why !== undefined) return `it requires ${required}, which is ${why}`;
  }
  return undefined;
}

/** Problems of the hosts: flags that they do not offer, and files that do not tell about a flag. */
export function hostProblems(
  { requested: { placeOf, settings, setBy }, leftOut, refused }: OfferedFlags,
  on: readonly Enlightenment[],
  host: HostFacts,
): Diagnostic[] {
  const silent = on.flatMap(({ key }) => {
    const files = silentFiles(key, host, settings.cpu);
    return files.length > 0 ? [{ key, files }] : [];
  });
  const newerOf = (all: readonly LeftOut[]) =>
    newerCode(
      all.map(({ key }) => key),
      host,
      settings.cpu,
    );
  const silentOnes = [...new Set(silent.flatMap(({ files }) => files))];
  return [
    ...refused.map(({ key, why }) => {
      const by = setBy?.(key);
      const facts = { key, why, newer: newerOf([{ key, why }]), ...(by !== undefined && { by }) };
      return diagnostic('hyperv/host-lacks', placeOf(key), facts);
    }),
    ...(leftOut.length > 0
      ? [diagnostic('hyperv/host-leaves-out', placeOf('preset'), { leftOut: groups(leftOut), newer: newerOf(leftOut) })]
      : []),
    ...(silent.length > 0
      ? [diagnostic('hyperv/host-not-told', placeOf(), { keys: silent.map(({ key }) => key), files: silentOnes })]
      : []),
  ];
}

/** How a host whose kernel has code of a newer release can say that it offers one of these flags after all. */
function newerCode(
  keys: readonly EnlightenmentKey[],
  { capabilities }: HostFacts,
  cpu: CpuVendor | undefined,
): 'capabilities' | 'no-release' | 'nothing' {
  if (!capabilities) return 'capabilities';
  const isByRelease = keys.some((key) => whyWithout(key, { capabilities }, cpu) === undefined);
  return isByRelease ? 'no-release' : 'nothing';
}

/** Flags with one reason together. */
function groups(leftOut: readonly LeftOut[]): { readonly keys: readonly string[]; readonly why: string }[] {
  const byReason = groupBy(leftOut, ({ why }) => why);
  return [...byReason].map(([why, flags]) => ({ keys: flags.map(({ key }) => key), why }));
}
