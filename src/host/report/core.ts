import type { CoreKind } from '../core-facts.js';
import type { HostNumbers } from '../cppc-files.js';
import type { UnreadFile } from '../file-reader.js';

/** The L3 cache of a core; caches are numbered in the order of their cores. */
interface ReportedCache {
  readonly id: number;
  readonly bytes: number;
}

export interface ReportedCore {
  readonly core: number;
  readonly threads: readonly number[];
  readonly l3?: ReportedCache;
  readonly die?: number;
  readonly kind?: CoreKind;
  readonly driver?: string;
  readonly numbers?: HostNumbers;
  readonly maxMegahertz?: bigint;
  readonly ranking?: number;
  readonly capacity?: number;
  /** 1 for the best; equal cores share a rank. */
  readonly rank?: number;
  /** Files of its first CPU that exist and cannot be used. */
  readonly unread: readonly UnreadFile[];
}
