import { are, code, count, hex, list, some } from '../words.js';
import { row } from './row.js';

const DOCUMENT = 'QEMU: docs/system/i386/hyperv.rst';
const CODE = 'QEMU: target/i386/kvm/kvm.c';
const KVM = 'Linux: arch/x86/kvm/hyperv.c, kvm_get_hv_cpuid(); QEMU: "is not supported by kernel"';

/** A release of Linux does not tell what a distribution adds; the output of `virsh domcapabilities` does. */
const NEWER_CODE = {
  capabilities:
    '; if the kernel is of a distribution that adds newer code, give the output of `virsh domcapabilities` with --capabilities, and no release',
  'no-release':
    '; if the kernel is of a distribution that adds newer code, give --capabilities alone, without the release of the kernel',
  nothing: '; after an update of a host, make its file again with `virsh domcapabilities`',
} as const;

type Newer = { readonly newer: keyof typeof NEWER_CODE };

/** The list is complete, because users write these flags; the grammar has few enough. */
function everyFlag(flags: readonly string[]): string {
  return list(flags, 'and');
}

/** Problems of the Hyper-V enlightenments. */
export const HYPERV_PROBLEMS = {
  'hyperv/alias-differs': row<{ key: string; other: string }>({
    severity: 'error',
    section: CODE,
    message: (f) => `${f.key} and ${f.other} are names of one flag; one turns it on, the other off`,
    help: (f) => `keep ${code(f.key)} or ${code(f.other)}`,
  }),
  'hyperv/blocks-migration': row<{ key: string; value: string }>({
    severity: 'error',
    section: CODE,
    message: (f) =>
      `migration is true, but ${f.key} = ${f.value === 'true' ? f.value : `"${f.value}"`} prevents migration`,
    help: (f) =>
      f.key === 'passthrough'
        ? 'write `preset = "recommended"` or single flags instead'
        : 'write "on" if every vCPU is pinned; otherwise remove the flag',
  }),
  'hyperv/caution': row<{ key: string; caution: string }>({
    severity: 'note',
    section: DOCUMENT,
    message: (f) => `${f.key}: ${f.caution}`,
    help: (f) => `remove ${code(f.key)} unless you need it`,
  }),
  'hyperv/coresharing-unpinned': row<{ why: string }>({
    severity: 'error',
    section: DOCUMENT,
    message: (f) =>
      `no_nonarch_coresharing is "on", but ${f.why}: the guest would disable mitigations against attacks between threads of a core`,
    help: () =>
      'pin the vCPUs of each guest core to the threads of one host core (`host_threads` in a spec), and give every core as many threads as the host has; or remove the flag',
  }),
  'hyperv/counters': row<{
    mhz: bigint;
    given: boolean;
    budgets: readonly { readonly ticks: number; readonly cycles: number }[];
    unmet: readonly string[];
  }>({
    severity: 'note',
    section: 'linux-kvm, December 2024: APERF/MPERF in guests; Linux 6.17: KVM_X86_DISABLE_EXITS_APERFMPERF',
    message: (f) =>
      `the counters are MSRs. If KVM intercepts them, 0.01 % overhead at ${f.mhz} MHz${f.given ? '' : ' (an example)'} allows each read ${some(
        f.budgets.map(({ ticks, cycles }) => `${count(cycles, 'cycle')} at HZ=${ticks}`),
      )} (KVM developers doubt that a processor needs fewer than 400). If KVM passes them through (Linux 6.17), they need 1:1 pins and no migration${f.unmet.length > 0 ? `; in this spec, ${list(f.unmet, 'and')}` : ''}`,
    help: () =>
      'set counters = "none" or "pm-timer" in layout "constant" unless the guest needs to measure its frequency',
  }),
  'hyperv/cpu-not-set': row<{ keys: readonly string[]; vendorFix?: string | undefined }>({
    severity: 'note',
    section: DOCUMENT,
    message: (f) => {
      const others = f.keys.filter((key) => key !== 'evmcs');
      const why = f.keys.includes('evmcs') ? ['evmcs is for Intel only'] : [];
      if (others.length > 0) why.push(`on Intel ${some(others)} ${others.length === 1 ? 'needs' : 'need'} evmcs`);
      return `${list(why, 'and')}, but ${f.vendorFix === undefined ? '`cpu` is not set' : 'the vendor of the CPU is not known'}`;
    },
    help: (f) => f.vendorFix ?? 'add cpu = "intel" or cpu = "amd" to [hyperv]',
  }),
  'hyperv/cppc-stub-windows11': row<object>({
    severity: 'error',
    section: 'observed: hv-cppc-stub=on, which Windows 10 needs, prevents Windows 11 from booting',
    message: () => 'cppc_stub prevents Windows 11 from booting, and os includes "windows11"',
    help: () => 'remove cppc_stub; for Windows 11, use the registry file of `--emit reg`',
  }),
  'hyperv/debug-only': row<{ key: string }>({
    severity: 'warning',
    section: DOCUMENT,
    message: (f) => `${f.key} is only for debugging and development`,
    help: (f) => (f.key === 'passthrough' ? 'write `preset = "recommended"`' : `remove ${code(f.key)}`),
  }),
  'hyperv/host-lacks': row<Newer & { key: string; why: string; by?: string }>({
    severity: 'error',
    section: KVM,
    message: (f) => `${f.key} is on, but ${f.why}: QEMU does not start with it`,
    help: (f) =>
      `${f.by === undefined ? `remove ${code(f.key)}, or run` : `Proxmox sets it for ${f.by}, and has no option for it: run`} the guest on hosts whose KVM offers it${NEWER_CODE[f.newer]}`,
  }),
  'hyperv/host-leaves-out': row<
    Newer & { leftOut: readonly { readonly keys: readonly string[]; readonly why: string }[] }
  >({
    severity: 'note',
    section: KVM,
    message: (f) =>
      `the preset leaves out ${f.leftOut.map(({ keys, why }) => `${everyFlag(keys)}: ${why}`).join('; ')}`,
    help: (f) => `no change is needed${NEWER_CODE[f.newer]}`,
  }),
  'hyperv/host-not-told': row<{ keys: readonly string[]; files: readonly string[] }>({
    severity: 'note',
    section: 'libvirt: docs/formatdomaincaps.rst',
    message: (f) =>
      `${some(f.files)} ${f.files.length === 1 ? 'does' : 'do'} not say whether the host offers ${everyFlag(f.keys)}`,
    help: () => "give the release of the host's kernel, too: `--host-kernel`, or `host_kernel` in [hyperv]",
  }),
  'hyperv/intel-only': row<{ key: string; vendorFrom: string }>({
    severity: 'error',
    section: DOCUMENT,
    message: (f) => `${f.key} is for Intel CPUs only, but ${f.vendorFrom}`,
    help: (f) => `remove ${code(f.key)}: KVM on AMD refuses to start with it`,
  }),
  'hyperv/libvirt-cannot': row<{ release: string; keys: readonly string[] }>({
    severity: 'warning',
    section: 'libvirt: formatdomain.html, drvqemu.html',
    message: (f) => `libvirt ${f.release} cannot set ${some(f.keys)}`,
    help: () => 'use libvirt 0.8.3 or later, which has <qemu:commandline>',
  }),
  'hyperv/nothing-enabled': row<{ keys: readonly string[]; add: string }>({
    severity: 'warning',
    section: DOCUMENT,
    message: (f) =>
      `${some(f.keys)} alone ${f.keys.length === 1 ? 'does' : 'do'} not enable Hyper-V: the guest does not see an enlightenment`,
    help: (f) =>
      `add an enlightenment such as ${code(f.add)}; in a spec, \`preset = "recommended"\` adds what Windows can use`,
  }),
  'hyperv/other-machine': row<{ machine: string }>({
    severity: 'warning',
    section: DOCUMENT,
    message: (f) => `[hyperv] is for QEMU with KVM on x86, but machine is "${f.machine}"`,
    help: (f) =>
      f.machine.startsWith('qemu-virt')
        ? 'remove [hyperv]: its flags are properties of x86 CPUs, and outputs for this machine leave them out'
        : 'remove [hyperv]; other hypervisors have their own options',
  }),
  'hyperv/passthrough-with-others': row<{ others: readonly string[] }>({
    severity: 'error',
    section: DOCUMENT,
    message: (f) => `passthrough overrides ${some(f.others)}`,
    help: () => 'keep either passthrough or the single flags',
  }),
  'hyperv/patched-qemu': row<{ key: string; layout: string }>({
    severity: 'warning',
    section: 'observed: github.com/Precific/qemu-cppc',
    message: (f) =>
      `stock QEMU does not know hv-${f.key.replaceAll('_', '-')} and refuses to start, but layout "${f.layout}" is for stock QEMU`,
    help: (f) => `remove ${code(f.key)}, or use layout "acpi-cppc" with the patched QEMU`,
  }),
  'hyperv/qemu-too-old': row<{ release: string; flags: readonly { readonly key: string; readonly since: string }[] }>({
    severity: 'warning',
    section: CODE,
    message: (f) =>
      `QEMU ${f.release} does not support ${some(f.flags.map(({ key, since }) => `${key} (since ${since})`))}; the output omits ${f.flags.length === 1 ? 'it' : 'them'}`,
    help: () => 'use a newer QEMU, or remove the flags',
  }),
  'hyperv/recommended-with': row<{ key: string; lacks: readonly string[]; add: readonly string[] }>({
    severity: 'note',
    section: DOCUMENT,
    message: (f) => `${some(f.lacks)} ${are(f.lacks)} recommended with ${f.key}`,
    help: (f) => `add ${everyFlag(f.add.map(code))}`,
  }),
  'hyperv/reenlightenment-migration': row<object>({
    severity: 'warning',
    section: DOCUMENT,
    message: () =>
      'migration is true, and reenlightenment then needs TSC scaling: KVM does not emulate TSC accesses after migration',
    help: () => 'set tsc_scaling = true if every host scales the TSC; otherwise remove reenlightenment',
  }),
  'hyperv/requirement-missing': row<{
    key: string;
    lacks: readonly string[];
    refusedBy: readonly string[];
    add: readonly string[];
  }>({
    severity: 'error',
    section: DOCUMENT,
    message: (f) => `${f.key} requires ${some(f.lacks)}`,
    help: (f) => {
      const add = `add ${everyFlag(f.add.map(code))}`;
      const others = f.lacks.filter((one) => !f.refusedBy.includes(one));
      return others.length > 0
        ? `${add}; QEMU starts without ${some(others)}, but its documentation requires ${others.length === 1 ? 'it' : 'them'}`
        : `${add}; otherwise QEMU refuses to start`;
    },
  }),
  'hyperv/requirement-off': row<{ key: string; required: string; inCode: boolean }>({
    severity: 'error',
    section: DOCUMENT,
    message: (f) => `${f.required} is false, but ${f.key} requires it`,
    help: (f) =>
      `remove ${code(f.required)}, or set \`${f.key} = false\` too${f.inCode ? '; otherwise QEMU refuses to start' : ''}`,
  }),
  'hyperv/requirements-added': row<{
    added: readonly { readonly key: string; readonly of: readonly string[] }[];
  }>({
    severity: 'note',
    section: DOCUMENT,
    message: (f) => `added required flags: ${everyFlag(f.added.map(({ key, of }) => `${key} (for ${some(of)})`))}`,
    help: () => 'write these flags in the spec to avoid this note; `strict = true` makes it an error',
  }),
  'hyperv/spinlocks-range': row<{ value: bigint; fewest: bigint }>({
    severity: 'error',
    section: 'libvirt: "HyperV spinlock retry count must be at least 4095"',
    message: (f) => `spinlocks is ${hex(f.value)}, below the minimum of ${hex(f.fewest)} attempts`,
    help: (f) => `write ${hex(f.fewest)} if host CPUs are overcommitted; otherwise remove the key`,
  }),
  'hyperv/tsc-frequency-missing': row<object>({
    severity: 'error',
    section:
      'QEMU: target/i386/machine.c, "Guest enabled re-enlightenment notifications, \'tsc-frequency=\' has to be specified"',
    message: () =>
      'migration is true and reenlightenment is on, but the frequency of the TSC is not set: QEMU refuses to migrate once the guest uses reenlightenment',
    help: () =>
      'add `tsc_frequency` in Hz to [hyperv]: `virsh capabilities` shows it in <counter name=\'tsc\'>, and the host logs it ("tsc: Detected 3600.000 MHz processor"); or set reenlightenment = false',
  }),
} as const;
