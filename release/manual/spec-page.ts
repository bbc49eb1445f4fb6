import {
  CORE_KEYS,
  ENTRY_KEYS,
  GUEST_KEYS,
  HYPERV_FLAG_KEYS,
  HYPERV_SETTING_KEYS,
  type KeyRow,
  LAYOUT_KEYS,
  LEVEL_KEYS,
  OFFSET_KEYS,
  PRIORITY_KEYS,
  REGISTER_KEYS,
  SPEC_TABLES,
  TABLE_KEYS,
} from '../../grammar/spec-keys.js';
import { list } from '../../src/diagnostics/words.js';
import { aboutKey } from '../../src/spec/about-key.js';
import { exampleValues } from '../../src/spec/examples.js';
import { bold, roff, section, tagged, verbatim } from './roff.js';
import { tomlValue } from './toml-value.js';

/** cppc-acpi-spec(5), of the rows that the reader of specs reads. */
export function specPage(version: string): string {
  const lines = [
    `.TH CPPC\\-ACPI\\-SPEC 5 "" "cppc\\-acpi ${version}" "File Formats"`,
    ...section('NAME', ['cppc\\-acpi\\-spec \\- performance levels of the cores of a machine']),
    ...section('DESCRIPTION', DESCRIPTION.map(roff)),
    ...section(
      'TABLES',
      SPEC_TABLES.flatMap(({ key, array, about }) => tableLines(key, array, about)),
    ),
    ...section('REGISTERS', [roff(REGISTERS), ...REGISTER_KEYS.flatMap(keyLines)]),
    ...section('RESOURCE PRIORITIES', [roff(PRIORITIES), ...PRIORITY_KEYS.flatMap(keyLines)]),
    ...section('EXAMPLE', verbatim(EXAMPLE.split('\n'))),
    ...section('SEE ALSO', ['.BR cppc\\-acpi (1)']),
  ];
  return `${lines.join('\n')}\n`;
}

const DESCRIPTION = [
  'A spec is a TOML 1.0 file. Unknown keys are errors. Integers are decimal or `0x`, exact up to 2^64-1.',
  '`[core.registers]` and `[[core]]` win over `[defaults]`, that over `[registers]`, that over the layout.',
];

const REGISTERS =
  'A register entry is a table, all of whose keys are needed; it can be an Integer where ACPI allows one, or `"none"`.';

const PRIORITIES = '`resource_priority` is an array of tables, all of whose keys are needed. ACPI 6.6, 8.4.6.1.2.7.';

const EXAMPLE = `[guest]
threads_per_core = 2

[registers]
layout = "constant"

[defaults]
nominal_perf          = 131
lowest_nonlinear_perf = 40
lowest_perf           = 15
nominal_freq          = 4200
lowest_freq           = 400

[[core]]
highest_perf = { cache = 236, frequency = 201 }
host_threads = [0, 16]

[[core]]
highest_perf = { cache = 196, frequency = 236 }
host_threads = [8, 24]`;

const KEYS: Readonly<Record<(typeof SPEC_TABLES)[number]['key'], readonly KeyRow[]>> = {
  table: TABLE_KEYS,
  guest: GUEST_KEYS,
  hyperv: [...HYPERV_SETTING_KEYS, ...HYPERV_FLAG_KEYS],
  registers: [...LAYOUT_KEYS, ...ENTRY_KEYS],
  defaults: LEVEL_KEYS,
  core: CORE_KEYS,
  offset: OFFSET_KEYS,
};

function tableLines(key: keyof typeof KEYS, array: boolean, about: string): string[] {
  const more = key === 'core' ? ['.PP', roff('Every key of `[defaults]`, and:')] : [];
  return [`.SS "${array ? `[[${key}]]` : `[${key}]`}"`, roff(about), ...more, ...KEYS[key].flatMap(keyLines)];
}

function keyLines(row: KeyRow): string[] {
  const value = formOf(row);
  const initial = row.default === undefined ? [] : [roff(`Default: ${tomlValue(row.default, row.key)}.`)];
  const shown = exampleValues(row).map((one) => `${row.key} = ${tomlValue(one, row.key)}`);
  return [
    ...tagged(`${bold(row.key)}: ${roff(value)}`, [roff(`${aboutKey(row)}.`), ...initial]),
    '.br',
    roff(`Example: ${shown.join('; ')}`),
  ];
}

function formOf(row: KeyRow): string {
  switch (row.form) {
    case 'integer':
      return `integer from ${tomlValue(row.min, row.key)} to ${tomlValue(row.max, row.key)}`;
    case 'number':
      return list(row.of.map(String), 'or');
    case 'text':
      return `1 to ${row.most} printable ASCII characters`;
    case 'word':
      return 'a name on one line';
    case 'boolean':
      return 'true or false';
    case 'choice':
      return list(
        row.of.map((word) => `"${word}"`),
        'or',
      );
    case 'choices':
      return `array of ${list(
        row.of.map((word) => `"${word}"`),
        'or',
      )}`;
    case 'level':
      return 'integer, or a table of variants';
    case 'entry':
      return 'register entry';
    case 'descriptors':
      return 'array of resource priorities';
    case 'pattern':
      return 'pattern of an ACPI path';
    case 'paths':
      return 'array of ACPI paths';
    case 'vcpus':
      return 'array of integers';
    case 'host-threads':
      return 'array of integers, or a cpuset';
  }
}
