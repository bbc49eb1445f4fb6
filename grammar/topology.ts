/** E cores of Intel share an L2 cache in groups of this size (Intel Optimization Reference Manual, "Gracemont microarchitecture"). */
export const CORES_OF_CLUSTER = 4;
