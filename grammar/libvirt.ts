import type { Architecture } from './machines.js';
import type { Release } from './release.js';

/** Namespace of `<qemu:commandline>`. https://libvirt.org/drvqemu.html */
export const QEMU_NAMESPACE = 'http://libvirt.org/schemas/domain/qemu/1.0';

/** First release with `<table type='raw'>`. https://libvirt.org/formatdomain.html */
export const LIBVIRT_RAW_TABLES = [11, 2] as const;

/** First release with dies in `<topology>`. https://libvirt.org/formatdomain.html#cpu-model-and-topology */
export const LIBVIRT_DIES = [6, 1] as const;

/** AppArmor's helper lets a domain read tables here; libvirt's own test data has them here too. */
export const LIBVIRT_TABLE_FOLDER = '/var/lib/libvirt/acpi';

/** Folders whose files virt-aa-helper refuses to a domain: valid_path in src/security/virt-aa-helper.c. */
// biome-ignore format: one line
export const APPARMOR_REFUSED = [
  '/bin', '/etc', '/lib', '/proc', '/sbin', '/selinux', '/sys', '/usr/bin', '/usr/lib', '/usr/sbin', '/usr/share',
  '/usr/local/bin', '/usr/local/etc', '/usr/local/lib', '/usr/local/sbin',
] as const;

/** Folders below those that virt-aa-helper lets a domain read (restricted_rw there); seen in the helper of Debian's 9.0, 11.3 and 12.8. */
// biome-ignore format: one row a release
export const APPARMOR_READABLE = [
  { since: [9, 0], folders: ['/usr/share/edk2', '/usr/share/OVMF', '/usr/share/ovmf', '/usr/share/AAVMF', '/usr/share/qemu-efi', '/usr/share/qemu-efi-aarch64', '/usr/lib/u-boot', '/usr/lib/riscv64-linux-gnu/opensbi'] },
  { since: [10, 6], folders: ['/usr/share/edk2-ovmf'] },
  { since: [11, 3], folders: ['/usr/share/qemu', '/usr/share/qemu-efi-riscv64', '/usr/share/qemu-efi-loongarch64'] },
] as const satisfies readonly { readonly since: Release; readonly folders: readonly string[] }[];

/** Folders that AppArmor lets every QEMU of libvirt read: abstractions/libvirt-qemu of Debian's 9.0, 11.3 and 12.8. */
export const APPARMOR_QEMU_READS = ['/usr/share/qemu', '/usr/share/kvm', '/usr/share/seabios'] as const;

/**
 * Files for local rules of that abstraction, the newest first. libvirt 9.6 has the folder (NEWS); Debian and Ubuntu had the
 * other file before it.
 */
export const APPARMOR_LOCAL_RULES = [
  { since: [9, 6], file: '/etc/apparmor.d/abstractions/libvirt-qemu.d/cppc-acpi' },
  { since: [0, 0], file: '/etc/apparmor.d/local/abstractions/libvirt-qemu' },
] as const satisfies readonly { readonly since: Release; readonly file: string }[];

/** `<domain type=…>` that QEMU runs. https://libvirt.org/formatdomain.html */
export const QEMU_DOMAIN_TYPES = ['kvm', 'qemu', 'hvf'] as const;

/** Values of `<type arch=…>`; QEMU takes `-acpitable` on x86 alone. The first one stands where a domain names none. */
export const LIBVIRT_ARCHITECTURES = [
  { arch: 'x86_64', architecture: 'x86' },
  { arch: 'i686', architecture: 'x86' },
  { arch: 'aarch64', architecture: 'aarch64' },
  { arch: 'riscv64', architecture: 'riscv64' },
] as const satisfies readonly { readonly arch: string; readonly architecture: Architecture }[];

/** Children of `<domain>` in the order in which `virsh dumpxml` has them (virDomainDefFormatInternal). */
// biome-ignore format: one line
export const DOMAIN_CHILDREN = [
  'name', 'uuid', 'genid', 'title', 'description', 'metadata', 'maxMemory', 'memory', 'currentMemory', 'blkiotune',
  'memtune', 'memoryBacking', 'vcpu', 'vcpus', 'iothreads', 'iothreadids', 'defaultiothread', 'cputune', 'numatune',
  'resource', 'sysinfo', 'bootloader', 'bootloader_args', 'os', 'idmap', 'features', 'cpu', 'clock', 'on_poweroff',
  'on_reboot', 'on_crash', 'on_lockfailure', 'pm', 'perf', 'devices', 'seclabel', 'keywrap', 'launchSecurity',
] as const;

/** QEMU's CPU models that are modes of libvirt's `<cpu>`. https://libvirt.org/formatdomain.html#cpu-model-and-topology */
export const LIBVIRT_CPU_MODES: Readonly<Record<string, string>> = { host: 'host-passthrough', max: 'maximum' };

/**
 * On/off properties of QEMU's x86 CPUs (x86_cpu_properties in target/i386/cpu.c), and of the patched QEMU, that are no CPU
 * features in libvirt's cpu_map. One that ends in `-` is the beginning of names.
 */
export const QEMU_ONLY_CPU_FLAGS = [
  'cppc',
  'pstate',
  'check',
  'enforce',
  'fill-mtrr-mask',
  'host-cache-info',
  'host-phys-bits',
  'hv-',
  'kvm',
  'kvm-',
  'l3-cache',
  'legacy-cache',
  'lmce',
  'migratable',
  'pmu',
  'tcg-cpuid',
  'vmware-cpuid-freq',
  'xen-vapic',
] as const;
