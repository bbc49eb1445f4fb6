import type { CpuVendor } from './cpu-models.js';
import type { EnlightenmentKey } from './enlightenments.js';
import type { GuestName } from './guests.js';

/** Why these facts hold: git.proxmox.com, qemu-server 9.2.6 (Proxmox VE 9), src/PVE/QemuServer.pm and its modules. */

/** A configuration longer than this is not one: pmxcfs keeps files up to 1 MiB. https://pve.proxmox.com/pve-docs/chapter-pmxcfs.html */
export const MOST_QM_CHARACTERS = 1024 * 1024;

/** The guests of `ostype`, as the spec names them; Proxmox has one value for all Linux kernels from 2.6. */
export const QM_OSTYPES: Readonly<Record<string, 'linux' | Extract<GuestName, `windows${string}`>>> = {
  l26: 'linux',
  win10: 'windows10',
  win11: 'windows11',
};

/** Values of `ostype` for other systems. */
export const QM_OTHER_SYSTEMS: readonly string[] = ['l24', 'solaris'];

/** What a missing option means; `cpu` under KVM. */
export const QM_DEFAULTS = {
  sockets: 1,
  cores: 1,
  cpu: 'kvm64',
  bios: 'seabios',
  ostype: 'other',
  machine: 'pc',
} as const;

/**
 * The enlightenments that Proxmox sets itself for a Windows guest, in its own `-cpu`: get_hyperv_enlightenments() in
 * src/PVE/QemuServer/CPUConfig.pm, for the newest machine type. `windows` is the first version that gets it.
 */
// biome-ignore format: one row a flag
export const QM_ENLIGHTENMENTS = [
  { key: 'spinlocks', windows: 6, value: 0x1fffn },
  { key: 'vapic', windows: 6 },
  { key: 'time', windows: 6 },
  { key: 'reset', windows: 6 },
  { key: 'vpindex', windows: 6 },
  { key: 'runtime', windows: 6 },
  { key: 'relaxed', windows: 7 },
  { key: 'synic', windows: 7 },
  { key: 'stimer', windows: 7 },
  { key: 'ipi', windows: 7 },
  { key: 'evmcs', windows: 11, vendor: 'intel' },
] as const satisfies readonly { key: EnlightenmentKey; windows: number; value?: bigint; vendor?: CpuVendor }[];

/** The version of a Windows guest: windows_version() in src/PVE/QemuServer/Helpers.pm. With UEFI only from 8 on. */
export const QM_WINDOWS: Readonly<Record<string, number>> = {
  w2k8: 6,
  wvista: 6,
  win7: 7,
  win8: 8,
  win10: 10,
  win11: 11,
};
export const QM_WINDOWS_OF_OVMF = 8;

/** The `arch` of x86, and its default. */
export const QM_X86 = 'x86_64';

/** Where the tables are by default: QEMU runs as root and may read any folder of the node. */
export const QM_TABLE_FOLDER = '/var/lib/cppc-acpi';

/** vm_pidfile_name() in src/PVE/QemuServer/Helpers.pm. */
export const QM_PID_FOLDER = '/var/run/qemu-server';

/** The snippets of the storage `local`. https://pve.proxmox.com/wiki/Storage:_Directory */
export const QM_SNIPPETS = { storage: 'local', folder: '/var/lib/vz/snippets' } as const;
