import { code, count, hex, list } from '../words.js';
import { row } from './row.js';

const DOCUMENT = 'QEMU: docs/system/i386/hyperv.rst';
const CODE = 'QEMU: target/i386/kvm/kvm.c';

/** Problems of the Hyper-V enlightenments. */
export const HYPERV_PROBLEMS = {
  'hyperv/alias-differs': row<{ key: string; other: string }>({
    severity: 'error',
    section: CODE,
    message: (f) => `${f.key} and ${f.other} are one flag, which one of them switches on and the other off`,
    help: (f) => `keep ${code(f.key)} or ${code(f.other)}`,
  }),
  'hyperv/blocks-migration': row<{ key: string; value: string }>({
    severity: 'error',
    section: CODE,
    message: (f) => `migration = true, and ${f.key} = ${f.value === 'true' ? f.value : `"${f.value}"`} prevents it`,
    help: (f) =>
      f.key === 'passthrough'
        ? 'write `preset = "recommended"` or single flags in its place'
        : 'write "on" where every vCPU is pinned, else leave it out',
  }),
  'hyperv/caution': row<{ key: string; caution: string }>({
    severity: 'note',
    section: DOCUMENT,
    message: (f) => `${f.key}: ${f.caution}`,
    help: (f) => `leave ${code(f.key)} out unless you need it`,
  }),
  'hyperv/coresharing-unpinned': row<{ why: string }>({
    severity: 'error',
    section: DOCUMENT,
    message: (f) =>
      `no_nonarch_coresharing is "on", but ${f.why}: the guest would drop its guards against attacks between threads of a core`,
    help: () =>
      'give every core `host_threads`, those of one core of the host and no other, with `threads_per_core` as there; or leave the flag out',
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
      `the counters are MSRs. Intercepted by KVM, 0.01 % overhead at ${f.given ? '' : 'say '}${f.mhz} MHz leaves each read ${list(
        f.budgets.map(({ ticks, cycles }) => `${count(cycles, 'cycle')} at HZ=${ticks}`),
        'and',
      )} (KVM's developers doubt that a processor does it in 400); passed through (Linux 6.17), they need 1:1 pins and no migration${f.unmet.length > 0 ? `: here ${list(f.unmet, 'and')}` : ''}`,
    help: () => 'set counters = "none" or "pm-timer" in layout "constant" unless the guest is to see its frequency',
  }),
  'hyperv/cpu-unsaid': row<{ keys: readonly string[] }>({
    severity: 'note',
    section: DOCUMENT,
    message: (f) => {
      const others = f.keys.filter((key) => key !== 'evmcs');
      const why = f.keys.includes('evmcs') ? ['evmcs is for Intel alone'] : [];
      if (others.length > 0)
        why.push(`on Intel ${list(others, 'and')} ${others.length === 1 ? 'needs' : 'need'} evmcs`);
      return `${list(why, 'and')}, and \`cpu\` is not said`;
    },
    help: () => 'add cpu = "intel" or cpu = "amd" to [hyperv]',
  }),
  'hyperv/cppc-stub-windows11': row<object>({
    severity: 'error',
    section: 'observed: hv-cppc-stub=on, which Windows 10 needs, keeps Windows 11 from booting',
    message: () => 'cppc_stub keeps Windows 11, which os names, from booting',
    help: () => 'leave cppc_stub out; Windows 11 needs the registry file of `--emit reg` instead',
  }),
  'hyperv/debug-only': row<{ key: string }>({
    severity: 'warning',
    section: DOCUMENT,
    message: (f) => `${f.key} is for debugging and development, not for use`,
    help: (f) => (f.key === 'passthrough' ? 'write `preset = "recommended"`' : `leave ${code(f.key)} out`),
  }),
  'hyperv/intel-only': row<{ key: string }>({
    severity: 'error',
    section: DOCUMENT,
    message: (f) => `${f.key} is for Intel CPUs only, and cpu is "amd"`,
    help: (f) => `leave ${code(f.key)} out: KVM on AMD refuses to start with it`,
  }),
  'hyperv/libvirt-cannot': row<{ release: string; keys: readonly string[] }>({
    severity: 'warning',
    section: 'libvirt: formatdomain.html, drvqemu.html',
    message: (f) => `libvirt ${f.release} has no way to set ${list(f.keys, 'and')}`,
    help: () => 'use a newer libvirt: from 0.8.3 on <qemu:commandline> takes what it has no element for',
  }),
  'hyperv/nothing-enabled': row<{ keys: readonly string[] }>({
    severity: 'warning',
    section: DOCUMENT,
    message: (f) =>
      `${list(f.keys, 'and')} alone ${f.keys.length === 1 ? 'does' : 'do'} not switch Hyper-V on: the guest sees nothing of it`,
    help: () => 'add an enlightenment such as `relaxed = true`, or `preset = "recommended"`',
  }),
  'hyperv/other-machine': row<{ machine: string }>({
    severity: 'warning',
    section: DOCUMENT,
    message: (f) => `[hyperv] is for QEMU with KVM on x86; machine is "${f.machine}"`,
    help: () => 'remove [hyperv]; other hypervisors have switches of their own',
  }),
  'hyperv/passthrough-with-others': row<{ others: readonly string[] }>({
    severity: 'error',
    section: DOCUMENT,
    message: (f) => `passthrough overrules ${list(f.others, 'and')}`,
    help: () => 'keep passthrough, or the single flags',
  }),
  'hyperv/patched-qemu': row<{ key: string; layout: string }>({
    severity: 'warning',
    section: 'observed: github.com/Precific/qemu-cppc',
    message: (f) =>
      `stock QEMU does not know hv-${f.key.replaceAll('_', '-')} and refuses to start; layout "${f.layout}" needs no patched one`,
    help: (f) => `leave ${code(f.key)} out, or use layout "acpi-cppc" with the patched QEMU`,
  }),
  'hyperv/qemu-too-old': row<{ release: string; flags: readonly { readonly key: string; readonly since: string }[] }>({
    severity: 'warning',
    section: CODE,
    message: (f) =>
      `QEMU ${f.release} does not know ${list(
        f.flags.map(({ key, since }) => `${key} (from ${since})`),
        'and',
      )}: left out`,
    help: () => 'use a newer QEMU, or leave them out',
  }),
  'hyperv/recommended-with': row<{ key: string; lacks: readonly string[] }>({
    severity: 'note',
    section: DOCUMENT,
    message: (f) => `with ${f.key}, ${list(f.lacks, 'and')} is recommended`,
    help: (f) =>
      `add ${list(
        f.lacks.map((one) => code(`${one} = true`)),
        'and',
      )}`,
  }),
  'hyperv/reenlightenment-migration': row<object>({
    severity: 'warning',
    section: DOCUMENT,
    message: () =>
      'migration = true, and reenlightenment needs hosts that scale the TSC: KVM does not emulate TSC accesses after migration',
    help: () =>
      'set tsc_scaling = true where every host does, and give QEMU a `tsc-frequency=`; else leave reenlightenment out',
  }),
  'hyperv/requirement-missing': row<{ key: string; lacks: readonly string[]; refusedBy: readonly string[] }>({
    severity: 'error',
    section: DOCUMENT,
    message: (f) => `${f.key} requires ${list(f.lacks, 'and')}`,
    help: (f) => {
      const add = `add ${list(
        f.lacks.map((one) => code(`${one} = true`)),
        'and',
      )}`;
      const others = f.lacks.filter((one) => !f.refusedBy.includes(one));
      return others.length > 0
        ? `${add}; QEMU starts without ${list(others, 'and')}, but its documentation asks for it`
        : `${add}; QEMU refuses to start without`;
    },
  }),
  'hyperv/requirement-off': row<{ key: string; required: string; inCode: boolean }>({
    severity: 'error',
    section: DOCUMENT,
    message: (f) => `${f.required} is false, and ${f.key} requires it`,
    help: (f) =>
      `remove ${code(f.required)}, or set \`${f.key} = false\` too${f.inCode ? ': QEMU refuses to start' : ''}`,
  }),
  'hyperv/requirements-added': row<{
    added: readonly { readonly key: string; readonly of: readonly string[] }[];
  }>({
    severity: 'note',
    section: DOCUMENT,
    message: (f) =>
      `added ${list(
        f.added.map(({ key, of }) => `${key} (for ${list(of, 'and')})`),
        'and',
      )}`,
    help: () => 'write them down to see no note; `strict = true` makes it an error',
  }),
  'hyperv/spinlocks-range': row<{ value: bigint; fewest: bigint }>({
    severity: 'error',
    section: 'libvirt: "HyperV spinlock retry count must be at least 4095"',
    message: (f) => `spinlocks is ${hex(f.value)}; fewer than ${hex(f.fewest)} attempts are not allowed`,
    help: (f) => `write ${hex(f.fewest)} where host CPUs are overcommitted, else leave the key out`,
  }),
} as const;
