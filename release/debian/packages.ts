// The Debian packages. Each has the program /usr/bin/cppc-acpi, so one replaces the other.

export interface DebianPackage {
  readonly name: string;
  readonly architecture: 'all' | 'amd64';
  /** The level of xz: for an executable of 120 MB, level 6 takes ten times the time of level 1, and saves a seventh. */
  readonly compression: 1 | 6;
  /** Fields of deb-control(5) that the packages do not share. */
  readonly fields: Readonly<Record<string, string>>;
  /** The last paragraph of the description. */
  readonly about: readonly string[];
}

/** The project publishes no address; RFC 2606 reserves this domain for such. */
export const MAINTAINER = 'cppc-acpi developers <maintainers@cppc-acpi.invalid>';

/** Fields of every package, in the order of Debian. */
export const SHARED_FIELDS = {
  Source: 'cppc-acpi',
  Section: 'admin',
  Priority: 'optional',
  Maintainer: MAINTAINER,
  Suggests: 'acpica-tools, busybox-static, libvirt-clients, qemu-system-x86',
} as const;

export const SYNOPSIS = 'compile ACPI _CPC tables for virtual machines';

export const DESCRIPTION: readonly string[] = [
  'cppc-acpi tells a virtual machine which of its cores are faster. It compiles',
  'a TOML file with the performance levels of each core into an ACPI table with',
  '_CPC objects (CPPC), by which the schedulers of Linux and Windows rank cores.',
  'It also reads and checks the _CPC objects of any firmware, edits libvirt',
  'domains, and examines existing virtual machines.',
];

export const NODE_PACKAGE: DebianPackage = {
  name: 'cppc-acpi',
  architecture: 'all',
  compression: 6,
  fields: {
    // execa fails on 20.0 to 20.4.
    Depends: 'nodejs (>= 20.5)',
    Conflicts: 'cppc-acpi-standalone',
    Replaces: 'cppc-acpi-standalone',
  },
  about: [
    'This package runs on the nodejs of Debian 13 or later. The package',
    'cppc-acpi-standalone contains its own Node.',
  ],
};

export const STANDALONE_PACKAGE: DebianPackage = {
  name: 'cppc-acpi-standalone',
  architecture: 'amd64',
  compression: 1,
  fields: {
    // As dpkg-shlibdeps finds them.
    Depends: 'libc6 (>= 2.34), libgcc-s1 (>= 3.4), libstdc++6 (>= 10.2)',
    Conflicts: 'cppc-acpi',
    Replaces: 'cppc-acpi',
    Provides: 'cppc-acpi',
  },
  about: [
    'This package is one executable, which contains Node. The package cppc-acpi',
    'is smaller, and runs on the nodejs of Debian 13 or later.',
  ],
};
