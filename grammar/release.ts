/** A release of a program, such as QEMU 9.2 or Linux 7.2.7; without the third number, the first of its series. */
export type Release = readonly [major: number, minor: number, patch?: number];
