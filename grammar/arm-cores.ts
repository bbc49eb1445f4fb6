/** The register by which Arm cores name themselves: implementer in bits 31:24, part in 15:4. Arm DDI 0487, MIDR_EL1. */
export const MIDR = { implementerShift: 24n, implementerMask: 0xffn, partShift: 4n, partMask: 0xfffn } as const;

/** The implementer whose parts are named here. */
export const ARM_LIMITED = 0x41;

/** Parts of Arm Limited with CPPC or a device tree's capacities. Linux: arch/arm64/include/asm/cputype.h, ARM_CPU_PART_*. */
export const ARM_PARTS: Readonly<Record<number, string>> = {
  3331: 'Cortex-A53',
  3333: 'Cortex-A55',
  3335: 'Cortex-A57',
  3336: 'Cortex-A72',
  3337: 'Cortex-A73',
  3338: 'Cortex-A75',
  3339: 'Cortex-A76',
  3340: 'Neoverse-N1',
  3341: 'Cortex-A77',
  3392: 'Neoverse-V1',
  3393: 'Cortex-A78',
  3396: 'Cortex-X1',
  3398: 'Cortex-A510',
  3399: 'Cortex-A710',
  3400: 'Cortex-X2',
  3401: 'Neoverse-N2',
  3405: 'Cortex-A715',
  3406: 'Cortex-X3',
  3407: 'Neoverse-V2',
  3456: 'Cortex-A520',
  3457: 'Cortex-A720',
  3458: 'Cortex-X4',
  3460: 'Neoverse-V3',
  3461: 'Cortex-X925',
  3463: 'Cortex-A725',
  3470: 'Neoverse-N3',
};
