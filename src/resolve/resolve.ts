import type { CpcTable, Processor } from '../cpc/ir.js';
import { type Diagnostic, problemIn } from '../diagnostics/diagnostic.js';
import { identityOf } from '../diagnostics/identity.js';
import type { Result } from '../diagnostics/result.js';
import type { Spec, SpecCore } from '../spec/spec.js';
import { deviceProblems } from './device-rules.js';
import { diesOf } from './dies.js';
import { type Context, type ResolvedCore, resolveCore } from './entries.js';
import { deviceEntries, deviceFacts, inBlockOf, layoutMap } from './layout.js';
import { offsetBaseProblems, offsetOf, offsetProblems, offsetResultProblems } from './offsets.js';
import { pStatesOf } from './p-states.js';
import { coreProblems, tableProblems } from './rules.js';
import { foreignLayoutKeys, type Settings, settingsOf } from './settings.js';
import { topoextOf } from './topoext.js';
import { type GuestCore, placeVcpus } from './topology.js';
import { variantOf, variantProblems, variantsOf } from './variants.js';

/** Turns names into values (cores into processors, layouts into registers, variants and offsets into numbers), and runs the rules. */
export function resolve(spec: Spec, chosenVariant?: string): Result<CpcTable> {
  const settings = settingsOf(spec);
  const variant = variantOf(spec, chosenVariant);
  const cores = resolveCores(spec, settings, variant);
  const { cores: guestCores, diagnostics: misplaced } = placeVcpus(spec, settings);
  const table = tableOf(settings, variant, variantsOf(spec), guestCores, cores.value ?? new Map());
  const diagnostics = [
    ...variantProblems(spec, chosenVariant),
    ...foreignLayoutKeys(spec, settings),
    ...cores.diagnostics,
    ...misplaced,
    ...offsetProblems(spec),
    ...deviceProblems(table, spec),
    ...tableProblems(table, spec),
  ];
  return { value: table, diagnostics: withoutRepeats(diagnostics) };
}

type Cores = ReadonlyMap<SpecCore, ResolvedCore>;

function resolveCores(spec: Spec, settings: Settings, variant: string | undefined): Result<Cores> {
  const map = layoutMap(settings);
  const cores = new Map<SpecCore, ResolvedCore>();
  const faultless = new Map<string, ResolvedCore>();
  const diagnostics: Diagnostic[] = [];
  for (const core of spec.cores) {
    const offset = offsetOf(spec, core, variant);
    const identity = coreIdentity(core, offset);
    const same = faultless.get(identity);
    const { value, diagnostics: problems } = same
      ? { value: same, diagnostics: [] }
      : resolveOne({ spec, settings, map, variant, core, offset });
    diagnostics.push(...problems);
    if (!value) continue;
    cores.set(core, value);
    if (problems.length === 0) faultless.set(identity, value);
  }
  return { value: cores, diagnostics };
}

/** Identical cores are resolved once and share their entries. Cores with problems are not shared: each has its own place. */
function coreIdentity({ levels, registers }: SpecCore, offset: bigint): string {
  return identityOf([levels, registers, offset]);
}

function resolveOne(context: Context): Result<ResolvedCore> {
  const { spec, settings, core, offset } = context;
  const { value, diagnostics } = resolveCore(context);
  if (!value) return { diagnostics };
  const ofOffset = offsetResultProblems(spec, context, value.known.highest_perf);
  const ofRules = ofOffset.length > 0 ? ofOffset : coreProblems(value, settings);
  return { value, diagnostics: [...diagnostics, ...offsetBaseProblems(spec, core, offset), ...ofRules] };
}

function tableOf(
  settings: Settings,
  variant: string | undefined,
  variants: readonly string[],
  guestCores: readonly GuestCore[],
  cores: Cores,
): CpcTable {
  const processors = processorsOf(guestCores, cores, settings);
  const device = deviceFacts(processors.length, settings);
  const topoext = topoextOf(settings, processors);
  const dies = diesOf(settings, guestCores.length);
  return {
    oemId: settings.oemId,
    oemTableId: settings.oemTableId,
    oemRevision: settings.oemRevision,
    creatorId: settings.creatorId,
    creatorRevision: settings.creatorRevision,
    revision: settings.revision,
    objects: settings.objects,
    machine: settings.machine,
    architecture: settings.architecture,
    layout: settings.layout,
    os: settings.os,
    cpuModel: settings.cpuModel,
    ...(settings.vendor && { vendor: settings.vendor }),
    ...(settings.hostVendor && { hostVendor: settings.hostVendor }),
    ...(topoext !== undefined && { topoext }),
    ...(dies !== undefined && { dies }),
    ...(variant !== undefined && { variant }),
    variants,
    maxTableBytes: settings.maxTableBytes,
    compact: settings.compact,
    ...(device && { device }),
    processors,
  };
}

function processorsOf(guestCores: readonly GuestCore[], cores: Cores, settings: Settings): Processor[] {
  const members = new Map<bigint, number>();
  for (const { domain, vcpus } of guestCores) members.set(domain, (members.get(domain) ?? 0) + vcpus.length);
  const device = deviceEntries(settings);
  const processors = guestCores.flatMap(({ specCore, vcpus, domain, coordType }) => {
    const core = cores.get(specCore);
    const [first] = vcpus;
    if (!core || !first) return [];
    const entries = inBlockOf(first.vcpu, core.stated, core.byLayout, settings);
    const ofDevice = device && inBlockOf(first.vcpu, device, () => true, settings);
    const numProcessors = BigInt(members.get(domain) ?? vcpus.length);
    const pStates = pStatesOf(core.known, first.vcpu, settings);
    const { known: levels } = core;
    return vcpus.map(
      (placed): Processor => ({
        ...placed,
        stated: entries,
        ...(ofDevice && { ofDevice }),
        known: levels,
        domain,
        coordType,
        numProcessors,
        pStates,
      }),
    );
  });
  return processors.sort((a, b) => a.vcpu - b.vcpu);
}

/** A wrong value under `[defaults]` is reported once, not for each core that uses it. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((one) => {
    const key = problemIn(one);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
