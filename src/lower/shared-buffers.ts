import { CPC_ENTRIES } from '../../grammar/cpc.js';
import { lastSegment } from '../aml/name-string.js';
import type { AmlNode, GenericRegister, NodeOf } from '../aml/tree.js';
import { type CpcTable, type CpcValue, NULL_REGISTER } from '../cpc/ir.js';
import { objectTypeId } from './object-type.js';

/** The form of registers: a buffer in each place, or a name in `\_SB` for a repeated one. */
export interface SharedBuffers {
  readonly names: readonly NodeOf<'DefName'>[];
  /** The declarations for a part without the names. */
  readonly externals: readonly NodeOf<'DefExternal'>[];
  readonly bufferOf: (register: GenericRegister) => AmlNode;
}

const BUFFER = objectTypeId('BuffObj');

/** `CQ` and two characters of base 36; registers beyond these stay in their places. */
const MOST_NAMES = 36 ** 2;

export function sharedBuffers(table: CpcTable): SharedBuffers {
  const names = table.compact ? nameRepeated(table) : new Map<string, Named>();
  // The search upwards finds the name from a processor below `\\_SB`; elsewhere the path is needed.
  const below = table.processors.every(({ path }) => path.startsWith('\\_SB.'));
  const template = (register: GenericRegister): AmlNode => ({ term: 'ResourceTemplate', registers: [register] });
  return {
    names: [...names.values()].map(({ name, register }) => ({ term: 'DefName', name, object: template(register) })),
    externals: [...names.values()].map(({ name }) => ({
      term: 'DefExternal',
      name: `\\_SB.${name}`,
      objectType: BUFFER,
      argumentCount: 0,
    })),
    bufferOf: (register) => {
      const named = names.get(keyOf(register));
      if (!named) return template(register);
      return { term: 'NameString', name: below ? named.name : `\\_SB.${named.name}` };
    },
  };
}

interface Named {
  readonly name: string;
  readonly register: GenericRegister;
}

function nameRepeated({ processors, revision }: CpcTable): Map<string, Named> {
  const rows = CPC_ENTRIES.filter((row) => row.since <= revision && row.key !== 'resource_priority');
  const used = new Set(processors.map(({ path }) => lastSegment(path)));
  const free = Array.from({ length: MOST_NAMES }, (_, i) => nameOf(i)).filter((name) => !used.has(name));
  const seen = new Map<string, number>();
  const named = new Map<string, Named>();
  for (const { stated: entries } of processors) {
    for (const { key } of rows) {
      const register = registerOf(entries[key]);
      if (!register) continue;
      const id = keyOf(register);
      const times = (seen.get(id) ?? 0) + 1;
      seen.set(id, times);
      const name = free[named.size];
      if (times === 2 && name !== undefined) named.set(id, { name, register });
    }
  }
  return named;
}

function registerOf(value: CpcValue): GenericRegister | undefined {
  if (value.kind === 'register') return value.register;
  return value.kind === 'absent' ? NULL_REGISTER : undefined;
}

function keyOf({ spaceId, bitWidth, bitOffset, accessSize, address }: GenericRegister): string {
  return `${spaceId} ${bitWidth} ${bitOffset} ${accessSize} ${address}`;
}

function nameOf(index: number): string {
  return `CQ${index.toString(36).toUpperCase().padStart(2, '0')}`;
}
