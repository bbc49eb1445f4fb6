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

/** What a missing option means; `cpu` under KVM. */
export const QM_DEFAULTS = {
  sockets: 1,
  cores: 1,
  cpu: 'kvm64',
  bios: 'seabios',
  ostype: 'other',
  machine: 'pc',
} as const;
