import { ACCESS_SIZES, ADDRESS_SPACES } from './address-spaces.js';
import { CPC_ENTRIES } from './cpc.js';
import { ENLIGHTENMENT_ALIASES, ENLIGHTENMENTS } from './enlightenments.js';
import { GUEST_FAMILIES, GUEST_ROWS } from './guests.js';
import { MACHINES, MOST_PROCESSORS } from './machines.js';
import { COORD_TYPES } from './psd.js';

const U8 = 0xffn;
const U32 = 0xffff_ffffn;
const U64 = 0xffff_ffff_ffff_ffffn;

/** Host threads are numbered below this; Linux' largest NR_CPUS is 8,192. */
export const MOST_HOST_THREADS = 65_536;

export type KeyForm =
  | { readonly form: 'integer'; readonly min: bigint; readonly max: bigint }
  | { readonly form: 'text'; readonly most: number }
  | { readonly form: 'choice'; readonly of: readonly string[] }
  | { readonly form: 'number'; readonly of: readonly bigint[] }
  | { readonly form: 'boolean' }
  | { readonly form: 'choices'; readonly of: readonly string[] }
  | { readonly form: 'level'; readonly max: bigint }
  | { readonly form: 'word' }
  | { readonly form: 'entry' }
  | { readonly form: 'descriptors' }
  | { readonly form: 'pattern' }
  | { readonly form: 'paths' }
  | { readonly form: 'vcpus' }
  | { readonly form: 'host-threads' };

export type KeyRow = { readonly key: string; readonly about: string } & KeyForm;

export const OBJECTS = ['_OSC', '_CPC', '_PSD', '_PCT', '_PSS', '_PPC'] as const;
export type ObjectName = (typeof OBJECTS)[number];

/** Guests by one name, or several by the name of their family. */
export const GUESTS = [...GUEST_FAMILIES, ...GUEST_ROWS.map((row) => row.guest)] as const;
export const LAYOUTS = ['acpi-cppc', 'constant', 'amd', 'intel-hwp', 'custom'] as const;
export type LayoutName = (typeof LAYOUTS)[number];

const coordTypes = COORD_TYPES.map((row) => row.name);

// biome-ignore format: one row a line
export const TABLE_KEYS = [
  { key: 'oem_id', form: 'text', most: 6, about: 'OEMID of the table header' },
  { key: 'oem_table_id', form: 'text', most: 8, about: 'OEM Table ID of the table header' },
  { key: 'oem_revision', form: 'integer', min: 0n, max: U32, about: 'OEM Revision of the table header' },
  { key: 'cpc_revision', form: 'number', of: [2n, 3n, 4n], about: 'revision of the _CPC packages' },
  { key: 'objects', form: 'choices', of: OBJECTS, about: 'which ACPI objects the table defines' },
  { key: 'coord_type', form: 'choice', of: coordTypes, about: 'coordination type of every _PSD' },
  { key: 'max_table_bytes', form: 'integer', min: 0n, max: U32, about: 'a longer result is split; 0 never splits' },
  { key: 'compact', form: 'boolean', about: 'name repeated register buffers once' },
] as const satisfies readonly KeyRow[];

// biome-ignore format: one row a line
export const GUEST_KEYS = [
  { key: 'machine', form: 'choice', of: MACHINES.map((row) => row.machine), about: 'how the machine calls its processors' },
  { key: 'processor_path', form: 'pattern', about: 'path of a processor, with one %0NX or %0Nd' },
  { key: 'threads_per_core', form: 'integer', min: 1n, max: BigInt(MOST_PROCESSORS), about: 'vCPUs of each core' },
  { key: 'os', form: 'choices', of: GUESTS, about: 'guests whose rules apply' },
  { key: 'cpu_model', form: 'word', about: 'CPU model for -cpu and libvirt' },
  { key: 'variant', form: 'word', about: 'which variant of the values' },
] as const satisfies readonly KeyRow[];

/** Keys of `[registers]` that steer a layout, each with the layouts that read it. */
// biome-ignore format: one row a line
export const LAYOUT_KEYS = [
  { key: 'layout', form: 'choice', of: LAYOUTS, layouts: LAYOUTS, about: 'which register layout' },
  { key: 'addrspace', form: 'number', of: [0n, 1n, 2n], layouts: ['acpi-cppc'], about: '0 SystemMemory, 1 SystemIO, 2 FFixedHW' },
  { key: 'address', form: 'integer', min: 0n, max: U64, layouts: ['acpi-cppc'], about: 'base address of the device' },
  { key: 'addr_shared', form: 'boolean', layouts: ['acpi-cppc'], about: 'one register block for all processors' },
  { key: 'counter_scale', form: 'integer', min: 0n, max: U32, layouts: ['acpi-cppc'], about: 'factor of the counters' },
  { key: 'controls', form: 'choice', of: ['sink', 'none'], layouts: ['constant'], about: 'where the guest writes its wishes' },
  { key: 'sink_port', form: 'integer', min: 0n, max: 0xfff8n, layouts: ['constant'], about: 'first of the ports that nothing answers' },
  { key: 'counters', form: 'choice', of: ['msr', 'pm-timer', 'none'], layouts: ['constant'], about: 'what the counters read' },
  { key: 'pm_timer_port', form: 'integer', min: 0n, max: 0xfffcn, layouts: ['constant'], about: 'port of the ACPI PM timer' },
] as const satisfies readonly (KeyRow & { readonly layouts: readonly LayoutName[] })[];

/** Every `_CPC` entry can be given as a register, an Integer or "none". */
export const ENTRY_KEYS = CPC_ENTRIES.map((row) => ({
  key: row.key,
  about: row.title,
  form: row.key === 'resource_priority' ? ('descriptors' as const) : ('entry' as const),
}));

/** Entries that a core gives as a plain number; guaranteed_perf is a register only. ACPI 6.6 §8.4.6.1.1.5. */
// biome-ignore format: one row a line
export const LEVEL_KEYS = [
  { key: 'highest_perf', form: 'level', max: U64, about: 'unitless' },
  { key: 'nominal_perf', form: 'level', max: U64, about: 'unitless' },
  { key: 'lowest_nonlinear_perf', form: 'level', max: U64, about: 'unitless' },
  { key: 'lowest_perf', form: 'level', max: U64, about: 'unitless' },
  { key: 'reference_perf', form: 'level', max: U64, about: 'unitless' },
  { key: 'nominal_freq', form: 'level', max: U64, about: 'MHz' },
  { key: 'lowest_freq', form: 'level', max: U64, about: 'MHz' },
  { key: 'wraparound_time', form: 'level', max: U64, about: 'seconds' },
] as const satisfies readonly KeyRow[];

export type LevelKey = (typeof LEVEL_KEYS)[number]['key'];

// biome-ignore format: one row a line
export const CORE_KEYS = [
  { key: 'host_threads', form: 'host-threads', about: "host threads that the core's vCPUs are pinned to" },
  { key: 'count', form: 'integer', min: 1n, max: BigInt(MOST_PROCESSORS), about: 'the same core so many times' },
  { key: 'vcpus', form: 'vcpus', about: "numbers of the core's vCPUs" },
  { key: 'threads', form: 'integer', min: 1n, max: BigInt(MOST_PROCESSORS), about: 'vCPUs of this core' },
  { key: 'path', form: 'paths', about: "ACPI paths of the core's processors" },
  { key: 'domain', form: 'integer', min: 0n, max: U32, about: '_PSD domain' },
  { key: 'coord_type', form: 'choice', of: coordTypes, about: '_PSD coordination type' },
] as const satisfies readonly KeyRow[];

// biome-ignore format: one row a line
export const OFFSET_KEYS = [
  { key: 'host_threads', form: 'host-threads', about: 'host threads that the offset is for' },
  { key: 'highest_perf', form: 'integer', min: -U32, max: U32, about: "added to the core's highest_perf" },
] as const satisfies readonly KeyRow[];

/** Keys of a register entry. ACPI 6.6 §6.4.3.7. */
// biome-ignore format: one row a line
export const REGISTER_KEYS = [
  { key: 'space', form: 'choice', of: ADDRESS_SPACES.filter((row) => row.inCpc).map((row) => row.asl), about: 'address space' },
  { key: 'bit_width', form: 'integer', min: 0n, max: U8, about: 'Register Bit Width' },
  { key: 'bit_offset', form: 'integer', min: 0n, max: U8, about: 'Register Bit Offset' },
  { key: 'access_size', form: 'choice', of: ACCESS_SIZES.map((row) => row.asl), about: 'Access Size' },
  { key: 'subspace', form: 'integer', min: 0n, max: U8, about: 'PCC subspace, in the place of access_size' },
  { key: 'address', form: 'integer', min: 0n, max: U64, about: 'Register Address' },
] as const satisfies readonly KeyRow[];

/** Keys of one resource priority. ACPI 6.6 §8.4.6.1.2.7. */
// biome-ignore format: one row a line
export const PRIORITY_KEYS = [
  { key: 'resources', form: 'vcpus', about: 'numbers of the controlled resources' },
  { key: 'enable_value', form: 'integer', min: 0n, max: U64, about: 'written to the enable register' },
  { key: 'enable_register', form: 'entry', about: 'register that switches the priorities on' },
  { key: 'count', form: 'integer', min: 0n, max: U64, about: 'how many priorities there are' },
  { key: 'register', form: 'entry', about: 'register that takes the priority' },
] as const satisfies readonly KeyRow[];

/** Keys of `[hyperv]` that say what the guest and its host are. */
// biome-ignore format: one row a line
export const HYPERV_SETTING_KEYS = [
  { key: 'preset', form: 'choice', of: ['recommended'], about: 'the enlightenments that QEMU recommends; single flags add to it, or take away' },
  { key: 'cpu', form: 'choice', of: ['intel', 'amd'], about: "whose CPU the host has" },
  { key: 'nested', form: 'boolean', about: 'the guest runs Hyper-V itself (WSL 2, virtualization-based security)' },
  { key: 'migration', form: 'boolean', about: 'the guest must be able to migrate' },
  { key: 'tsc_scaling', form: 'boolean', about: 'every host that the guest may migrate to scales the TSC' },
  { key: 'overcommitted', form: 'boolean', about: 'host CPUs have other work beside this guest' },
  { key: 'strict', form: 'boolean', about: 'a missing requirement is an error; else it is added' },
] as const satisfies readonly KeyRow[];

/** The flags of `[hyperv]`, each with the values that QEMU takes. */
export const HYPERV_FLAG_KEYS: readonly KeyRow[] = [
  ...ENLIGHTENMENTS,
  ...Object.entries(ENLIGHTENMENT_ALIASES).map(([key, of]) => ({
    key,
    form: 'boolean' as const,
    about: `another name of ${of}`,
  })),
];

/** Tables of a spec, for "did you mean". `array` is written with two brackets. */
// biome-ignore format: one row a line
export const SPEC_TABLES = [
  { key: 'table', array: false },
  { key: 'guest', array: false },
  { key: 'hyperv', array: false },
  { key: 'registers', array: false },
  { key: 'defaults', array: false },
  { key: 'core', array: true },
  { key: 'offset', array: true },
] as const;
