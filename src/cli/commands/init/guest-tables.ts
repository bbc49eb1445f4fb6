import { OUR_TABLE } from '../../../../grammar/structures.js';
import type { AmlTable } from '../../../aml/tree.js';
import { type Firmware, hasForeignOsc } from '../../../decompile/source.js';
import { diagnostic } from '../../../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../../../diagnostics/result.js';
import type { ProcessorFacts } from '../../../firmware/facts.js';
import { type GuestTables, inVcpuOrder } from '../../../host/tables/guest-tables.js';
import { nameOf, readGiven } from '../../files/machines.js';
import { readFirmware } from '../../files/read-firmware.js';

/** The processors of the tables of --tables: a folder, or files of one machine. */
export async function readGuestTables(paths: readonly string[]): Promise<Result<GuestTables>> {
  const given = await readGiven(paths, 'table');
  const [one, ...others] = given;
  const [name = ''] = paths;
  if (!one || others.length > 0)
    return fail(diagnostic('decompile/several-machines', { file: name }, { inputs: given.map(nameOf) }));
  const { firmware, diagnostics } = await readFirmware(one);
  return firmware ? ok(guestTables(name, firmware), diagnostics) : { diagnostics };
}

function guestTables(name: string, firmware: Firmware): GuestTables {
  const { tables, facts } = firmware;
  const dsdt = tables.find(({ header }) => header.signature === 'DSDT');
  const processors = facts.processors.map((one) => ({
    path: one.path,
    uid: one.uid,
    ownCpc: hasOwnCpc(one, tables),
  }));
  return {
    name,
    processors: inVcpuOrder(processors.filter(({ path }) => path !== '\\')),
    complete: facts.machine.complete,
    ownOsc: hasForeignOsc(facts),
    ...(dsdt && { oemId: unpadded(dsdt.header.oemId) }),
  };
}

/** A `_CPC` of a spec goes away with its table. */
function hasOwnCpc({ cpc }: ProcessorFacts, tables: readonly AmlTable[]): boolean {
  if (!cpc) return false;
  const ours = ({ value }: (typeof cpc.ways)[number]) => tables[value.table]?.header.creatorId === OUR_TABLE.creatorId;
  return !cpc.ways.some(ours);
}

/** With spaces or NULs. */
function unpadded(oemId: string): string {
  return [...oemId].filter((letter) => letter > ' ').join('');
}
