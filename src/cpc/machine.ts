import { MACHINES, type MachineName } from '../../grammar/machines.js';

/** The row of a machine; every name has one. */
export function machineRow(name: MachineName): (typeof MACHINES)[number] {
  const row = MACHINES.find(({ machine }) => machine === name);
  if (!row) throw new Error(`there is no machine "${name}"`);
  return row;
}
