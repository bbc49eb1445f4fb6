import type { GuestName } from './guests.js';

/**
 * Ids of libosinfo in the metadata of a libvirt domain, and the guest whose rules apply: a Windows Server has the kernel of
 * a Windows 10 or 11. Source: osinfo-db 20221130, os/microsoft.com; it had no 2k25 yet.
 */
// biome-ignore format: one row a line
export const LIBOSINFO_GUESTS = [
  { id: 'http://microsoft.com/win/10', guest: 'windows10' },
  { id: 'http://microsoft.com/win/2k16', guest: 'windows10' },
  { id: 'http://microsoft.com/win/2k19', guest: 'windows10' },
  { id: 'http://microsoft.com/win/2k22', guest: 'windows10' },
  { id: 'http://microsoft.com/win/11', guest: 'windows11' },
  { id: 'http://microsoft.com/win/2k25', guest: 'windows11' },
] as const satisfies readonly { readonly id: string; readonly guest: GuestName }[];

/** What ids of Linux systems begin with after `http://`, as in `http://debian.org/debian/12`. Source: osinfo-db 20221130. */
// biome-ignore format: a list
export const LIBOSINFO_LINUX: readonly string[] = [
  'almalinux.org', 'alpinelinux.org', 'altlinux.org', 'amazon.com', 'android-x86.org', 'archlinux.org', 'asianux.com', 'cclinux.org',
  'centos.org', 'cirros-cloud.net', 'clearlinux.org', 'debian.org', 'elementary.io', 'endlessos.com', 'fedoraproject.org',
  'freenix.net', 'gentoo.org', 'gnome.org', 'guix.gnu.org', 'hyperbola.info', 'libosinfo.org/linux', 'linuxmint.com', 'mageia.org',
  'mandriva.com', 'manjaro.org', 'miraclelinux.com', 'nixos.org', 'opensuse.org', 'oracle.com/ol', 'pop.system76.com', 'pureos.net',
  'redhat.com', 'rockylinux.org', 'scientificlinux.org', 'slackware.com', 'suse.com', 'system76.com', 'trisquel.info',
  'ubuntu.com', 'univention.de', 'voidlinux.org',
];

/** What ids of every Windows begin with. */
export const LIBOSINFO_WINDOWS = 'http://microsoft.com/win';
