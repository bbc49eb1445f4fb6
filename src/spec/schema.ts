import { type KeyRow, PRIORITY_KEYS, REGISTER_KEYS, SPEC_TABLES, type SpecTableRow } from '../../grammar/spec-keys.js';
import { aboutKey } from './about-key.js';
import { exampleValues } from './examples.js';
import { schemaOf } from './forms/forms.js';
import { listSchema, type Schema } from './json-schema.js';

/** The JSON Schema of a spec, for editors: draft 2020-12 in words that draft 4 has too, which is what Taplo knows. */
export function specSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A cppc-acpi spec',
    description: 'Performance levels of the cores of a machine, from which cppc-acpi makes ACPI _CPC tables.',
    ...tableOf(Object.fromEntries(SPEC_TABLES.map((row) => [row.key, schemaOfTable(row)])), ['core']),
    $defs: {
      register: tableOf(propertiesOf(REGISTER_KEYS.filter(({ key }) => key !== 'subspace').map(notInPcc))),
      pccRegister: tableOf(propertiesOf(REGISTER_KEYS.filter(({ key }) => key !== 'access_size').map(onlyInPcc))),
      priority: tableOf(propertiesOf(PRIORITY_KEYS)),
    },
  };
}

/** The schema as the text of a file. JSON has integers of any size, JavaScript's writer of JSON has not. */
export function printSchema(): string {
  const text = JSON.stringify(specSchema(), (_, value) => (typeof value === 'bigint' ? `${value}n` : value), 2);
  return `${text.replace(/"(-?\d+)n"/g, '$1')}\n`;
}

function schemaOfTable({ array, about, rows, inner = [] }: SpecTableRow): Schema {
  const tables = inner.map((one) => [one.key, schemaOfTable(one)] as const);
  const properties = { ...propertiesOf(rows), ...Object.fromEntries(tables) };
  const table = tableOf(properties, []);
  return { description: about, ...(array ? listSchema(table) : table) };
}

/** A table that may have no other keys; all of them are needed unless `required` lists others. */
function tableOf(properties: Readonly<Record<string, Schema>>, required = Object.keys(properties)): Schema {
  const needed: Schema = required.length > 0 ? { required } : {};
  return { type: 'object', properties, ...needed, additionalProperties: false };
}

function propertiesOf(rows: readonly KeyRow[]): Record<string, Schema> {
  return Object.fromEntries(
    rows.map((row) => [
      row.key,
      {
        description: aboutKey(row),
        ...schemaOf(row),
        ...(row.default !== undefined && { default: row.default }),
        examples: exampleValues(row),
      },
    ]),
  );
}

/** For PCC `subspace` takes the place of `access_size`. ACPI 6.6 §6.4.3.7. */
function notInPcc(row: KeyRow): KeyRow {
  return row.key === 'space' && row.form === 'choice' ? { ...row, of: row.of.filter((space) => space !== 'PCC') } : row;
}

function onlyInPcc(row: KeyRow): KeyRow {
  return row.key === 'space' && row.form === 'choice' ? { ...row, of: ['PCC'] } : row;
}
