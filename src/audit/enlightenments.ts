import {
  ENLIGHTENMENT_ALIASES,
  ENLIGHTENMENTS,
  type EnlightenmentKey,
  type EnlightenmentRow,
} from '../../grammar/enlightenments.js';
import { booleanOf } from '../cpc/cpu-model.js';
import type { Compiled } from '../emit/format.js';
import { type Enlightenment, flagName, rowOf } from '../hyperv/enlightenments.js';
import { whyWithout } from '../hyperv/host-offer.js';
import { presetRows, type RequestedFlags } from '../hyperv/requested-flags.js';
import type { Placed } from './readers/vm.js';
import type { Subject } from './subject.js';
import { switchOn } from './words.js';

/** An enlightenment as the configuration has it, and whether the guest should have it. */
export interface AuditedFlag {
  readonly key: EnlightenmentKey;
  /** QEMU's name. */
  readonly name: string;
  readonly state: 'on' | 'off' | 'default';
  /** Null where it depends on facts that the configuration does not have. */
  readonly wanted: boolean | null;
  readonly because: string;
}

/** Every enlightenment, in the order of the grammar. */
export function auditedFlags(subject: Subject): readonly AuditedFlag[] {
  const flags = requestedIn(subject);
  const wants = wantedFlags(subject);
  const on = new Set(flags.on.map(({ key }) => key));
  return ENLIGHTENMENTS.map(({ key }) => {
    const state = on.has(key) ? 'on' : flags.stated.get(key)?.off ? 'off' : 'default';
    return { key, name: flagName(key), state, ...wants(key) };
  });
}

type Wants = (key: EnlightenmentKey) => Pick<AuditedFlag, 'wanted' | 'because'>;

/** By the spec, if it has enlightenments, else by the preset of specs for Windows. */
function wantedFlags(subject: Subject): Wants {
  if (subject.windows === 'no') return () => ({ wanted: null, because: 'only Windows uses it' });
  const wants = subject.spec?.compiled.hyperv.on.length ? bySpec(subject.spec.compiled) : byPreset(subject);
  return (key) => unwanted(key, subject) ?? wants(key);
}

function unwanted(key: EnlightenmentKey, { vendor, offer }: Subject): ReturnType<Wants> | undefined {
  const { debugOnly, intelOnly } = rowOf(key);
  if (debugOnly) return { wanted: false, because: 'only for debugging and development' };
  if (intelOnly && vendor?.vendor === 'amd') return { wanted: false, because: 'only for Intel CPUs' };
  const why = whyWithout(key, offer, vendor?.vendor);
  return why === undefined ? undefined : { wanted: false, because: why };
}

function bySpec({ hyperv: { on, off, leftOut } }: Compiled): Wants {
  const omitted = new Map(leftOut.map(({ key, why }) => [key, why]));
  return (key) => {
    if (on.some((flag) => flag.key === key)) return { wanted: true, because: 'the spec has it' };
    if (off.includes(key)) return { wanted: false, because: 'the spec turns it off' };
    return { wanted: null, because: reasonText(omitted.get(key)) ?? 'the spec does not have it' };
  };
}

function byPreset({ vendor }: Subject): Wants {
  const preset = presetRows({ preset: 'recommended', ...(vendor && { cpu: vendor.vendor }) });
  return (key) => {
    if (preset.some((one) => one.key === key)) return { wanted: true, because: 'recommended for Windows' };
    return { wanted: null, because: reasonText(rowOf(key).leftOut) ?? 'depends on the guest' };
  };
}

/** Without what to write in a spec. */
function reasonText(leftOut: string | undefined): string | undefined {
  return leftOut?.replace(/: set .*$/, '');
}

/** The enlightenments of the configuration, as the rules of specs take them. */
export function requestedIn({ vm, vendor, spec }: Subject): RequestedFlags {
  const stated = new Map<EnlightenmentKey, { key: string; off: boolean }>();
  const on: Enlightenment[] = [];
  for (const row of ENLIGHTENMENTS as readonly (EnlightenmentRow & { readonly key: EnlightenmentKey })[]) {
    const flag = flagOf(vm.cpu.flags, row.key);
    const value = flag && flagValue(flag.value, row);
    if (!flag || value === undefined) continue;
    stated.set(row.key, { key: row.key, off: value === false });
    if (value !== false) on.push({ key: row.key, value, why: { by: flag.automatic ? 'preset' : 'spec' } });
  }
  const { migration = false, tscScaling = false } = spec?.compiled.hyperv ?? {};
  const frequency = frequencyOf(vm);
  return {
    placeOf: (key) => {
      const isFlag = key !== undefined && key !== 'preset';
      return (isFlag ? flagOf(vm.cpu.flags, key)?.place : undefined) ?? vm.cpu.place;
    },
    switchOn: (key) => switchOn(vm.kind, key),
    setBy: (key) => (flagOf(vm.cpu.flags, key)?.automatic && vm.system !== undefined ? vm.system : undefined),
    ...(vendor && { vendorFrom: vendor.from }),
    vendorFix: 'give --sysfs of the host, or --spec with `cpu` under [hyperv]',
    settings: {
      ...(vendor && { cpu: vendor.vendor }),
      ...(migration && { migration }),
      ...(tscScaling && { tsc_scaling: tscScaling }),
      ...(frequency !== undefined && { tsc_frequency: frequency }),
    },
    stated,
    contradictions: [],
    on,
  };
}

/** The frequency of the TSC in Hz that the configuration fixes. */
export function frequencyOf({ cpu: { flags } }: Subject['vm']): bigint | undefined {
  const text = (flags.get('tsc-frequency') ?? flags.get('tsc-freq'))?.value ?? '';
  return /^(?:0x[0-9a-f]{1,16}|[1-9]\d{0,18})$/i.test(text) ? BigInt(text) : undefined;
}

function flagOf(flags: ReadonlyMap<string, Placed<string>>, key: EnlightenmentKey): Placed<string> | undefined {
  const names = [key, ...Object.entries(ENLIGHTENMENT_ALIASES).flatMap(([alias, of]) => (of === key ? [alias] : []))];
  return names.map((name) => flags.get(flagName(name))).find((flag) => flag !== undefined);
}

/** Undefined for a value that QEMU refuses. */
function flagValue(text: string, row: EnlightenmentRow): Enlightenment['value'] | false | undefined {
  if (row.form !== 'boolean' && text === 'off') return false;
  switch (row.form) {
    case 'boolean':
      return booleanOf(text);
    case 'integer':
      return /^(?:0x[0-9a-f]{1,16}|\d{1,19})$/i.test(text) ? BigInt(text) : row.presetValue;
    case 'text':
    case 'choice':
      return text;
  }
}
