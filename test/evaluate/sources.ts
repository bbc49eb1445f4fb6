// ASL of small machines, and what `evaluate` makes of it, as text.

import { decodeTables } from '../../src/aml/table.js';
import { type Machine, machineOf, type Way } from '../../src/evaluate/machine.js';
import { compileAsl } from '../../src/iasl/run.js';
import type { Value } from '../../src/objects/model.js';

/** A table with these terms; revision 1 has Integers of 32 bits. */
export async function compiled(terms: string, signature = 'DSDT', revision = 2): Promise<Uint8Array> {
  const asl = `DefinitionBlock ("", "${signature}", ${revision}, "TEST", "CODE", 1)\n{\n${terms}\n}\n`;
  // Code of firmware gets warnings: iasl's opinion of it is not asked here.
  const made = await compileAsl(new TextEncoder().encode(asl));
  if (made.state !== 'made') throw new Error(`iasl: ${JSON.stringify(made)}`);
  return made.content;
}

export function machine(tables: readonly Uint8Array[], fill?: number): Machine {
  const decoded = decodeTables(tables.map((bytes, i) => ({ bytes, file: `${i}.aml` })));
  return machineOf(
    decoded.flatMap(({ value }) => (value ? [value] : [])),
    fill === undefined ? undefined : { fill },
  );
}

/** `[(CFGD == 0)] Package (1, 2)` */
export function wayText({ when, outcome }: Way): string {
  const condition = when.length > 0 ? `[${when.join(', ')}] ` : '';
  switch (outcome.kind) {
    case 'value':
      return condition + valueText(outcome.value);
    case 'fails':
      return `${condition}${outcome.reason} ${outcome.name ?? ''} in ${outcome.by} (${outcome.status})`;
    case 'nothing':
      return `${condition}nothing`;
    default:
      return `${condition}unfollowed: ${outcome.bound}`;
  }
}

export function valueText(value: Value | undefined): string {
  switch (value?.type) {
    case undefined:
      return 'null';
    case 'Integer':
      return String(value.value);
    case 'String':
      return JSON.stringify(value.text);
    case 'Buffer': {
      const byte = (one: number, i: number) => value.unknown?.get(i)?.text ?? one.toString(16).padStart(2, '0');
      return `<${Array.from(value.bytes, byte).join(' ')}>`;
    }
    case 'Package':
      return `(${value.elements.map(valueText).join(', ')})`;
    case 'Unknown':
      return `?${value.text}`;
    case 'Object':
      return value.entity.node.segment;
    case 'RefOf':
    case 'Index':
    case 'Debug':
      return value.type;
  }
}

export function waysOf(tables: readonly Uint8Array[], path: string): string[] {
  return (machine(tables).evaluate(path)?.ways ?? []).map(wayText);
}
