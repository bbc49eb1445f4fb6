import { count, hex, list } from '../../words.js';
import { row } from '../row.js';

const PSD = 'ACPI 6.6 §8.4.5.5';
const PSD_LINUX = 'Linux: acpi_get_psd ignores the whole _CPC';

/** Problems of `_PSD`. */
export const FIRMWARE_PSD = {
  'firmware/psd-shape': row<{ is: string }>({
    severity: 'error',
    section: PSD_LINUX,
    message: (f) => `${f.is}, not one Package`,
    help: () => '_PSD is a Package that holds one Package of five Integers',
  }),
  'firmware/psd-not-nested': row<object>({
    severity: 'warning',
    section: 'ACPICA: acpi_ns_wrap_with_package',
    message: () => 'five Integers without the outer Package; ACPICA adds it, so Linux reads them',
    help: () => '_PSD is a Package that holds one Package of five Integers; other readers may not add the outer one',
  }),
  'firmware/psd-elements': row<{ is: string; right: number }>({
    severity: 'error',
    section: PSD_LINUX,
    message: (f) => `the inner Package has ${f.is}, not ${f.right} Integers`,
    help: () => 'they are NumEntries, Revision, Domain, CoordType and NumProcessors',
  }),
  'firmware/psd-num-entries': row<{ stated: bigint; right: number }>({
    severity: 'error',
    section: PSD_LINUX,
    message: (f) => `NumEntries must be ${f.right}; it is ${f.stated}`,
    help: () => 'it counts the Integers of the inner Package',
  }),
  'firmware/psd-revision': row<{ revision: bigint; right: bigint }>({
    severity: 'error',
    section: PSD_LINUX,
    message: (f) => `Revision must be ${f.right}; it is ${f.revision}`,
    help: (f) => `ACPI defines only revision ${f.right} of _PSD`,
  }),
  'firmware/psd-coord-type': row<{ type: bigint; known: readonly bigint[] }>({
    severity: 'error',
    section: PSD_LINUX,
    message: (f) => `CoordType must be ${list(f.known.map(hex), 'or')}; it is ${hex(f.type)}`,
    help: () => 'the values mean SW_ALL, SW_ANY and HW_ALL',
  }),
  'firmware/psd-no-processors': row<object>({
    severity: 'error',
    section: PSD,
    message: () => 'NumProcessors is 0; it must be at least 1',
    help: () => 'it counts every processor of the domain, this one included',
  }),
  'firmware/psd-domain-differs': row<{
    domain: bigint;
    name: string;
    a: { readonly path: string; readonly value: bigint };
    b: { readonly path: string; readonly value: bigint };
    others: number;
  }>({
    severity: 'error',
    section: 'Linux: acpi_get_psd_map',
    message: (f) =>
      `in domain ${f.domain}, ${f.a.path} has ${f.name} ${hex(f.a.value)} and ${f.b.path} has ${hex(f.b.value)}${likewise(f.others)}`,
    help: () => 'processors of one domain must agree; Linux rejects the whole domain; newer firmware may correct it',
  }),
  'firmware/psd-member-count': row<{ domain: bigint; stated: bigint; members: number; others: number }>({
    severity: 'note',
    section: PSD,
    message: (f) =>
      `NumProcessors of domain ${f.domain} is ${f.stated}; ${count(f.members, 'processor')} of these tables ${f.members === 1 ? 'is' : 'are'} in it${likewise(f.others)}`,
    help: () =>
      'NumProcessors counts the processors that are present; Linux compares it only between the members of a domain',
  }),
} as const;

function likewise(others: number): string {
  return others > 0 ? `; ${count(others, 'more domain')} likewise` : '';
}
