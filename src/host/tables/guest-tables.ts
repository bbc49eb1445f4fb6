/** A processor of the guest's tables. */
interface TableProcessor {
  readonly path: string;
  /** `_UID`, or the ID of a Processor object; null where there is none, or code decides it. */
  readonly uid: bigint | string | null;
  /** A `_CPC` that no spec made. */
  readonly ownCpc: boolean;
}

/** What `--tables` gives: the processors of the guest, in the order of its vCPUs. */
export interface GuestTables {
  /** The file or folder, as given. */
  readonly name: string;
  readonly processors: readonly TableProcessor[];
  /** There is a DSDT. */
  readonly complete: boolean;
  /** Of the DSDT. */
  readonly oemId?: string;
  /** A `\\_SB._OSC` that no spec made. */
  readonly ownOsc: boolean;
}

/** By the number of their `_UID`, where each has one of its own, as `diff` pairs processors; else in the order of the tables. */
export function inVcpuOrder(processors: readonly TableProcessor[]): readonly TableProcessor[] {
  const uids = processors.flatMap(({ uid }) => (typeof uid === 'bigint' ? [uid] : []));
  if (new Set(uids).size < processors.length) return processors;
  const numberOf = ({ uid }: TableProcessor) => (typeof uid === 'bigint' ? uid : 0n);
  return processors.toSorted((a, b) => (numberOf(a) < numberOf(b) ? -1 : 1));
}
