import type { Release } from './release.js';

/** What a distribution has of the programs that read an output. */
export interface Distribution {
  readonly name: string;
  readonly title: string;
  readonly libvirt: Release;
  readonly qemu: Release;
  /** Its Linux; missing where a release of the distribution has several. */
  readonly kernel?: Release;
}

/**
 * Distributions by the names that --libvirt takes: packages libvirt, qemu and linux of packages.debian.org,
 * packages.ubuntu.com and packages.fedoraproject.org, without backports. Ubuntu has hardware enablement kernels, and Fedora
 * updates its kernel.
 */
// biome-ignore format: one line a distribution
export const DISTRIBUTIONS = [
  { name: 'debian-11', title: 'Debian 11', libvirt: [7, 0], qemu: [5, 2], kernel: [5, 10] },
  { name: 'debian-12', title: 'Debian 12', libvirt: [9, 0], qemu: [7, 2], kernel: [6, 1] },
  { name: 'debian-13', title: 'Debian 13', libvirt: [11, 3], qemu: [10, 0], kernel: [6, 12] },
  { name: 'ubuntu-22.04', title: 'Ubuntu 22.04', libvirt: [8, 0], qemu: [6, 2] },
  { name: 'ubuntu-24.04', title: 'Ubuntu 24.04', libvirt: [10, 0], qemu: [8, 2] },
  { name: 'fedora-41', title: 'Fedora 41', libvirt: [10, 6], qemu: [9, 1] },
  { name: 'fedora-42', title: 'Fedora 42', libvirt: [11, 0], qemu: [9, 2] },
  { name: 'fedora-43', title: 'Fedora 43', libvirt: [11, 6], qemu: [10, 1] },
] as const satisfies readonly Distribution[];
