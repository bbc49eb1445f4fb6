import { MACHINES, type MachineName } from '../../../grammar/machines.js';
import { machineRow } from '../../cpc/machine.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import type { GuestTables } from './guest-tables.js';

/** What keeps a spec with the processors of these tables from working in their guest. */
export function tableProblems(tables: GuestTables, vcpus: number, pinned: boolean): Diagnostic[] {
  const { name, processors, complete } = tables;
  const place = { file: name };
  if (processors.length === 0) return [diagnostic('host/tables-without-processors', place, { complete })];
  const count = processors.length;
  const few = count < vcpus;
  const taken = processors.slice(0, vcpus).filter(({ ownCpc }) => ownCpc);
  return [
    ...(few ? [diagnostic('host/tables-fewer-processors', place, { count, vcpus, pinned, complete })] : []),
    ...(complete || few ? [] : [diagnostic('host/tables-without-dsdt', place, { count })]),
    ...(taken.length > 0
      ? [diagnostic('host/tables-have-cpc', place, { paths: taken.map(({ path }) => path), vcpus })]
      : []),
  ];
}

/** The spec has an `_OSC` for machines without one. */
export function oscNotes({ name, ownOsc }: GuestTables, machine: MachineName = MACHINES[0].machine): Diagnostic[] {
  return ownOsc && !machineRow(machine).bringsOsc ? [diagnostic('host/tables-have-osc', { file: name }, {})] : [];
}
