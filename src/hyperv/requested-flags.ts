import {
  ENLIGHTENMENT_ALIASES,
  ENLIGHTENMENTS,
  type EnlightenmentKey,
  type EnlightenmentRow,
} from '../../grammar/enlightenments.js';
import type { Place } from '../diagnostics/diagnostic.js';
import { ownRow } from '../diagnostics/own-row.js';
import type { Spec, SpecHyperv } from '../spec/spec.js';
import { type Enlightenment, type HypervGuest, inGrammarOrder } from './enlightenments.js';

type Settings = SpecHyperv['settings'];

interface Contradiction {
  readonly flag: EnlightenmentKey;
  readonly key: string;
  readonly other: string;
}

/** The enlightenments that a spec or a VM has, before those that they require are added. */
export interface RequestedFlags {
  /** The place of a flag, of what requests a preset, or of all flags. */
  readonly placeOf: (key?: EnlightenmentKey | 'preset') => Place;
  /** How to switch a flag on in this input: `synic = true`. */
  readonly switchOn: (key: EnlightenmentKey) => string;
  /** What names the vendor of the CPU, for messages; undefined where `settings.cpu` is. */
  readonly vendorFrom?: string;
  /** How to name the vendor, where `cpu` of `[hyperv]` does not. */
  readonly vendorFix?: string;
  /** The option of Proxmox that turns flags on for Windows, such as `ostype win11`; undefined for a flag of the user. */
  readonly setBy?: (key: EnlightenmentKey) => string | undefined;
  readonly settings: Settings;
  readonly on: readonly Enlightenment[];
  /** Flags that the spec turns on or off, with the key as written there. */
  readonly stated: ReadonlyMap<EnlightenmentKey, { readonly key: string; readonly off: boolean }>;
  /** Two keys of one flag, where one turns it on and the other off. */
  readonly contradictions: readonly Contradiction[];
}

/** Collects the flags of the preset, those that Windows 10 needs, and those of the spec, in this order. */
export function requestedFlags(
  { file, hyperv = { settings: {}, flags: {} } }: Spec,
  guest: HypervGuest,
): RequestedFlags {
  const { settings, flags } = hyperv;
  const stated = new Map<EnlightenmentKey, { key: string; off: boolean }>();
  const on = new Map<EnlightenmentKey, Enlightenment>();
  const contradictions: Contradiction[] = [];
  for (const row of presetRows(settings))
    on.set(row.key, { key: row.key, value: row.presetValue ?? true, why: { by: 'preset' } });
  // Windows 10 on the patched QEMU reads _CPC only with the stub.
  if (guest.layout === 'acpi-cppc' && guest.os.includes('windows10'))
    on.set('cppc_stub', { key: 'cppc_stub', value: true, why: { by: 'guest' } });
  for (const [written, value] of Object.entries(flags)) {
    const key = canonical(written);
    const off = value === false || value === 'off';
    const before = stated.get(key);
    if (before && before.off !== off) contradictions.push({ flag: key, key: before.key, other: written });
    stated.set(key, { key: written, off });
    if (value === false || value === 'off') on.delete(key);
    else on.set(key, { key, value, why: { by: 'spec' } });
  }
  return {
    placeOf: (key) => ({
      file,
      path: key === undefined ? ['hyperv'] : ['hyperv', stated.get(key as EnlightenmentKey)?.key ?? key],
    }),
    switchOn: (key) => `${key} = true`,
    ...(settings.cpu && { vendorFrom: `cpu is "${settings.cpu}"` }),
    settings,
    stated,
    contradictions,
    on: inGrammarOrder(on.values()),
  };
}

function canonical(key: string): EnlightenmentKey {
  return ownRow<EnlightenmentKey>(ENLIGHTENMENT_ALIASES, key) ?? (key as EnlightenmentKey);
}

type PresetRow = EnlightenmentRow & { readonly key: EnlightenmentKey };

/** The flags of the preset with these settings; none without a preset. */
export function presetRows(settings: Settings): readonly PresetRow[] {
  if (settings.preset === undefined) return [];
  return (ENLIGHTENMENTS as readonly PresetRow[]).filter((row) => inPreset(row, settings));
}

function inPreset({ preset }: EnlightenmentRow, settings: Settings): boolean {
  const { cpu, nested = false, migration = false, tsc_scaling: scaling = false, overcommitted = false } = settings;
  switch (preset) {
    case 'always':
      return true;
    case 'nested':
      return nested;
    case 'nested-intel':
      return nested && cpu === 'intel';
    case 'nested-tsc-scaling':
      return nested && (!migration || scaling);
    case 'overcommitted':
      return overcommitted;
    case 'never':
      return false;
  }
}
