import { ACCESS_SIZES, ADDRESS_SPACES } from './address-spaces.js';
import { CPC_ENTRIES } from './cpc.js';
import { CPU_VENDORS } from './cpu-models.js';
import { ENLIGHTENMENT_ALIASES, ENLIGHTENMENTS } from './enlightenments.js';
import { BOOTED_LINUX, GUEST_FAMILIES, NAMED_GUESTS } from './guests.js';
import { HIGHEST_TSC_HZ, LOWEST_TSC_HZ, U8_MAX, U32_MAX, U64_MAX } from './limits.js';
import { ARCHITECTURES, MACHINES, MOST_PROCESSORS, QEMU_ACPITABLE } from './machines.js';
import { COORD_TYPES } from './psd.js';
import { OUR_TABLE } from './structures.js';

/** Host threads are numbered below this; Linux' largest NR_CPUS is 8,192. */
export const MOST_HOST_THREADS = 65_536;

/** The longest name of a CPU model or variant. */
export const MOST_LETTERS = 64;

/** Keys whose values are written in hexadecimal, as manuals write addresses and ports. */
export const HEXADECIMAL_KEYS: ReadonlySet<string> = new Set([
  'address',
  'sink_port',
  'pm_timer_port',
  'spinlocks',
  'creator_revision',
]);

type KeyForm =
  | { readonly form: 'integer'; readonly min: bigint; readonly max: bigint }
  | { readonly form: 'text'; readonly most: number }
  | { readonly form: 'choice'; readonly of: readonly string[] }
  | { readonly form: 'number'; readonly of: readonly bigint[] }
  | { readonly form: 'boolean' }
  | { readonly form: 'boolean-or-auto' }
  | { readonly form: 'choices'; readonly of: readonly string[] }
  | { readonly form: 'level'; readonly min?: bigint; readonly max: bigint }
  | { readonly form: 'counts'; readonly max: bigint }
  | { readonly form: 'word' }
  | { readonly form: 'kernel' }
  /** `integer`: whether ACPI allows one instead of a register. */
  | { readonly form: 'entry'; readonly integer?: boolean }
  | { readonly form: 'descriptors' }
  | { readonly form: 'guests' }
  | { readonly form: 'pattern' }
  | { readonly form: 'paths' }
  | { readonly form: 'vcpus' }
  | { readonly form: 'host-threads' }
  | { readonly form: 'pins' };

/** A value that a spec can have. */
export type Example = bigint | string | boolean | readonly Example[] | { readonly [key: string]: Example };

export type KeyRow = {
  readonly key: string;
  readonly about: string;
  /** The unit of the number. */
  readonly unit?: string;
  /** The value if the key is not given. */
  readonly default?: bigint | string | boolean;
  /** The default in words, if it depends on other keys. */
  readonly otherwise?: string;
  /** Example values; booleans and choices need none. */
  readonly examples?: readonly Example[];
} & KeyForm;

export const OBJECTS = ['_OSC', '_CPC', '_PSD', '_PCT', '_PSS', '_PPC'] as const;
export type ObjectName = (typeof OBJECTS)[number];

/** What guests need to take a `_CPC`. */
export const NEEDED_OBJECTS = ['_OSC', '_CPC', '_PSD'] as const satisfies readonly ObjectName[];

/** Names of guests that completion offers. */
export const OFFERED_GUESTS: readonly string[] = [
  ...GUEST_FAMILIES,
  'linux-5.15',
  ...new Set(BOOTED_LINUX.map(({ release }) => `linux-${release.join('.')}`)),
  ...NAMED_GUESTS.map(({ guest }) => guest),
];
export const LAYOUTS = ['acpi-cppc', 'constant', 'amd', 'intel-hwp', 'custom'] as const;
export type LayoutName = (typeof LAYOUTS)[number];

const coordTypes = COORD_TYPES.map((row) => row.name);

// biome-ignore format: one row a line
export const TABLE_KEYS = [
  { key: 'oem_id', form: 'text', most: 6, default: 'CPPC', examples: ['MYVM'], about: 'OEMID of the table header' },
  { key: 'oem_table_id', form: 'text', most: 8, default: 'CPPC-VM', examples: ['X3D-VM'], about: 'OEM Table ID of the table header' },
  { key: 'oem_revision', form: 'integer', min: 0n, max: U32_MAX, default: 1n, examples: [2n], about: 'OEM Revision of the table header' },
  { key: 'creator_id', form: 'text', most: 4, default: OUR_TABLE.creatorId, examples: ['BXPC'], about: 'Creator ID of the table header' },
  { key: 'creator_revision', form: 'integer', min: 0n, max: U32_MAX, default: BigInt(OUR_TABLE.creatorRevision), examples: [0x2020_0925n], about: 'Creator Revision of the table header' },
  { key: 'cpc_revision', form: 'number', of: [2n, 3n, 4n], default: 3n, about: 'revision of the _CPC packages' },
  { key: 'objects', form: 'choices', of: OBJECTS, examples: [['_OSC', '_CPC', '_PSD']], about: 'which ACPI objects the table defines',
    otherwise: '_CPC and _PSD, with _OSC if the machine has none; all of them for layout acpi-cppc' },
  { key: 'coord_type', form: 'choice', of: coordTypes, default: 'SW_ANY', about: 'coordination type of every _PSD' },
  { key: 'max_table_bytes', form: 'integer', min: 0n, max: U32_MAX, unit: 'bytes', default: BigInt(QEMU_ACPITABLE.mostBytes), examples: [0n, 16_384n], about: 'split longer tables; 0 never splits' },
  { key: 'compact', form: 'boolean', default: false, about: 'write repeated register buffers only once' },
] as const satisfies readonly KeyRow[];

// biome-ignore format: one row a line
export const GUEST_KEYS = [
  { key: 'machine', form: 'choice', of: MACHINES.map((row) => row.machine), default: MACHINES[0].machine, about: 'the machine, which determines the paths of processors' },
  { key: 'architecture', form: 'choice', of: ARCHITECTURES, otherwise: "the machine's", about: 'instruction set of the guest, where the machine has several: cloud-hypervisor and coreboot' },
  { key: 'processor_path', form: 'pattern', examples: ['\\_SB.CPUS.C%03X'], otherwise: 'the path of the machine', about: 'path of a processor, with one %0NX or %0Nd' },
  { key: 'threads_per_core', form: 'integer', min: 1n, max: BigInt(MOST_PROCESSORS), default: 1n, examples: [2n], about: 'vCPUs of each core' },
  { key: 'dies', form: 'counts', max: BigInt(MOST_PROCESSORS), examples: [[8n, 8n]], otherwise: 'one die', about: 'cores of each die of the guest, in the order of the cores; QEMU needs equal numbers' },
  { key: 'os', form: 'guests', examples: [['linux-6.12', 'windows11']], otherwise: 'linux; windows11 for layout acpi-cppc', about: 'guests whose rules apply' },
  { key: 'cpu_model', form: 'word', default: 'host', examples: ['EPYC-Milan'], about: 'CPU model for -cpu, which may have flags, and libvirt; trusted like -cpu itself' },
  { key: 'host_vendor', form: 'choice', of: CPU_VENDORS, about: "vendor of the host's CPU, for cpu_model \"host\"" },
  { key: 'topoext', form: 'boolean-or-auto', default: 'auto', about: 'the CPU flag by which QEMU shows threads to guests on AMD CPUs; auto: where threads need it' },
  { key: 'variant', form: 'word', examples: ['cache'], otherwise: 'the first variant in the file', about: 'which variant of the values' },
] as const satisfies readonly KeyRow[];

/** Keys of `[registers]` that select and adjust a layout, each with the layouts that read it. */
// biome-ignore format: one row a line
export const LAYOUT_KEYS = [
  { key: 'layout', form: 'choice', of: LAYOUTS, layouts: LAYOUTS, otherwise: 'acpi-cppc; constant on Arm and RISC-V', about: 'which register layout' },
  { key: 'addrspace', form: 'number', of: [0n, 1n, 2n], layouts: ['acpi-cppc'], default: 2n, about: '0 SystemMemory, 1 SystemIO, 2 FFixedHW' },
  { key: 'address', form: 'integer', min: 0n, max: U64_MAX, layouts: ['acpi-cppc'], examples: [0x800_0000_0000n], otherwise: "the device's, by addrspace", about: 'base address of the device' },
  { key: 'addr_shared', form: 'boolean', layouts: ['acpi-cppc'], default: false, about: 'one register block for all processors' },
  { key: 'counter_scale', form: 'integer', min: 0n, max: U32_MAX, layouts: ['acpi-cppc'], default: 1n, examples: [10n], about: 'factor of the counters' },
  { key: 'controls', form: 'choice', of: ['sink', 'none'], layouts: ['constant'], default: 'sink', about: 'where the guest writes the levels that it requests' },
  { key: 'sink_port', form: 'integer', min: 0n, max: 0xfff8n, layouts: ['constant'], default: 0x5f0n, examples: [0x5e0n], about: 'first of the unused ports to which the guest writes' },
  { key: 'counters', form: 'choice', of: ['msr', 'pm-timer', 'none'], layouts: ['constant'], otherwise: 'msr; none on Arm and RISC-V', about: 'the source of the counters' },
  { key: 'pm_timer_port', form: 'integer', min: 0n, max: 0xfffcn, layouts: ['constant'], default: 0x608n, examples: [0xb008n], about: 'port of the ACPI PM timer' },
] as const satisfies readonly (KeyRow & { readonly layouts: readonly LayoutName[] })[];

/** Examples of a register entry and a resource priority. */
const REGISTER = { space: 'SystemIO', bit_width: 8n, bit_offset: 0n, access_size: 'Byte', address: 0x5f3n } as const;
const PRIORITY = {
  resources: [0n, 1n],
  enable_value: 1n,
  enable_register: REGISTER,
  count: 16n,
  register: REGISTER,
} as const;

/** Every `_CPC` entry can be given as a register or "none", and as an Integer where the row of `CPC_ENTRIES` has that form. */
export const ENTRY_KEYS = CPC_ENTRIES.map((row) =>
  row.key === 'resource_priority'
    ? { key: row.key, about: row.title, form: 'descriptors' as const, examples: [[PRIORITY]] }
    : {
        key: row.key,
        about: row.title,
        form: 'entry' as const,
        integer: row.forms.some((form) => form === 'Integer'),
        examples: [REGISTER, 'none'],
      },
);

/** Entries that a core gives as a plain number; guaranteed_perf is a register only. ACPI 6.6 §8.4.6.1.1.5. */
// biome-ignore format: one row a line
export const LEVEL_KEYS = [
  { key: 'highest_perf', form: 'level', max: U64_MAX, unit: 'unitless', examples: [196n, { cache: 196n, frequency: 166n }], about: 'the highest level of the core; schedulers rank cores by it' },
  { key: 'nominal_perf', form: 'level', max: U64_MAX, unit: 'unitless', examples: [131n], about: 'the level that the core sustains' },
  { key: 'lowest_nonlinear_perf', form: 'level', max: U64_MAX, unit: 'unitless', examples: [40n], about: 'the level below which lower levels save little power' },
  { key: 'lowest_perf', form: 'level', max: U64_MAX, unit: 'unitless', examples: [15n], about: 'the lowest level of the core' },
  { key: 'reference_perf', form: 'level', max: U64_MAX, unit: 'unitless', examples: [131n], otherwise: 'nominal_perf in layout constant', about: 'the level at which the reference counter counts' },
  { key: 'nominal_freq', form: 'level', max: U64_MAX, unit: 'MHz', examples: [4200n], about: 'frequency of nominal_perf' },
  { key: 'lowest_freq', form: 'level', max: U64_MAX, unit: 'MHz', examples: [400n], about: 'frequency of lowest_perf' },
  { key: 'wraparound_time', form: 'level', max: U64_MAX, unit: 'seconds', examples: [4n], about: 'the shortest time in which a counter wraps around' },
] as const satisfies readonly KeyRow[];

export type LevelKey = (typeof LEVEL_KEYS)[number]['key'];

// biome-ignore format: one row a line
export const CORE_KEYS = [
  { key: 'host_threads', form: 'pins', examples: [[4n, 20n], ['4,20', '5,21'], '4,20'], about: 'for each vCPU of the core, the host thread or the set of host threads to which it is pinned' },
  { key: 'count', form: 'integer', min: 1n, max: BigInt(MOST_PROCESSORS), default: 1n, examples: [7n], about: 'number of equal cores; not with host_threads, vcpus or path' },
  { key: 'vcpus', form: 'vcpus', examples: [[0n, 1n]], otherwise: 'the next numbers', about: "numbers of the core's vCPUs" },
  { key: 'threads', form: 'integer', min: 1n, max: BigInt(MOST_PROCESSORS), examples: [2n], otherwise: 'threads_per_core', about: 'vCPUs of this core' },
  { key: 'path', form: 'paths', examples: [['\\_SB.PR00', '\\_SB.PR01']], otherwise: "the machine's", about: "ACPI paths of the core's processors" },
  { key: 'domain', form: 'integer', min: 0n, max: U32_MAX, examples: [0n], otherwise: 'the number of the core', about: '_PSD domain' },
  { key: 'coord_type', form: 'choice', of: coordTypes, otherwise: 'coord_type of [table]', about: '_PSD coordination type' },
] as const satisfies readonly KeyRow[];

// biome-ignore format: one row a line
export const OFFSET_KEYS = [
  { key: 'host_threads', form: 'host-threads', examples: ['0-7,16-23'], about: 'host threads that the offset is for' },
  { key: 'highest_perf', form: 'level', min: -U32_MAX, max: U32_MAX, unit: 'unitless', examples: [40n, -40n, { cache: 0n, frequency: 40n }], about: "added to the core's highest_perf" },
] as const satisfies readonly KeyRow[];

/** Keys of a register entry. ACPI 6.6 §6.4.3.7. */
// biome-ignore format: one row a line
export const REGISTER_KEYS = [
  { key: 'space', form: 'choice', of: ADDRESS_SPACES.filter((row) => row.inCpc).map((row) => row.asl), about: 'address space' },
  { key: 'bit_width', form: 'integer', min: 0n, max: U8_MAX, unit: 'bits', examples: [8n], about: 'Register Bit Width' },
  { key: 'bit_offset', form: 'integer', min: 0n, max: U8_MAX, unit: 'bits', examples: [0n], about: 'Register Bit Offset' },
  { key: 'access_size', form: 'choice', of: ACCESS_SIZES.map((row) => row.asl), examples: ['Byte'], about: 'Access Size' },
  { key: 'subspace', form: 'integer', min: 0n, max: U8_MAX, examples: [0n], about: 'PCC subspace, in the place of access_size' },
  { key: 'address', form: 'integer', min: 0n, max: U64_MAX, examples: [0x5f3n], about: 'Register Address' },
] as const satisfies readonly KeyRow[];

/** Keys of one resource priority. ACPI 6.6 §8.4.6.1.2.7. */
// biome-ignore format: one row a line
export const PRIORITY_KEYS = [
  { key: 'resources', form: 'vcpus', examples: [[0n, 1n]], about: 'numbers of the controlled resources' },
  { key: 'enable_value', form: 'integer', min: 0n, max: U64_MAX, examples: [1n], about: 'the value that enables the priorities' },
  { key: 'enable_register', form: 'entry', examples: [REGISTER], about: 'the register to which enable_value is written' },
  { key: 'count', form: 'integer', min: 0n, max: U64_MAX, examples: [16n], about: 'the number of priorities' },
  { key: 'register', form: 'entry', examples: [REGISTER], about: 'the register to which the priority is written' },
] as const satisfies readonly KeyRow[];

/** Keys of `[hyperv]` that describe the guest and its host. */
// biome-ignore format: one row a line
export const HYPERV_SETTING_KEYS = [
  { key: 'preset', form: 'choice', of: ['recommended'], about: 'the enlightenments that QEMU recommends; single flags change it' },
  { key: 'cpu', form: 'choice', of: CPU_VENDORS, about: "vendor of the host's CPU" },
  { key: 'nested', form: 'boolean', default: false, about: 'the guest runs Hyper-V itself (WSL 2, virtualization-based security)' },
  { key: 'migration', form: 'boolean', default: false, about: 'the guest must be able to migrate' },
  { key: 'tsc_scaling', form: 'boolean', default: false, about: 'every host that the guest may migrate to scales the TSC' },
  { key: 'overcommitted', form: 'boolean', default: false, about: 'host CPUs run other work besides this guest' },
  { key: 'host_kernel', form: 'kernel', examples: ['6.1'], about: "release of the host's kernel, the oldest where there are several: the preset leaves out what its KVM does not offer" },
  { key: 'tsc_frequency', form: 'integer', min: LOWEST_TSC_HZ, max: HIGHEST_TSC_HZ, unit: 'Hz', examples: [3_600_000_000n], about: 'frequency of the TSC on every host; migration with reenlightenment needs it' },
  { key: 'strict', form: 'boolean', default: false, about: 'report a missing requirement as an error instead of adding it' },
] as const satisfies readonly KeyRow[];

/** The flags of `[hyperv]`, with the values that QEMU accepts. */
export const HYPERV_FLAG_KEYS: readonly KeyRow[] = [
  ...ENLIGHTENMENTS,
  ...Object.entries(ENLIGHTENMENT_ALIASES).map(([key, of]) => ({
    key,
    form: 'boolean' as const,
    about: `another name of ${of}`,
  })),
];

export interface SpecTableRow {
  readonly key: string;
  /** Whether there can be several, written with two brackets. */
  readonly array: boolean;
  readonly about: string;
  readonly rows: readonly KeyRow[];
  /** Tables inside each of these tables, such as `[core.registers]`. */
  readonly inner?: readonly (Omit<SpecTableRow, 'inner' | 'array'> & { readonly array: false })[];
}

/** Tables of a spec, in the order in which they are written. */
// biome-ignore format: one row a line
export const SPEC_TABLES = [
  { key: 'table', array: false, rows: TABLE_KEYS, about: 'the ACPI table' },
  { key: 'guest', array: false, rows: GUEST_KEYS, about: 'the guest and its machine' },
  { key: 'hyperv', array: false, rows: [...HYPERV_SETTING_KEYS, ...HYPERV_FLAG_KEYS], about: 'Hyper-V enlightenments of a Windows guest' },
  { key: 'registers', array: false, rows: [...LAYOUT_KEYS, ...ENTRY_KEYS], about: 'the register layout, and single _CPC entries for every core' },
  { key: 'defaults', array: false, rows: LEVEL_KEYS, about: 'levels of every core that does not give its own' },
  { key: 'core', array: true, rows: [...LEVEL_KEYS, ...CORE_KEYS], about: 'one core of the guest, in order; [core.registers] after it gives single _CPC entries',
    inner: [{ key: 'registers', array: false, rows: ENTRY_KEYS, about: 'single _CPC entries of this core' }] },
  { key: 'offset', array: true, rows: OFFSET_KEYS, about: "an offset of highest_perf; the first table with a core's first host thread applies" },
] as const satisfies readonly SpecTableRow[];

export type SpecTableKey = (typeof SPEC_TABLES)[number]['key'];
