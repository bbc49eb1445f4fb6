import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Example, type KeyRow, LAYOUT_KEYS, SPEC_TABLES } from '../../grammar/spec-keys.js';
import type { Code } from '../../src/diagnostics/diagnostic.js';
import { printSchema } from '../../src/spec/schema.js';
import { Float, readToml } from '../../src/spec/toml.js';
import { cases } from '../support/cases.js';
import { expectGolden, FIXTURES, REPOSITORY } from '../support/fixtures.js';
import { readText } from './problems.js';

interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const SCHEMA = JSON.parse(printSchema()) as Schema;

/** What is wrong with the shape of a text, in the schema's words. */
function validator(schema: object = SCHEMA): ValidateFunction {
  return new Ajv2020({ strict: true, allErrors: true }).compile(schema);
}

const validate = validator();

/** `make schema` writes the file: UPDATE=1 here. */
test('the schema in grammar/ is the one that the tables make', () => {
  expectGolden(join(REPOSITORY, 'grammar/cppc-spec.schema.json'), printSchema());
});

test('it is a schema of draft 2020-12', () => {
  const ajv = new Ajv2020({ strict: true });
  assert.ok(ajv.validateSchema(SCHEMA), ajv.errorsText());
});

test('integers stand in it exactly', () => {
  assert.match(printSchema(), '"maximum": 18446744073709551615');
});

// Taplo, which editors use, ignores keys beside a $ref, and knows draft 4.
test('nothing is beside a $ref, and only examples and $defs are newer than draft 4', () => {
  const text = printSchema();
  assert.not.match(text, /"\$ref": "[^"]*",/);
  for (const word of ['const', 'if', 'then', 'dependentSchemas', 'contains', 'prefixItems', 'unevaluatedProperties'])
    assert.not.match(text, `"${word}":`);
});

/** A value as ajv wants it. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Float) return 0.5;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

async function isValid(text: string): Promise<boolean> {
  const read = await readToml(text);
  if (!('root' in read)) throw new Error(JSON.stringify(read));
  return validate(plain(read.root));
}

const accepted = readdirSync(join(FIXTURES, 'accept')).map((name) => ({ name }));

cases('the schema accepts every spec that the compiler accepts', accepted, async ({ name }) => {
  const text = readFileSync(join(FIXTURES, 'accept', name, 'spec.toml'), 'utf8');
  assert.ok(await isValid(text), JSON.stringify(validate.errors));
});

/** Codes of wrong shapes that the schema sees. */
const SEEN: readonly Code[] = [
  'cpc/integer-not-register',
  'spec/access-or-subspace',
  'spec/bad-path',
  'spec/bad-pattern',
  'spec/bad-text',
  'spec/bad-word',
  'spec/empty',
  'spec/missing-key',
  'spec/no-core',
  'spec/no-processor-objects',
  'spec/not-one-of',
  'spec/out-of-range',
  'spec/repeated',
  'spec/unknown-key',
  'spec/wrong-type',
];

/** Codes of the room spec that no schema can see. */
const UNSEEN: readonly Code[] = [
  // It has no tree.
  'spec/toml-syntax',
  // A range runs backwards, or all is excluded; letters the schema sees, below.
  'spec/bad-cpuset',
  // The reader counts.
  'spec/too-many',
];

const rejected = readdirSync(join(FIXTURES, 'reject'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.toml') && !file.startsWith('scratch') && codeOf(file) !== 'spec/toml-syntax')
  .map((file) => ({ name: codeOf(file), file }));

function codeOf(file: string): Code {
  return file.replace(/\.toml$/, '') as Code;
}

cases('the schema rejects wrong shapes, and accepts wrong meanings', rejected, async ({ name, file }) => {
  const text = readFileSync(join(FIXTURES, 'reject', file), 'utf8');
  assert.is(await isValid(text), !SEEN.includes(name), JSON.stringify(validate.errors));
});

test('every code of the room spec is in one of the tables', () => {
  const codes = readdirSync(join(FIXTURES, 'reject/spec'))
    .filter((file) => file.endsWith('.toml'))
    .map((file) => `spec/${basename(file, '.toml')}`);
  assert.equal(codes.sort(), [...SEEN, ...UNSEEN].filter((code) => code.startsWith('spec/')).sort());
});

test('a cpuset is numbers, ranges and exclusions', async () => {
  const core = (threads: string) => isValid(`[[core]]\nhost_threads = "${threads}"`);
  for (const good of ['4', '0-7,16-23', '0-7, ^3']) assert.ok(await core(good), good);
  for (const bad of ['', 'four', '0..7', '4,', '-1']) assert.not(await core(bad), bad);
});

interface Key {
  /** `guest.os`, `core.registers.enable`. */
  readonly name: string;
  readonly schema: Schema;
}

/** Every key of the schema, by its path. */
function keysOf({ properties = {} }: Schema, path: readonly string[] = []): Key[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const inner = schema.items?.properties ? schema.items : schema;
    const here = [...path, key];
    return inner.properties ? keysOf(inner, here) : [{ name: here.join('.'), schema }];
  });
}

const KEYS = [...keysOf(SCHEMA), ...Object.entries(SCHEMA.$defs ?? {}).flatMap(([name, one]) => keysOf(one, [name]))];

test('there are all keys', () => {
  assert.ok(KEYS.length > 130, String(KEYS.length));
  assert.equal(
    Object.keys(SCHEMA.properties ?? {}),
    SPEC_TABLES.map(({ key }) => key),
  );
});

cases('a key has a description and examples of its shape, and a default too', KEYS, ({ schema }) => {
  assert.match(schema.description ?? '', /^.{3,}$/);
  assert.ok((schema.examples ?? []).length > 0, 'no example');
  const whole = validator({ ...schema, $defs: SCHEMA.$defs });
  for (const value of [...(schema.examples ?? []), ...('default' in schema ? [schema.default] : [])])
    assert.ok(whole(value), `${JSON.stringify(value)}: ${JSON.stringify(whole.errors)}`);
});

/** TOML that a value of JSON is written as. */
function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${key} = ${toml(one)}`)
    .join(', ')} }`;
}

const inTables = keysOf(SCHEMA);

cases('the compiler reads the examples and the default of a key', inTables, async ({ name, schema }) => {
  const path = name.split('.');
  const [table = '', key = ''] = [path.slice(0, -1).join('.'), path.at(-1)];
  const isArray = SPEC_TABLES.some((row) => row.key === table && row.array);
  const header = table === 'core.registers' ? '[[core]]\n[core.registers]' : isArray ? `[[${table}]]` : `[${table}]`;
  for (const value of [...(schema.examples ?? []), ...('default' in schema ? [schema.default] : [])]) {
    const { lines } = await readText(
      `${header}\n${key} = ${toml(value)}\n${table.startsWith('core') ? '' : '[[core]]'}`,
    );
    assert.equal(lines, [], toml(value));
  }
});

test('the description has a default that depends on other keys', () => {
  const rows: readonly KeyRow[] = LAYOUT_KEYS;
  const address = rows.find(({ key }) => key === 'address');
  const shown: readonly Example[] = address?.examples ?? [];
  assert.ok(shown.length > 0 && address?.default === undefined);
  const described = KEYS.find(({ name }) => name === 'registers.address')?.schema.description ?? '';
  assert.match(described, 'For layout acpi-cppc');
  assert.match(described, "Default: the device's");
  assert.match(KEYS.find(({ name }) => name === 'hyperv.stimer')?.schema.description ?? '', 'Requires vpindex');
  assert.match(KEYS.find(({ name }) => name === 'defaults.nominal_freq')?.schema.description ?? '', 'in MHz');
});

test.run();
