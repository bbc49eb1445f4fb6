import {
  CORE_KEYS,
  ENTRY_KEYS,
  GUEST_KEYS,
  HYPERV_FLAG_KEYS,
  HYPERV_SETTING_KEYS,
  type KeyRow,
  LAYOUT_KEYS,
  LEVEL_KEYS,
  MOST_HOST_THREADS,
  MOST_LETTERS,
  OFFSET_KEYS,
  PRIORITY_KEYS,
  REGISTER_KEYS,
  SPEC_TABLES,
  TABLE_KEYS,
} from '../../grammar/spec-keys.js';
import { aboutKey } from './about-key.js';
import { exampleValues } from './examples.js';

/** A value of JSON whose integers are exact. */
export type Json = bigint | string | boolean | readonly Json[] | { readonly [key: string]: Json };

type Schema = { readonly [key: string]: Json };

const U32 = 0xffff_ffffn;
const U64 = 0xffff_ffff_ffff_ffffn;

/** The JSON Schema of a spec, for editors: draft 2020-12 in words that draft 4 has too, which is what Taplo knows. */
export function specSchema(): Schema {
  const properties = propertiesByTable();
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A cppc-acpi spec',
    description: 'Performance levels of the cores of a machine, from which cppc-acpi makes ACPI _CPC tables.',
    ...tableOf(
      Object.fromEntries(
        SPEC_TABLES.map(({ key, array, about }) => [key, (array ? tables : single)(about, properties[key])]),
      ),
      ['core'],
    ),
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

function propertiesByTable(): Readonly<Record<(typeof SPEC_TABLES)[number]['key'], Readonly<Record<string, Schema>>>> {
  return {
    table: propertiesOf(TABLE_KEYS),
    guest: propertiesOf(GUEST_KEYS),
    hyperv: { ...propertiesOf(HYPERV_SETTING_KEYS), ...propertiesOf(HYPERV_FLAG_KEYS) },
    registers: { ...propertiesOf(LAYOUT_KEYS), ...propertiesOf(ENTRY_KEYS) },
    defaults: propertiesOf(LEVEL_KEYS),
    core: {
      ...propertiesOf(LEVEL_KEYS),
      ...propertiesOf(CORE_KEYS),
      registers: single('single _CPC entries of this core', propertiesOf(ENTRY_KEYS)),
    },
    offset: propertiesOf(OFFSET_KEYS),
  };
}

function single(about: string, properties: Readonly<Record<string, Schema>>): Schema {
  return { description: about, ...tableOf(properties, []) };
}

function tables(about: string, properties: Readonly<Record<string, Schema>>): Schema {
  return { description: about, type: 'array', minItems: 1n, items: tableOf(properties, []) };
}

/** A table that may have no other keys; all of them are needed where nothing is said. */
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
        ...shapeOf(row),
        ...(row.default !== undefined && { default: row.default }),
        examples: exampleValues(row),
      },
    ]),
  );
}

function shapeOf(row: KeyRow): Schema {
  switch (row.form) {
    case 'integer':
      return integer(row.min, row.max);
    case 'number':
      return { type: 'integer', enum: row.of };
    case 'text':
      // Printable ASCII. ACPI 6.6 §5.2.6.
      return { type: 'string', minLength: 1n, maxLength: BigInt(row.most), pattern: '^[ -~]*$' };
    case 'word':
      return {
        type: 'string',
        minLength: 1n,
        maxLength: BigInt(MOST_LETTERS),
        pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$',
      };
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { type: 'string', enum: row.of };
    case 'choices':
      return { ...list({ type: 'string', enum: row.of }), uniqueItems: true };
    case 'level':
      return {
        anyOf: [
          integer(0n, row.max),
          {
            description: 'one number for each variant',
            type: 'object',
            minProperties: 1n,
            additionalProperties: integer(0n, row.max),
          },
        ],
      };
    case 'entry':
      return { anyOf: [...REGISTERS, ...(row.integer ? [integer(0n, U64)] : []), { type: 'string', enum: ['none'] }] };
    case 'descriptors':
      return list({ $ref: '#/$defs/priority' });
    case 'pattern':
      return { type: 'string', pattern: `^${ROOTED}(?:%0[1-9][Xd])${REST}$` };
    case 'paths':
      return list({ type: 'string', pattern: PATH });
    case 'vcpus':
      return list(integer(0n, U32));
    case 'host-threads':
      return { anyOf: [list(integer(0n, BigInt(MOST_HOST_THREADS - 1))), { type: 'string', pattern: CPUSET }] };
  }
}

const REGISTERS: readonly Schema[] = [{ $ref: '#/$defs/register' }, { $ref: '#/$defs/pccRegister' }];

function integer(minimum: bigint, maximum: bigint): Schema {
  return { type: 'integer', minimum, maximum };
}

function list(items: Schema): Schema {
  return { type: 'array', minItems: 1n, items };
}

/** For PCC `subspace` takes the place of `access_size`. ACPI 6.6 §6.4.3.7. */
function notInPcc(row: KeyRow): KeyRow {
  return row.key === 'space' && row.form === 'choice' ? { ...row, of: row.of.filter((space) => space !== 'PCC') } : row;
}

function onlyInPcc(row: KeyRow): KeyRow {
  return row.key === 'space' && row.form === 'choice' ? { ...row, of: ['PCC'] } : row;
}

/** An absolute NameString; its length is the compiler's matter. ACPI 6.6 §19.2.2. */
const SEGMENT = '[A-Z_][A-Z0-9_]{0,3}';
const PATH = `^\\\\${SEGMENT}(?:\\.${SEGMENT})*$`;

/** The same with a number field in it; that a segment has at most four characters is the compiler's matter, too. */
const ROOTED = `\\\\(?:${SEGMENT}\\.)*(?:[A-Z_][A-Z0-9_]{0,2})`;
const REST = `[A-Z0-9_]{0,2}(?:\\.${SEGMENT})*`;

const CPUSET_PART = ' *\\^?[0-9]+(?:-[0-9]+)? *';
const CPUSET = `^${CPUSET_PART}(?:,${CPUSET_PART})*$`;
