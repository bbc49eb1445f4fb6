/** A release of a program, QEMU 9.2 or Linux 6.12; patch releases do not matter here. */
export type Release = readonly [major: number, minor: number];
