import {
  type KeyRow,
  LEVEL_KEYS,
  PRIORITY_KEYS,
  REGISTER_KEYS,
  SPEC_TABLES,
  type SpecTableRow,
} from '../../grammar/spec-keys.js';
import { aboutKey } from '../../src/spec/about-key.js';
import { exampleValues } from '../../src/spec/examples.js';
import { wordsOf } from '../../src/spec/forms/forms.js';
import { tableName } from '../../src/spec/reading.js';
import { bold, roff, section, tagged, verbatim } from './roff.js';
import { tomlValue } from './toml-value.js';

/** cppc-acpi-spec(5), made of the rows that the reader of specs reads. */
export function specPage(version: string): string {
  const lines = [
    `.TH CPPC\\-ACPI\\-SPEC 5 "" "cppc\\-acpi ${version}" "File Formats"`,
    ...section('NAME', ['cppc\\-acpi\\-spec \\- performance levels of the cores of a machine']),
    ...section('DESCRIPTION', DESCRIPTION.map(roff)),
    ...section(
      'TABLES',
      SPEC_TABLES.flatMap((row) => tableLines(row)),
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
  '`[core.registers]` and `[[core]]` override `[defaults]`, which overrides `[registers]`, which overrides the layout.',
];

const REGISTERS = 'A register entry is a table with all of these keys, `"none"`, or an Integer where ACPI allows one.';

const PRIORITIES = '`resource_priority` is an array of tables with all of these keys. ACPI 6.6, 8.4.6.1.2.7.';

const EXAMPLE = `[guest]
threads_per_core = 2
host_vendor = "amd"

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

/** The levels of `[defaults]` are keys of `[[core]]`, too; the page has them once. */
function tableLines({ key, array, about, rows }: SpecTableRow): string[] {
  const shared = key === 'core' ? LEVEL_KEYS : [];
  const own = rows.filter((row) => !shared.some((one) => one === row));
  const more = own.length < rows.length ? ['.PP', roff('Every key of `[defaults]`, and:')] : [];
  const name = tableName(array ? [key, 0] : [key]);
  return [`.SS "${name}"`, roff(about), ...more, ...own.flatMap(keyLines)];
}

function keyLines(row: KeyRow): string[] {
  const initial = row.default === undefined ? [] : [roff(`Default: ${tomlValue(row.default, row.key)}.`)];
  const shown = exampleValues(row).map((one) => `${row.key} = ${tomlValue(one, row.key)}`);
  return [
    ...tagged(`${bold(row.key)}: ${roff(wordsOf(row))}`, [roff(`${aboutKey(row)}.`), ...initial]),
    '.br',
    roff(`Example: ${shown.join('; ')}`),
  ];
}
