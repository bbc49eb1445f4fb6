import { CPC_ENTRIES, type CpcEntryRow, type CpcKey } from '../../grammar/cpc.js';
import { LEVEL_KEYS, type LevelKey } from '../../grammar/spec-keys.js';
import type { CpcEntries, CpcValue } from '../cpc/ir.js';
import { identityOf } from '../diagnostics/identity.js';
import { layoutMap, layoutValue } from '../resolve/layout.js';
import { type Settings, settingsOf } from '../resolve/settings.js';
import type { Spec, SpecEntries, SpecLevels } from '../spec/spec.js';
import { entryOf } from './entries.js';

type LayoutKeys = Spec['layout'];

/** The entries of all cores, divided among the tables of a spec. */
export interface Spread {
  readonly layout: LayoutKeys;
  readonly registers: SpecEntries;
  readonly defaults: SpecLevels;
  readonly cores: readonly { readonly levels: SpecLevels; readonly registers: SpecEntries }[];
}

/** In the first layout that results in these entries; else each entry is written. */
export function spread(cores: readonly CpcEntries[], revision: number, bare: Spec): Spread {
  const rows = CPC_ENTRIES.filter((row) => row.since <= revision);
  const known = candidates(cores, bare).find((layout) =>
    cores.every((core) => fits(core, rows, settings(layout, bare))),
  );
  const layout = known ?? { layout: 'custom' };
  const open = rows.filter(({ key }) => {
    const values = cores.map((core) => core[key]);
    return values.some((value, i) => !isGiven(key, value, cores[i], settings(layout, bare)));
  });
  return { layout, ...spreadRows(open, cores) };
}

function settings(layout: LayoutKeys, bare: Spec): Settings {
  return settingsOf({ ...bare, layout });
}

/** Layout `acpi-cppc` is not a candidate: its levels are in the device, not in the table. */
function candidates([first]: readonly CpcEntries[], bare: Spec): LayoutKeys[] {
  const sink = addressOf(first?.desired_perf);
  const timer = addressOf(first?.reference_counter);
  const usual = settings({ layout: 'constant' }, bare);
  const controls = [
    sink === undefined || sink === usual.sinkPort ? {} : { sink_port: sink },
    { controls: 'none' as const },
  ];
  const pmTimer = timer === undefined || timer === usual.pmTimerPort ? {} : { pm_timer_port: timer };
  const counters = COUNTERS.map((name) => ({
    ...(name !== usual.counters && { counters: name }),
    ...(name === 'pm-timer' && pmTimer),
  }));
  const constant = controls.flatMap((control) =>
    counters.map((counter): LayoutKeys => ({ layout: 'constant', ...control, ...counter })),
  );
  return [{ layout: 'amd' }, { layout: 'intel-hwp' }, ...constant];
}

const COUNTERS = ['msr', 'pm-timer', 'none'] as const satisfies readonly Settings['counters'][];

function addressOf(value: CpcValue | undefined): bigint | undefined {
  return value?.kind === 'register' ? value.register.address : undefined;
}

function fits(core: CpcEntries, rows: readonly (CpcEntryRow & { key: CpcKey })[], settings: Settings): boolean {
  return rows.every(({ key }) => {
    if (isGiven(key, core[key], core, settings)) return true;
    const byRegister = typeof layoutMap(settings)[key] === 'object';
    return core[key].kind === 'integer' && isLevel(key) && !byRegister;
  });
}

/** True if the layout already gives the value. */
function isGiven(key: CpcKey, value: CpcValue, core: CpcEntries | undefined, settings: Settings): boolean {
  const row = layoutMap(settings)[key];
  if (row === 'level') return false;
  if (row !== undefined) return identityOf(layoutValue(row, settings)) === identityOf(value);
  if (key === 'reference_perf' && settings.layout === 'constant') {
    return identityOf(value) === identityOf(core?.nominal_perf);
  }
  return value.kind === 'absent';
}

function isLevel(key: CpcKey): key is LevelKey {
  return LEVEL_KEYS.some((row) => row.key === key);
}

/** Values of all cores are written once. */
function spreadRows(rows: readonly { readonly key: CpcKey }[], cores: readonly CpcEntries[]) {
  const registers: Record<string, unknown> = {};
  const defaults: Record<string, unknown> = {};
  const own = cores.map(() => ({ levels: {} as Record<string, unknown>, registers: {} as Record<string, unknown> }));
  for (const { key } of rows) {
    const values = cores.map((core) => core[key]);
    const numbers = isLevel(key) && values.every(({ kind }) => kind === 'integer' || kind === 'absent');
    const shared = new Set(values.map(identityOf)).size === 1;
    for (const [i, value] of values.entries()) {
      if (value.kind === 'absent') continue;
      const core = numbers ? own[i]?.levels : own[i]?.registers;
      const table = shared ? (numbers ? defaults : registers) : core;
      if (table) table[key] = entryOf(value);
    }
  }
  return { registers, defaults, cores: own } as Omit<Spread, 'layout'>;
}
