import { BESIDE_PASSTHROUGH, FEWEST_SPINLOCK_ATTEMPTS } from '../../grammar/enlightenments.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { type Enlightenment, type Enlightenments, type HypervGuest, rowOf } from './enlightenments.js';
import { sharedCoreReason } from './pinning.js';
import type { RequestedFlags } from './requested-flags.js';

/** Problems of single flags, with this CPU, this guest or any guest. */
export function flagProblems(requested: RequestedFlags, { on }: Enlightenments, guest: HypervGuest): Diagnostic[] {
  return on.flatMap((flag) => [...oneFlagProblems(flag, requested), ...guestProblems(flag, requested, guest)]);
}

function oneFlagProblems(flag: Enlightenment, requested: RequestedFlags): Diagnostic[] {
  const { key, value } = flag;
  const row = rowOf(key);
  const { cpu, migration = false, tsc_scaling: scaling = false } = requested.settings;
  const at = requested.placeOf(key);
  const problems: Diagnostic[] = [];
  const { vendorFrom = '' } = requested;
  // The flag has to go, so no advice about its use helps.
  if (row.intelOnly && cpu === 'amd') return [diagnostic('hyperv/intel-only', at, { key, vendorFrom })];
  if (row.debugOnly) problems.push(diagnostic('hyperv/debug-only', at, { key }));
  if (row.caution && flag.why.by === 'spec')
    problems.push(diagnostic('hyperv/caution', at, { key, caution: row.caution }));
  if (migration && (row.blocksMigration === true || row.blocksMigration === value))
    problems.push(diagnostic('hyperv/blocks-migration', at, { key, value: String(value) }));
  if (key === 'reenlightenment' && migration && !scaling)
    problems.push(diagnostic('hyperv/reenlightenment-migration', at, {}));
  if (key === 'reenlightenment' && migration && requested.settings.tsc_frequency === undefined)
    problems.push(diagnostic('hyperv/tsc-frequency-missing', at, {}));
  if (key === 'spinlocks' && typeof value === 'bigint' && value < FEWEST_SPINLOCK_ATTEMPTS)
    problems.push(diagnostic('hyperv/spinlocks-range', at, { value, fewest: FEWEST_SPINLOCK_ATTEMPTS }));
  return problems;
}

function guestProblems({ key, value }: Enlightenment, requested: RequestedFlags, guest: HypervGuest): Diagnostic[] {
  const at = requested.placeOf(key);
  if (key === 'cppc_stub') {
    // A rule of the device reports both Windows releases in one guest.
    const both = guest.layout === 'acpi-cppc' && guest.os.includes('windows10');
    return [
      ...(guest.os.includes('windows11') && !both ? [diagnostic('hyperv/cppc-stub-windows11', at, {})] : []),
      ...(guest.layout === 'acpi-cppc' ? [] : [diagnostic('hyperv/patched-qemu', at, { key, layout: guest.layout })]),
    ];
  }
  if (key !== 'no_nonarch_coresharing' || value !== 'on') return [];
  const why = sharedCoreReason(guest);
  return why === undefined ? [] : [diagnostic('hyperv/coresharing-unpinned', at, { why })];
}

/** Problems of the flags together. */
export function settingProblems(
  requested: RequestedFlags,
  { on }: Enlightenments,
  { machine }: HypervGuest,
): Diagnostic[] {
  const at = requested.placeOf();
  const problems: Diagnostic[] = [];
  for (const { flag, key, other } of requested.contradictions)
    problems.push(diagnostic('hyperv/alias-differs', requested.placeOf(flag), { key, other }));
  if (machine !== 'qemu') problems.push(diagnostic('hyperv/other-machine', at, { machine }));
  problems.push(...togetherProblems(requested, on));
  problems.push(...vendorProblems(requested, on));
  return problems;
}

/** Flags that override others, or that do nothing alone. */
export function togetherProblems({ placeOf, switchOn }: RequestedFlags, on: Enlightenments['on']): Diagnostic[] {
  const keys = on.map(({ key }) => key);
  const others = keys.filter((key) => key !== 'passthrough' && !BESIDE_PASSTHROUGH.includes(key));
  const overrides = keys.includes('passthrough') && others.length > 0;
  const add = switchOn('relaxed');
  return [
    ...(overrides ? [diagnostic('hyperv/passthrough-with-others', placeOf('passthrough'), { others })] : []),
    ...(on.length > 0 && !on.some(switchesOn) ? [diagnostic('hyperv/nothing-enabled', placeOf(), { keys, add })] : []),
  ];
}

function switchesOn({ key, value }: Enlightenment): boolean {
  const { noFeature, idle } = rowOf(key);
  return !noFeature && value !== idle;
}

/** Flags that depend on the vendor of the CPU, if it is not known. */
export function vendorProblems(
  { settings, placeOf, vendorFix }: RequestedFlags,
  on: Enlightenments['on'],
): Diagnostic[] {
  if (settings.cpu !== undefined) return [];
  const flags = on.filter(({ key }) => rowOf(key).intelOnly || rowOf(key).requiresOnIntel);
  if (flags.length === 0) return [];
  const [first] = vendorFix === undefined ? [] : flags;
  return [diagnostic('hyperv/cpu-not-set', placeOf(first?.key), { keys: flags.map(({ key }) => key), vendorFix })];
}
