import { hex, list } from '../../words.js';
import { row } from '../row.js';
import type { Where } from './where.js';

const PSD = 'ACPI 6.6 §8.4.5.5';
const PSD_LINUX = 'Linux: acpi_get_psd drops the whole _CPC';

/** Problems of `_PSD`. */
export const TABLE_PSD = {
  'table/psd-shape': row<Where & { is: string }>({
    severity: 'error',
    section: PSD_LINUX,
    message: (f) => `${f.where}: ${f.is}, not one Package`,
    help: () => '_PSD is a Package that holds one Package of five Integers',
  }),
  'table/psd-elements': row<Where & { is: string; right: number }>({
    severity: 'error',
    section: PSD_LINUX,
    message: (f) => `${f.where}: the inner Package has ${f.is}, not ${f.right} Integers`,
    help: () => 'they are NumEntries, Revision, Domain, CoordType and NumProcessors',
  }),
  'table/psd-num-entries': row<Where & { said: bigint; right: number }>({
    severity: 'error',
    section: PSD_LINUX,
    message: (f) => `${f.where}: NumEntries is ${f.said}, and must be ${f.right}`,
    help: () => 'it counts the Integers of the inner Package',
  }),
  'table/psd-revision': row<Where & { revision: bigint; right: bigint }>({
    severity: 'error',
    section: PSD_LINUX,
    message: (f) => `${f.where}: Revision is ${f.revision}, and must be ${f.right}`,
    help: (f) => `there is no other _PSD than revision ${f.right}`,
  }),
  'table/psd-coord-type': row<Where & { type: bigint; known: readonly bigint[] }>({
    severity: 'error',
    section: PSD_LINUX,
    message: (f) => `${f.where}: CoordType is ${hex(f.type)}; there are ${list(f.known.map(hex), 'and')}`,
    help: () => 'they say SW_ALL, SW_ANY and HW_ALL',
  }),
  'table/psd-no-processors': row<Where>({
    severity: 'error',
    section: PSD,
    message: (f) => `${f.where}: NumProcessors is 0, but the processor itself is one`,
    help: () => 'it counts every processor of the domain',
  }),
  'table/psd-domain-differs': row<
    Where & {
      domain: bigint;
      name: string;
      a: { readonly path: string; readonly value: bigint };
      b: { readonly path: string; readonly value: bigint };
    }
  >({
    severity: 'error',
    section: 'Linux: acpi_get_psd_map',
    message: (f) =>
      `${f.where}: in domain ${f.domain} ${f.a.path} has ${f.name} ${hex(f.a.value)}, ${f.b.path} ${hex(f.b.value)}`,
    help: () => 'processors of one domain must agree; Linux takes none of them',
  }),
  'table/psd-member-count': row<Where & { domain: bigint; said: bigint; members: number }>({
    severity: 'note',
    section: PSD,
    message: (f) => `${f.where}: domain ${f.domain} counts ${f.said}, these tables have ${f.members} of it`,
    help: () => 'the others may be in a table that was not given',
  }),
} as const;
