import type { CpcPackage, NamedPackage } from '../cpc/package.js';
import { foundToJson, integerToJson, type JsonEntry } from '../firmware/entry-json.js';
import { psdDomainOf } from './psd.js';
import type { TableContents } from './table-contents.js';

/** One table of `inspect --json`. */
export function contentsToJson({ table, cpc, psd }: TableContents) {
  const { source, index, length, checksumOk } = table;
  const { signature, revision, oemId, oemTableId, oemRevision } = table.table.header;
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
    cpc: cpc.map(cpcToJson),
    psd: psd.map(psdToJson),
  };
}

function cpcToJson({ path, offset, revision, numEntries, processors, entries, extra }: CpcPackage) {
  const named: Record<string, JsonEntry> = {};
  for (const [key, value] of entries) named[key] = foundToJson(value);
  return {
    path,
    offset,
    revision: foundToJson(revision),
    num_entries: foundToJson(numEntries),
    processors,
    entries: named,
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
