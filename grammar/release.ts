/** A release of a program, QEMU 9.2.1 or Linux 6.12.3: what comes with a patch release is told by nothing here. */
export type Release = readonly [major: number, minor: number];
