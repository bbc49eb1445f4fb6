/** What can rank the cores of a host, in the order of preference. x86 has no cpu_capacity, Arm and RISC-V no amd-pstate. */
export const SOURCES = ['cppc', 'prefcore', 'capacity', 'max-freq'] as const;
export type Source = (typeof SOURCES)[number];

/** Dies of an X3D processor by the size of their L3: the larger one, and the smaller one, which clocks higher. */
export const PREFERENCES = ['cache', 'frequency'] as const;
export type Preference = (typeof PREFERENCES)[number];
