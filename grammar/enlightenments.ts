import { U8_MAX, U16_MAX, U32_MAX } from './limits.js';
import type { Release } from './release.js';

/** The form of the value, in a spec and for QEMU. */
type Value =
  | { readonly form: 'boolean' }
  | { readonly form: 'integer'; readonly min: bigint; readonly max: bigint }
  | { readonly form: 'text'; readonly most: number }
  | { readonly form: 'choice'; readonly of: readonly string[] };

/** Where libvirt has it: an element of `<hyperv>`, a part of another element there, or somewhere else in a domain. */
type Libvirt =
  | { readonly in: 'hyperv'; readonly element: string; readonly value?: string; readonly since: Release }
  | { readonly in: 'part'; readonly of: string; readonly element: string; readonly since: Release }
  | { readonly in: 'timer' | 'panic' | 'mode'; readonly since: Release };

export type EnlightenmentRow = Value & {
  /** Key of `[hyperv]`; QEMU's name has `hv-` in front and `-` for `_`. */
  readonly key: string;
  readonly about: string;
  /** Example values; booleans and choices need none. */
  readonly examples?: readonly (bigint | string)[];
  /** "Requires:" of the documentation. */
  readonly requires?: readonly string[];
  /** Flags without which QEMU does not start, if fewer than the documentation requires. */
  readonly requiresInCode?: readonly string[];
  /** Required by the VMX implementation alone. */
  readonly requiresOnIntel?: readonly string[];
  readonly recommendedWith?: readonly string[];
  readonly intelOnly?: true;
  readonly nested?: true;
  readonly debugOnly?: true;
  /** Value with which QEMU blocks migration. */
  readonly blocksMigration?: true | string;
  /** A device that it needs. */
  readonly device?: string;
  /** It does not switch the identification as Hyper-V on. */
  readonly noFeature?: true;
  /** Value that switches nothing on. */
  readonly idle?: bigint;
  /** When the preset switches it on. */
  readonly preset: 'always' | 'nested' | 'nested-intel' | 'nested-tsc-scaling' | 'overcommitted' | 'never';
  /** Its value there. */
  readonly presetValue?: bigint;
  /** Why the preset leaves it out. */
  readonly leftOut?: string;
  /** A disadvantage of switching it on. */
  readonly caution?: string;
  /** First release of QEMU; undefined for patched ones alone. */
  readonly qemu?: Release;
  readonly libvirt?: Libvirt;
};

const NESTED = 'nested Hyper-V alone uses it: set nested = true';
const UNCHANGED = 'guests are not supposed to behave differently';

/** Requires of syndbg, which the documentation lists and the code does not. */
const SYNDBG = ['relaxed', 'time', 'vapic', 'vpindex', 'synic', 'runtime', 'stimer'] as const;

/**
 * QEMU's Hyper-V enlightenments: every hv-* property of its x86 CPUs up to 11.1.3, and the one of the patched QEMU. QEMU: docs/system/i386/hyperv.rst, target/i386/kvm/kvm.c (kvm_hyperv_properties);
 * libvirt: formatdomain.html. In the order in which libvirt writes them.
 */
// biome-ignore format: one row a flag
export const ENLIGHTENMENTS = [
  { key: 'time', form: 'boolean', preset: 'always', qemu: [2, 0], libvirt: { in: 'timer', since: [1, 2] },
    about: 'clock sources: a reference counter, and a TSC page that is read without an exit; needs a stable TSC on the host' },
  { key: 'relaxed', form: 'boolean', preset: 'always', qemu: [2, 0], libvirt: { in: 'hyperv', element: 'relaxed', since: [1, 0] },
    about: 'no watchdog timeouts in the guest' },
  { key: 'vapic', form: 'boolean', preset: 'always', qemu: [2, 0], libvirt: { in: 'hyperv', element: 'vapic', since: [1, 1] },
    about: 'VP assist page: an end of interrupt without an exit' },
  { key: 'spinlocks', form: 'integer', min: 0n, max: U32_MAX, examples: [0x1fffn], idle: U32_MAX, preset: 'overcommitted', presetValue: 0xfffn, qemu: [2, 0],
    libvirt: { in: 'hyperv', element: 'spinlocks', value: 'retries', since: [1, 1] },
    leftOut: 'the default, never to notify, is right unless host CPUs are overcommitted: set overcommitted = true',
    about: 'attempts at a spinlock before the hypervisor is notified; 0xffffffff never notifies' },
  { key: 'vpindex', form: 'boolean', preset: 'always', qemu: [2, 5], libvirt: { in: 'hyperv', element: 'vpindex', since: [1, 3] },
    about: 'the MSR with the number of the virtual processor' },
  { key: 'runtime', form: 'boolean', preset: 'always', qemu: [2, 5], libvirt: { in: 'hyperv', element: 'runtime', since: [1, 3] },
    about: 'the MSR with the run time of the virtual processor' },
  { key: 'synic', form: 'boolean', requires: ['vpindex'], preset: 'always', qemu: [2, 6], libvirt: { in: 'hyperv', element: 'synic', since: [1, 3] },
    about: 'synthetic interrupt controller' },
  { key: 'stimer', form: 'boolean', requires: ['vpindex', 'synic', 'time'], requiresInCode: ['synic', 'time'], preset: 'always', qemu: [2, 6],
    libvirt: { in: 'hyperv', element: 'stimer', since: [1, 3] },
    about: 'synthetic timers: without them some Windows versions use the HPET, and idle vCPUs cost CPU time' },
  { key: 'stimer_direct', form: 'boolean', requires: ['vpindex', 'synic', 'time', 'stimer'], requiresInCode: ['stimer'], preset: 'always', qemu: [4, 1],
    libvirt: { in: 'part', of: 'stimer', element: 'direct', since: [5, 7] },
    about: 'synthetic timers by normal interrupts, the only way that nested Hyper-V uses them' },
  { key: 'reset', form: 'boolean', preset: 'never', qemu: [2, 5], libvirt: { in: 'hyperv', element: 'reset', since: [1, 3] },
    leftOut: 'modern Hyper-V does not have it', caution: 'modern Hyper-V does not have it, and Windows may not use it',
    about: 'the MSR by which a guest resets itself' },
  { key: 'vendor_id', form: 'text', most: 12, examples: ['KVM Hv'], noFeature: true, preset: 'never', qemu: [2, 5],
    libvirt: { in: 'hyperv', element: 'vendor_id', value: 'value', since: [1, 3] }, leftOut: UNCHANGED,
    about: 'the name of the hypervisor, by default "Microsoft Hv"' },
  { key: 'frequencies', form: 'boolean', preset: 'always', qemu: [2, 12], libvirt: { in: 'hyperv', element: 'frequencies', since: [4, 7] },
    about: 'MSRs with the frequencies of TSC and APIC' },
  { key: 'reenlightenment', form: 'boolean', recommendedWith: ['frequencies'], nested: true, preset: 'nested-tsc-scaling', qemu: [3, 0],
    libvirt: { in: 'hyperv', element: 'reenlightenment', since: [4, 7] }, leftOut: NESTED,
    about: 'tells nested Hyper-V that the TSC frequency changed, which migration does' },
  { key: 'tlbflush', form: 'boolean', requires: ['vpindex'], preset: 'always', qemu: [3, 0], libvirt: { in: 'hyperv', element: 'tlbflush', since: [4, 7] },
    about: 'TLB flushes of other vCPUs by the hypervisor' },
  { key: 'tlbflush_direct', form: 'boolean', requires: ['vapic'], requiresOnIntel: ['evmcs'], nested: true, preset: 'nested', qemu: [7, 1],
    libvirt: { in: 'part', of: 'tlbflush', element: 'direct', since: [11, 0] }, leftOut: NESTED,
    about: 'TLB flushes of nested guests without an exit to Hyper-V' },
  { key: 'tlbflush_ext', form: 'boolean', requires: ['tlbflush'], preset: 'always', qemu: [7, 1],
    libvirt: { in: 'part', of: 'tlbflush', element: 'extended', since: [11, 0] },
    about: 'TLB flushes of extended ranges' },
  { key: 'ipi', form: 'boolean', requires: ['vpindex'], preset: 'always', qemu: [3, 1], libvirt: { in: 'hyperv', element: 'ipi', since: [4, 10] },
    about: 'interrupts to more than 64 vCPUs with one exit' },
  { key: 'evmcs', form: 'boolean', requires: ['vapic'], intelOnly: true, nested: true, preset: 'nested-intel', qemu: [3, 1],
    libvirt: { in: 'hyperv', element: 'evmcs', since: [4, 10] }, leftOut: 'nested Hyper-V on Intel alone uses it: set nested = true and cpu = "intel"',
    caution: 'it disables some features, such as Posted Interrupts: measure with and without it',
    about: 'enlightened VMCS: faster exits of nested guests' },
  { key: 'avic', form: 'boolean', preset: 'never', qemu: [6, 2], libvirt: { in: 'hyperv', element: 'avic', since: [8, 10] },
    leftOut: 'only where the host has AMD AVIC or Intel APICv: set avic = true there', caution: 'a host without AMD AVIC or Intel APICv is slower with it',
    about: 'synic beside AVIC or APICv (hv-apicv)' },
  { key: 'emsr_bitmap', form: 'boolean', requiresOnIntel: ['evmcs'], nested: true, preset: 'nested', qemu: [7, 1],
    libvirt: { in: 'hyperv', element: 'emsr_bitmap', since: [10, 7] }, leftOut: NESTED,
    about: 'fewer updates of the MSR bitmap of nested guests' },
  { key: 'xmm_input', form: 'boolean', preset: 'always', qemu: [7, 1], libvirt: { in: 'hyperv', element: 'xmm_input', since: [10, 7] },
    about: 'parameters of hypercalls in XMM registers' },
  { key: 'crash', form: 'boolean', preset: 'never', qemu: [2, 5], libvirt: { in: 'panic', since: [1, 3] },
    leftOut: 'Windows then writes no dump when it crashes', caution: 'Windows then writes no dump when it crashes: useful only if the information is read over QAPI',
    about: 'MSRs that tell QEMU why Windows crashed' },
  { key: 'no_nonarch_coresharing', form: 'choice', of: ['on', 'off', 'auto'], noFeature: true, blocksMigration: 'auto', preset: 'never', qemu: [4, 2],
    leftOut: 'only where every vCPU is pinned to a core of its own: set it to "on" there',
    about: 'vCPUs share a core of the host only as the threads of a guest core' },
  { key: 'version_id_build', form: 'integer', min: 0n, max: U32_MAX, examples: [19041n], noFeature: true, preset: 'never', leftOut: UNCHANGED, qemu: [6, 2], about: 'build number of Hyper-V' },
  { key: 'version_id_major', form: 'integer', min: 0n, max: U16_MAX, examples: [10n], noFeature: true, preset: 'never', leftOut: UNCHANGED, qemu: [6, 2], about: 'major version of Hyper-V' },
  { key: 'version_id_minor', form: 'integer', min: 0n, max: U16_MAX, examples: [0n], noFeature: true, preset: 'never', leftOut: UNCHANGED, qemu: [6, 2], about: 'minor version of Hyper-V' },
  { key: 'version_id_spack', form: 'integer', min: 0n, max: U32_MAX, examples: [0n], noFeature: true, preset: 'never', leftOut: UNCHANGED, qemu: [6, 2], about: 'service pack of Hyper-V' },
  { key: 'version_id_sbranch', form: 'integer', min: 0n, max: U8_MAX, examples: [0n], noFeature: true, preset: 'never', leftOut: UNCHANGED, qemu: [6, 2], about: 'service branch of Hyper-V' },
  { key: 'version_id_snumber', form: 'integer', min: 0n, max: 0xff_ffffn, examples: [0n], noFeature: true, preset: 'never', leftOut: UNCHANGED, qemu: [6, 2], about: 'service number of Hyper-V' },
  { key: 'syndbg', form: 'boolean', requires: SYNDBG, requiresInCode: ['synic', 'relaxed'], debugOnly: true, device: 'vmbus-bridge,irq=15',
    preset: 'never', leftOut: 'for debugging alone', qemu: [7, 1], about: 'synthetic debugger, by which a Windows kernel debugger talks' },
  { key: 'passthrough', form: 'boolean', debugOnly: true, blocksMigration: true, preset: 'never', leftOut: 'for development alone', qemu: [4, 2],
    libvirt: { in: 'mode', since: [8, 0] }, about: 'every enlightenment that KVM knows, in the place of all others' },
  { key: 'enforce_cpuid', form: 'boolean', noFeature: true, debugOnly: true, preset: 'never', leftOut: 'for development alone', qemu: [6, 2],
    about: 'the guest may use nothing that CPUID does not announce' },
  { key: 'cppc_stub', form: 'boolean', noFeature: true, preset: 'never', leftOut: 'for Windows 10 on patched QEMU alone',
    about: 'CpuManagement, which Windows 10 wants before it reads _CPC; patched QEMU alone' },
] as const satisfies readonly EnlightenmentRow[];

export type EnlightenmentKey = (typeof ENLIGHTENMENTS)[number]['key'];

/** Flags of patches that no release of QEMU has, up to 11.1. */
export const PROPOSED_ENLIGHTENMENTS = {
  /** qemu-devel, 12 January 2026: "[RFC PATCH 2/2] Add HvExtCallGetBootZeroedMemory". */
  boot_zeroed_mem: 'a patch of January 2026',
} as const;

/** Another name of QEMU's for one of the flags. */
export const ENLIGHTENMENT_ALIASES = { apicv: 'avic' } as const;

/** Fewest attempts: libvirt refuses fewer, QEMU does not. */
export const FEWEST_SPINLOCK_ATTEMPTS = 0xfffn;

/** Flags that passthrough does not set or override, and that a spec can have beside it. */
export const BESIDE_PASSTHROUGH: readonly string[] = ['syndbg', 'enforce_cpuid', 'cppc_stub'];

/** First release of libvirt with `<qemu:commandline>`: 0.8.3. https://libvirt.org/drvqemu.html */
export const LIBVIRT_COMMANDLINE: Release = [0, 9];

/** First release of libvirt with `<hyperv mode=…>`. https://libvirt.org/formatdomain.html */
export const LIBVIRT_HYPERV_MODE: Release = [8, 0];

/** Type of every CPU of qemu-system-x86_64, by which -global sets a property without a second -cpu. */
export const QEMU_CPU_TYPE = 'x86_64-cpu';
