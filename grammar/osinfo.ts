import type { GuestName } from './guests.js';

/**
 * Ids of libosinfo in the metadata of domains. Windows Server counts as the Windows of the same kernel, as in Proxmox'
 * `ostype`. https://gitlab.com/libosinfo/osinfo-db
 */
export const OSINFO_WINDOWS: Readonly<Record<string, GuestName>> = {
  'microsoft.com/win/10': 'windows10',
  'microsoft.com/win/2k16': 'windows10',
  'microsoft.com/win/2k19': 'windows10',
  'microsoft.com/win/11': 'windows11',
  'microsoft.com/win/2k22': 'windows11',
  'microsoft.com/win/2k25': 'windows11',
};

/** How ids of Linux distributions begin. */
export const OSINFO_LINUX = [
  'almalinux.org/',
  'alpinelinux.org/',
  'altlinux.org/',
  'amazon.com/',
  'archlinux.org/',
  'asianux.com/',
  'centos.org/',
  'debian.org/',
  'elementary.io/',
  'endlessos.com/',
  'fedoraproject.org/',
  'gentoo.org/',
  'guix.gnu.org/',
  'libosinfo.org/linux/',
  'linuxmint.com/',
  'mageia.org/',
  'manjaro.org/',
  'nixos.org/',
  'opensuse.org/',
  'oracle.com/ol/',
  'pop.system76.com/',
  'redhat.com/rhel/',
  'rockylinux.org/',
  'suse.com/',
  'system76.com/',
  'ubuntu.com/',
  'voidlinux.org/',
] as const;
