/** Options of QEMU that take no value (qemu-options.hx, HAS_ARG is missing); every other one takes the next word. */
export const QEMU_WITHOUT_VALUE = [
  '-S',
  '-async-teardown',
  '-audio-help',
  '-daemonize',
  '-enable-fips',
  '-enable-kvm',
  '-full-screen',
  '-h',
  '-help',
  '-mem-prealloc',
  '-no-acpi',
  '-no-fd-bootchk',
  '-no-hpet',
  '-no-kvm',
  '-no-reboot',
  '-no-shutdown',
  '-no-user-config',
  '-nodefaults',
  '-nographic',
  '-only-migratable',
  '-portrait',
  '-preconfig',
  '-s',
  '-singlestep',
  '-snapshot',
  '-usb',
  '-version',
  '-win2k-hack',
  '-xen-attach',
  '-xen-domid-restrict',
] as const;

/** Options by which a text is known as a command line of QEMU. */
export const QEMU_TELLING = ['-accel', '-cpu', '-device', '-drive', '-enable-kvm', '-m', '-machine', '-smp'] as const;

/** Names of QEMU's programs: of Debian, of RHEL and of Proxmox. */
export const QEMU_PROGRAMS = /^(?:qemu-system-[\w-]+|qemu-kvm|kvm)$/;

/** More words than a command line of QEMU has. */
export const MOST_WORDS = 16_384;

/** A log of libvirt has the command lines of some hundred starts at most: virtlogd begins a new file at 2 MiB. */
export const MOST_COMMAND_CHARACTERS = 4 * 1024 * 1024;

/** Linux refuses a longer word: MAX_ARG_STRLEN in include/uapi/linux/binfmts.h. */
export const MOST_WORD_CHARACTERS = 131_072;

/** From this machine type on, QEMU prefers cores over sockets where -smp does not say (hw/core/machine-smp.c). */
export const PREFERS_CORES = [6, 2] as const;
