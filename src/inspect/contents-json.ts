import type { CpcPackage, NamedPackage } from '../cpc/package.js';
import { foundEntriesToJson, foundToJson, integerToJson } from '../firmware/entry-json.js';
import { processorsToJson } from './processors-json.js';
import { psdDomainOf } from './psd.js';
import type { MachineContents, TableContents } from './table-contents.js';

/** What `inspect --json` prints, except for diagnostics. Tables are numbered through all machines. */
export function contentsToJson(machines: readonly MachineContents[]) {
  const tables = machines.flatMap((one) => one.tables);
  return {
    tables: tables.map(tableToJson),
    processors: machines.flatMap((one) => processorsToJson(one, tables.indexOf(one.tables[0] as TableContents))),
    unread: tables.flatMap(({ unread }, table) => unread.map((one) => ({ table, ...one }))),
  };
}

function tableToJson({ table, cpc, psd }: TableContents) {
  const { source, index, length, checksumOk } = table;
  const { signature, revision, oemId, oemTableId, oemRevision, creatorId, creatorRevision } = table.table.header;
  return {
    source,
    index,
    signature,
    revision,
    length,
    checksum_ok: checksumOk,
    oem_id: oemId,
    oem_table_id: oemTableId,
    oem_revision: oemRevision,
    creator_id: creatorId,
    creator_revision: creatorRevision,
    cpc: cpc.map(cpcToJson),
    psd: psd.map(psdToJson),
  };
}

function cpcToJson({ path, offset, revision, numEntries, processors, entries, extra }: CpcPackage) {
  return {
    path,
    offset,
    revision: foundToJson(revision),
    num_entries: foundToJson(numEntries),
    processors,
    entries: foundEntriesToJson(entries),
    ...(extra.length > 0 && { extra: extra.map(foundToJson) }),
  };
}

function psdToJson(found: NamedPackage) {
  const { path, domain, coordType, numProcessors } = psdDomainOf(found);
  return {
    path,
    domain: domain === undefined ? null : integerToJson(domain),
    coord_type: coordType ?? null,
    num_processors: numProcessors === undefined ? null : integerToJson(numProcessors),
  };
}
