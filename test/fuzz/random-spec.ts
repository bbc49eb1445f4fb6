// Specs made from the grammar's rows: a new key is in here at once.

import { MACHINES } from '../../grammar/machines.js';
import {
  CORE_KEYS,
  ENTRY_KEYS,
  GUEST_KEYS,
  HYPERV_FLAG_KEYS,
  HYPERV_SETTING_KEYS,
  type KeyRow,
  LAYOUT_KEYS,
  type LayoutName,
  LEVEL_KEYS,
  OFFERED_GUESTS,
  OFFSET_KEYS,
  PRIORITY_KEYS,
  REGISTER_KEYS,
  SPEC_TABLES,
  TABLE_KEYS,
} from '../../grammar/spec-keys.js';
import type { Random } from '../support/random.js';

const ROWS: readonly KeyRow[] = [
  ...[...TABLE_KEYS, ...GUEST_KEYS, ...LAYOUT_KEYS, ...ENTRY_KEYS, ...LEVEL_KEYS, ...CORE_KEYS, ...OFFSET_KEYS],
  ...[...REGISTER_KEYS, ...PRIORITY_KEYS, ...HYPERV_SETTING_KEYS, ...HYPERV_FLAG_KEYS],
];

/** Everything that a spec may say: keys, tables and choices. */
export const SPEC_WORDS: readonly string[] = [
  ...ROWS.map(({ key }) => key),
  ...SPEC_TABLES.map(({ key, array }) => (array ? `[[${key}]]` : `[${key}]`)),
  ...ROWS.flatMap((row) => ('of' in row ? row.of.map((one) => JSON.stringify(String(one))) : [])),
  ...['true', 'false', '"none"', '[core.registers]', '"0-3,8"', '{ cache = 196, frequency = 166 }', '"\\\\_SB.PR00"'],
];

const PATTERNS = [
  '\\_SB.CPUS.C%03X',
  '\\_SB.PR%02d',
  '\\_PR.CPU%X',
  '\\C%3X',
  '_SB.C%0X',
  '\\_SB.%03X',
  '%02X',
  '\\_SB.AB%01X',
];
const WORDS = [
  'cache',
  'frequency',
  'host',
  'EPYC-Milan',
  'EPYC,model=48',
  'Skylake-Server',
  'a b',
  '',
  "x'y",
  'ü',
  '$(id)',
];
const SINGLE = SPEC_TABLES.filter(({ array }) => !array).map(({ key }) => key);

/** A spec that often compiles: what its layout asks for, and some keys of every table. */
export function randomSpec(random: Random): string {
  const layout = random.one<LayoutName>(['constant', 'constant', 'acpi-cppc', 'amd', 'intel-hwp', 'custom']);
  const odd = random.below(3) === 0 ? 5 : 100;
  const levels = layout === 'constant' || layout === 'acpi-cppc';
  const revision = random.one([3, 3, 3, 2, 4]);
  const some = (rows: readonly KeyRow[], share: number) => keys(rows, random, share, odd);
  const cores = Array.from({ length: 1 + random.below(4) }, () => core(random, levels, odd));
  const layoutKeys = LAYOUT_KEYS.filter(
    ({ key, layouts }) => key !== 'layout' && (layouts as readonly string[]).includes(layout),
  );
  const lines = [
    '[table]',
    ...some(
      TABLE_KEYS.filter(({ key }) => key !== 'cpc_revision'),
      6,
    ),
    ...(random.below(2) === 0 ? [`cpc_revision = ${revision}`] : []),
    '[guest]',
    ...some(GUEST_KEYS, 6),
    ...(random.below(4) === 0 ? ['[hyperv]', ...some([...HYPERV_SETTING_KEYS, ...HYPERV_FLAG_KEYS], 6)] : []),
    '[registers]',
    `layout = "${layout}"`,
    ...some(layoutKeys, 3),
    ...some(ENTRY_KEYS, layout === 'custom' ? 2 : 12),
    '[defaults]',
    ...(levels ? ['nominal_perf = 131', 'lowest_nonlinear_perf = 40', 'lowest_perf = 15'] : []),
    ...some(
      LEVEL_KEYS.filter(({ key }) => !levels || !/^(?:nominal|lowest).*_perf$/.test(key)),
      levels ? 5 : 12,
    ),
    ...cores.flat(),
    ...(random.below(4) === 0 ? random.list(3, () => ['[[offset]]', ...some(OFFSET_KEYS, 1)]).flat() : []),
  ];
  return `${lines.join(random.below(20) === 0 ? '\r\n' : '\n')}\n`;
}

function core(random: Random, levels: boolean, odd: number): string[] {
  const highest =
    random.below(4) === 0 ? `{ cache = ${132 + random.below(124)}, frequency = 166 }` : 132 + random.below(124);
  return [
    '[[core]]',
    ...(levels ? [`highest_perf = ${highest}`] : []),
    ...keys(
      LEVEL_KEYS.filter(({ key }) => key !== 'highest_perf'),
      random,
      levels ? 12 : 30,
      odd,
    ),
    ...keys(CORE_KEYS, random, 8, odd),
    ...(random.below(8) === 0 ? ['[core.registers]', ...keys(ENTRY_KEYS, random, 8, odd)] : []),
  ];
}

/** Each key with a chance of one in `share`; one value of `odd` is of no form that the key has. */
function keys(rows: readonly KeyRow[], random: Random, share: number, odd: number): string[] {
  return rows
    .filter(() => random.below(share) === 0)
    .map(
      (row) => `${row.key} = ${random.below(odd) === 0 ? valueText(random.one(ROWS), random) : valueText(row, random)}`,
    );
}

function valueText(row: KeyRow, random: Random): string {
  switch (row.form) {
    case 'integer':
      return integer(row.min, row.max, random);
    case 'text':
      return JSON.stringify(
        Array.from({ length: 1 + random.below(row.most) }, () => random.one([...'AZaz09 _-"$`~'])).join(''),
      );
    case 'choice':
      return JSON.stringify(random.one(row.of));
    case 'number':
      return String(random.one(row.of));
    case 'boolean':
      return random.one(['true', 'false']);
    case 'boolean-or-auto':
      return random.one(['true', 'false', '"auto"']);
    case 'choices':
      return JSON.stringify(row.of.filter(() => random.below(2) === 0));
    case 'guests':
      return JSON.stringify(OFFERED_GUESTS.filter(() => random.below(4) === 0));
    case 'level':
      return random.below(5) === 0
        ? `{ cache = ${integer(1n, row.max, random)}, frequency = 5 }`
        : integer(row.min === undefined ? 1n : -255n, 255n, random);
    case 'counts':
      return JSON.stringify(random.list(3, () => 1 + random.below(3)));
    case 'kernel':
      return JSON.stringify(random.one(['5.15', '6.1', '6.12.117', '6.8.12-4-pve', 'six']));
    case 'word':
      return JSON.stringify(random.one(WORDS));
    case 'entry':
      return entry(random);
    case 'descriptors':
      return `[${random.list(2, () => `{ ${keys(PRIORITY_KEYS, random, 1, 100).join(', ')} }`).join(', ')}]`;
    case 'pattern':
      return JSON.stringify(random.one([...PATTERNS, ...MACHINES.map(({ machine }) => machine)]));
    case 'paths':
      return JSON.stringify(random.list(2, () => `\\_SB.PR${random.below(90) + 10}`));
    case 'vcpus':
      return JSON.stringify(random.list(3, () => random.below(6)));
    case 'pins':
      return random.one([
        JSON.stringify(random.list(3, () => random.one([random.below(20), `${random.below(20)},${random.below(20)}`]))),
        `"${random.below(9)}-${random.below(20)}"`,
      ]);
    case 'host-threads':
      return random.one([
        JSON.stringify(random.list(3, () => random.below(20))),
        `"${random.below(9)}-${random.below(20)}"`,
      ]);
  }
}

function integer(min: bigint, max: bigint, random: Random): string {
  const small = min + BigInt(random.below(64));
  const value = random.one([min, small, small, small, max, max + 1n, random.big(4)]);
  return value >= 0n && random.below(4) === 0 ? `0x${value.toString(16)}` : String(value);
}

function entry(random: Random): string {
  if (random.below(3) === 0) return random.one(['"none"', '0', '1', '4294967296', integer(0n, 2n ** 64n - 1n, random)]);
  const pcc = random.below(4) === 0;
  const size = pcc
    ? `subspace = ${random.below(4)}`
    : `access_size = "${random.one(['Byte', 'Word', 'DWord', 'QWord', 'Undefined'])}"`;
  const space = pcc ? 'PCC' : random.one(['SystemMemory', 'SystemIO', 'FFixedHW']);
  const [width, offset] = [random.one([8, 8, 16, 32, 64, 1, 0]), random.one([0, 0, 0, 8, 24, 255])];
  const address = `0x${(random.below(3) === 0 ? random.big(8) : BigInt(random.below(0x1_0000))).toString(16)}`;
  return `{ space = "${space}", bit_width = ${width}, bit_offset = ${offset}, ${size}, address = ${address} }`;
}

/** Tables that a spec may have once, twice over or in another order. */
export function shuffledTables(text: string, random: Random): string {
  const tables = text.split(/^(?=\[)/m);
  const moved = tables.splice(random.below(tables.length), 1);
  tables.splice(
    random.below(tables.length + 1),
    0,
    ...moved,
    ...(random.below(4) === 0 ? [`[${random.one(SINGLE)}]\n`] : []),
  );
  return tables.join('');
}
