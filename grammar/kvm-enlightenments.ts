import type { EnlightenmentKey } from './enlightenments.js';
import type { Release } from './release.js';

/** A flag that QEMU refuses unless the KVM of the host offers it. */
export interface KvmRow {
  readonly key: EnlightenmentKey;
  /** The Linux release whose KVM first offers it. */
  readonly since: Release;
  /** The same on AMD hosts, where the code of SVM came later. */
  readonly sinceOnAmd?: Release;
  /** What KVM got in this release: its capability, CPUID bit or commit. */
  readonly source: string;
}

/**
 * The Linux release whose KVM first offers each enlightenment. Distributions add newer code to older releases; there the
 * output of `virsh domcapabilities` decides. What QEMU asks KVM for: kvm_hyperv_properties and hyperv_init_vcpu in
 * target/i386/kvm/kvm.c. What KVM answers: kvm_get_hv_cpuid in arch/x86/kvm/hyperv.c, Documentation/virt/kvm/api.rst.
 */
// biome-ignore format: one row a flag
export const KVM_ENLIGHTENMENTS = [
  { key: 'time', since: [3, 14], source: 'KVM_CAP_HYPERV_TIME' },
  { key: 'relaxed', since: [2, 6, 34], source: 'KVM_CAP_HYPERV: only CPUID tells the guest' },
  { key: 'vapic', since: [2, 6, 34], source: 'KVM_CAP_HYPERV_VAPIC: 10388a07164c, "Add HYPER-V apic access MSRs"' },
  { key: 'spinlocks', since: [2, 6, 34], source: 'KVM_CAP_HYPERV_SPIN' },
  { key: 'vpindex', since: [4, 4], source: 'HV_X64_MSR_VP_INDEX' },
  { key: 'runtime', since: [4, 4], source: 'HV_X64_MSR_VP_RUNTIME' },
  { key: 'synic', since: [4, 13], source: 'KVM_CAP_HYPERV_SYNIC2, which QEMU 3.1 and later enable: efc479e6900c; the first version is of 4.5' },
  { key: 'stimer', since: [4, 5], source: '1f4b34f825e8, "Hyper-V SynIC timers"' },
  { key: 'stimer_direct', since: [5, 0], source: 'HV_STIMER_DIRECT_MODE_AVAILABLE: 8644f771e07c, "direct mode for synthetic timers"' },
  { key: 'reset', since: [4, 4], source: 'HV_X64_MSR_RESET' },
  { key: 'frequencies', since: [4, 14], source: 'HV_X64_MSR_TSC_FREQUENCY and HV_X64_MSR_APIC_FREQUENCY' },
  { key: 'reenlightenment', since: [4, 17], source: 'a2e164e7f45a, "add reenlightenment MSRs support"' },
  { key: 'tlbflush', since: [4, 18], source: 'KVM_CAP_HYPERV_TLBFLUSH: c1aea9196ef4' },
  { key: 'tlbflush_direct', since: [6, 2], source: 'HV_X64_NESTED_DIRECT_FLUSH: f4de6a1fa3ee, "Expose Hyper-V L2 TLB flush feature"' },
  { key: 'tlbflush_ext', since: [6, 2], source: 'HV_FEATURE_EXT_GVA_RANGES_FLUSH: "Expose support for extended gva ranges for flush hypercalls"; github.com/lxc/incus/issues/3565: not in 6.1' },
  { key: 'ipi', since: [4, 20], source: 'KVM_CAP_HYPERV_SEND_IPI' },
  { key: 'evmcs', since: [4, 20], source: 'KVM_CAP_HYPERV_ENLIGHTENED_VMCS: 57b119da3594' },
  { key: 'avic', since: [5, 15], source: 'HV_DEPRECATING_AEOI_RECOMMENDED: 0f250a646382, "Deactivate APICv only when AutoEOI feature is in use"' },
  { key: 'emsr_bitmap', since: [5, 17], sinceOnAmd: [5, 18], source: 'HV_X64_NESTED_MSR_BITMAP: 502d2bf5f2fd (VMX), 66c03a926f18 (SVM)' },
  { key: 'xmm_input', since: [5, 14], source: 'HV_X64_HYPERCALL_XMM_INPUT_AVAILABLE: d8f5537a8816, "Advertise support for fast XMM hypercalls"' },
  { key: 'crash', since: [4, 3], source: 'e7d9513b60e8, "added hyper-v crash msrs into kvm hyperv context"' },
  { key: 'syndbg', since: [5, 8], source: 'HV_FEATURE_DEBUG_MSRS_AVAILABLE: f97f5a56f597, "Add support for synthetic debugger interface"' },
  { key: 'enforce_cpuid', since: [5, 14], source: 'KVM_CAP_HYPERV_ENFORCE_CPUID: 644f706719f0' },
] as const satisfies readonly KvmRow[];

/**
 * Flags for which QEMU asks KVM for nothing: CPUID leaves that it writes itself, and passthrough, which takes what KVM
 * offers. `no_nonarch_coresharing = "auto"` takes KVM's answer, whatever it is. cppc_stub is of a patched KVM.
 */
export const WITHOUT_KVM = [
  'vendor_id',
  'no_nonarch_coresharing',
  'version_id_build',
  'version_id_major',
  'version_id_minor',
  'version_id_spack',
  'version_id_sbranch',
  'version_id_snumber',
  'passthrough',
  'cppc_stub',
] as const satisfies readonly EnlightenmentKey[];

/** What `virsh domcapabilities` reports about enlightenments. libvirt: docs/formatdomaincaps.rst, src/conf/domain_capabilities.c. */
// biome-ignore format: one row a flag
export const REPORTED_ENLIGHTENMENTS = {
  /** Values of `<enum name='features'>` of `<hyperv>`, which libvirt 9.0 and later report; `vendor_id`, too, which is not of KVM. */
  features: [
    'relaxed', 'vapic', 'spinlocks', 'vpindex', 'runtime', 'synic', 'stimer', 'reset', 'frequencies',
    'reenlightenment', 'tlbflush', 'ipi', 'evmcs', 'avic',
  ],
  /** Values that libvirt reports only since 10.7: a list without any of them can be of an older release. */
  laterFeatures: ['emsr_bitmap', 'xmm_input'],
  /** Children of `<defaults>`: parts of other elements. Older releases have no `<defaults>`. */
  defaults: { stimer_direct: 'stimer_direct', tlbflush_direct: 'tlbflush_direct', tlbflush_extended: 'tlbflush_ext' },
} as const satisfies {
  features: readonly EnlightenmentKey[];
  laterFeatures: readonly EnlightenmentKey[];
  defaults: Readonly<Record<string, EnlightenmentKey>>;
};
