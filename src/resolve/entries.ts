import { CPC_ENTRIES, CPC_LEVELS, type CpcEntryRow, type CpcKey } from '../../grammar/cpc.js';
import type { LayoutMap } from '../../grammar/layouts.js';
import { LEVEL_KEYS, type LevelKey } from '../../grammar/spec-keys.js';
import { ABSENT, type CpcEntries, type CpcValue, type Levels } from '../cpc/ir.js';
import { type Diagnostic, diagnostic, hasErrors, type Place, type SpecPath } from '../diagnostics/diagnostic.js';
import type { Result } from '../diagnostics/result.js';
import type { Spec, SpecCore, SpecEntry, SpecPriority } from '../spec/spec.js';
import { entryValue } from './entry-value.js';
import { layoutValue } from './layout.js';
import type { Settings } from './settings.js';
import { levelIn } from './variants.js';

/** The entries and numbers of one `[[core]]`, and the key that each comes from. */
export interface ResolvedCore {
  readonly core: SpecCore;
  readonly stated: CpcEntries;
  readonly known: Levels;
  /** The number that `[[offset]]` added to highest_perf. */
  readonly offset: bigint;
  /** The key that decided an entry; the core if the layout decided it. */
  readonly placeOf: (key: CpcKey) => Place;
  /** True for an entry that only the layout decided. */
  readonly byLayout: (key: CpcKey) => boolean;
  /** True for an entry that is missing because of the spec, not because of the layout. */
  readonly leftOut: (key: CpcKey) => boolean;
}

/** The inputs for deciding an entry. */
export interface Context {
  readonly spec: Spec;
  readonly settings: Settings;
  readonly map: LayoutMap;
  readonly variant: string | undefined;
  readonly core: SpecCore;
  /** Added to the core's highest_perf. */
  readonly offset: bigint;
}

interface Decision {
  readonly value: CpcValue;
  readonly path?: SpecPath;
  /** Given, but unreadable or wrong, which is already reported. */
  readonly unread?: true;
  /** From the layout, even if a number was given. */
  readonly ofLayout?: true;
  readonly diagnostics: readonly Diagnostic[];
}

/** Precedence: `[core.registers]` and `[[core]]` over `[defaults]` over `[registers]` over the layout. */
export function resolveCore(context: Context): Result<ResolvedCore> {
  const { spec, core } = context;
  const decisions = decisionsOf(context);
  const place = (path: SpecPath): Place => ({ file: spec.file, path });
  const value: ResolvedCore = {
    core,
    stated: Object.fromEntries([...decisions].map(([key, { value }]) => [key, value])) as CpcEntries,
    known: knownOf(context, decisions),
    offset: context.offset,
    placeOf: (key) => place(decisions.get(key)?.path ?? levelPath(key as LevelKey, context) ?? core.at),
    byLayout: (key) => decisions.get(key)?.ofLayout === true,
    leftOut: (key) => {
      const decision = decisions.get(key);
      const onPurpose = decision?.path === undefined && context.settings.layout !== 'custom';
      return decision?.value.kind === 'absent' && !decision.unread && !onPurpose;
    },
  };
  return { value, diagnostics: [...decisions.values()].flatMap((one) => one.diagnostics) };
}

function decisionsOf(context: Context): ReadonlyMap<CpcKey, Decision> {
  const decisions = new Map(CPC_ENTRIES.map((row) => [row.key, decide(row, context)]));
  const [nominal, reference] = [decisions.get('nominal_perf'), decisions.get('reference_perf')];
  // Layout `constant` has no reference of its own: the counters run at the nominal level.
  if (context.settings.layout === 'constant' && nominal?.value.kind === 'integer' && reference?.ofLayout) {
    decisions.set('reference_perf', { ...reference, value: nominal.value });
  }
  return decisions;
}

function decide(row: CpcEntryRow & { key: CpcKey }, context: Context): Decision {
  const { core, spec } = context;
  const inCore = [...core.at, 'registers', row.key];
  const level = levelPath(row.key as LevelKey, context);
  if (core.registers[row.key] !== undefined) {
    const twice = level && level.length > 2 ? [givenTwice(row.key, level, context)] : [];
    return withProblems(fromEntry(row, core.registers[row.key], inCore, context), twice);
  }
  if (spec.unreadable(inCore)) return { value: ABSENT, path: inCore, unread: true, diagnostics: [] };
  if (level) return fromLevel(row, level, context);
  const general = ['registers', row.key];
  if (spec.registers[row.key] !== undefined) return fromEntry(row, spec.registers[row.key], general, context);
  if (spec.unreadable(general)) return { value: ABSENT, path: general, unread: true, diagnostics: [] };
  return fromLayout(row, context);
}

function withProblems(decision: Decision, more: readonly Diagnostic[]): Decision {
  return { ...decision, diagnostics: [...decision.diagnostics, ...more] };
}

function givenTwice(key: CpcKey, path: SpecPath, { spec }: Context): Diagnostic {
  return diagnostic('resolve/given-twice', { file: spec.file, path }, { key });
}

/** The path of the number that `[[core]]` or `[defaults]` gives for the entry, readable or not. */
function levelPath(key: LevelKey, { core, spec }: Context): SpecPath | undefined {
  const inCore = [...core.at, key];
  if (core.levels[key] !== undefined || spec.unreadable(inCore)) return inCore;
  const inDefaults = ['defaults', key];
  return spec.defaults[key] !== undefined || spec.unreadable(inDefaults) ? inDefaults : undefined;
}

function levelOf(key: LevelKey, { core, spec, variant, offset }: Context): bigint | undefined {
  const level = levelIn(core.levels[key] ?? spec.defaults[key], variant);
  return key === 'highest_perf' && level !== undefined ? level + offset : level;
}

function fromLevel(row: CpcEntryRow & { key: CpcKey }, path: SpecPath, context: Context): Decision {
  const { settings, spec, map } = context;
  const place = { file: spec.file, path };
  const ofLayout = map[row.key];
  if (settings.layout === 'acpi-cppc') return fromDevice(row, path, context);
  if (typeof ofLayout === 'object' && spec.registers[row.key] === undefined) {
    const facts = { key: row.key, layout: settings.layout };
    return { value: ABSENT, path, unread: true, diagnostics: [diagnostic('resolve/level-and-register', place, facts)] };
  }
  const value = levelOf(row.key as LevelKey, context);
  if (value === undefined) return { value: ABSENT, path, unread: true, diagnostics: [] };
  return { value: { kind: 'integer', value }, path, diagnostics: tooNew(row, place, settings) };
}

/** The device answers the four levels, and lacks the entries that its layout lacks. */
function fromDevice(row: CpcEntryRow & { key: CpcKey }, path: SpecPath, context: Context): Decision {
  const decision = fromLayout(row, context);
  if (context.map[row.key] !== undefined) return { ...decision, path };
  const place = { file: context.spec.file, path };
  return withProblems(decision, [diagnostic('resolve/device-leaves-out', place, { key: row.key })]);
}

function fromLayout(row: CpcEntryRow & { key: CpcKey }, context: Context): Decision {
  const { settings, spec, core, map } = context;
  const entry = map[row.key];
  const needsLevel = entry === 'level' || (settings.layout === 'acpi-cppc' && LEVELS_OF_DEVICE.has(row.key));
  const missing = needsLevel && !levelPath(row.key as LevelKey, context);
  const diagnostics = missing
    ? [
        diagnostic(
          'resolve/level-missing',
          { file: spec.file, path: core.at },
          { key: row.key, layout: settings.layout },
        ),
      ]
    : [];
  if (entry === undefined || entry === 'level') return { value: ABSENT, ofLayout: true, diagnostics };
  return { value: layoutValue(entry, settings), ofLayout: true, diagnostics };
}

const LEVELS_OF_DEVICE = new Set<CpcKey>(CPC_LEVELS);

function fromEntry(
  row: CpcEntryRow & { key: CpcKey },
  entry: SpecEntry | readonly SpecPriority[] | undefined,
  path: SpecPath,
  { spec, settings }: Context,
): Decision {
  const place = { file: spec.file, path };
  const { value = ABSENT, diagnostics } = entryValue(entry, place);
  // A wrong entry is not reported as missing as well.
  const unread = hasErrors(diagnostics) && { unread: true as const };
  return { value, path, ...unread, diagnostics: [...diagnostics, ...tooNew(row, place, settings)] };
}

function tooNew(row: CpcEntryRow, place: Place, { revision }: Settings): Diagnostic[] {
  if (row.since <= revision) return [];
  return [diagnostic('resolve/entry-too-new', place, { title: row.title, since: row.since, revision })];
}

/** The Integers of the table, and the numbers that the device of layout `acpi-cppc` answers. */
function knownOf(context: Context, decisions: ReadonlyMap<CpcKey, Decision>): Levels {
  const levels: Partial<Record<LevelKey, bigint>> = {};
  for (const { key } of LEVEL_KEYS) {
    const { value: decided, ofLayout } = decisions.get(key) ?? {};
    const ofDevice = ofLayout && context.settings.layout === 'acpi-cppc' ? levelOf(key, context) : undefined;
    const value = decided?.kind === 'integer' ? decided.value : ofDevice;
    if (value !== undefined) levels[key] = value;
  }
  return levels;
}
