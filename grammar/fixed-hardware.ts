import type { CpcKey } from './cpc.js';

/** Counters that Linux reads, by the address of a register in FFixedHW. Arm DEN0048; cpc_read_ffh in arch/arm64/kernel/topology.c. */
// biome-ignore format: one row a line
export const AMU_COUNTERS = [
  { address: 0n, key: 'delivered_counter', name: 'core counter', title: 'counts at the actual rate' },
  { address: 1n, key: 'reference_counter', name: 'constant counter', title: 'counts at a fixed rate' },
] as const satisfies readonly { address: bigint; key: CpcKey; name: string; title: string }[];

/** Addresses below are AMU counters on Arm; no MSR of a `_CPC` has so low a number. The architecture has 32 counters. */
export const AMU_ADDRESSES = 32n;

/**
 * Rates of the constant counter in MHz, which is that of the system counter. Arm ARM (DDI 0487) §D12.1.2: 1 GHz from
 * Armv8.6 on. Older machines have slower ones, 25 MHz (Ampere Altra) to 122 MHz (Graviton2).
 */
export const AMU_RATES = { since86: 1000n, mostBefore: 125n } as const;

/** RISC-V puts the kind of an address into bits 63:60. RISC-V FFH 1.0.1, table "Resource Descriptor Identifier Type". */
// biome-ignore format: one row a line
export const RISCV_TYPES = [
  { type: 1, name: 'SBI', idBits: 32 },
  { type: 2, name: 'CSR', idBits: 12 },
] as const;

/** The lowest bit of the kind. */
export const RISCV_TYPE_SHIFT = 60n;

/** The form of every register of a `_CPC` in RISC-V's FFixedHW. RISC-V FFH 1.0.1, table "_CPC Resource Descriptor". */
export const RISCV_FORM = { bitWidth: 64, bitOffset: 0, access: 'QWord' } as const;

/** Registers of the CPPC extension. RISC-V SBI 2.0, chapter "CPPC Extension", table "CPPC Registers". */
// biome-ignore format: one row a line
export const SBI_CPPC_REGISTERS = [
  { id: 0x00n, key: 'highest_perf', title: 'highest performance' },
  { id: 0x01n, key: 'nominal_perf', title: 'nominal performance' },
  { id: 0x02n, key: 'lowest_nonlinear_perf', title: 'lowest nonlinear performance' },
  { id: 0x03n, key: 'lowest_perf', title: 'lowest performance' },
  { id: 0x04n, key: 'guaranteed_perf', title: 'guaranteed performance' },
  { id: 0x05n, key: 'desired_perf', title: 'desired performance' },
  { id: 0x06n, key: 'min_perf', title: 'minimum performance' },
  { id: 0x07n, key: 'max_perf', title: 'maximum performance' },
  { id: 0x08n, key: 'perf_reduction_tolerance', title: 'performance reduction tolerance' },
  { id: 0x09n, key: 'time_window', title: 'performance reduction time window' },
  { id: 0x0an, key: 'wraparound_time', title: 'counter wraparound time' },
  { id: 0x0bn, key: 'reference_counter', title: 'reference counter' },
  { id: 0x0cn, key: 'delivered_counter', title: 'delivered counter' },
  { id: 0x0dn, key: 'perf_limited', title: 'performance limited' },
  { id: 0x0en, key: 'enable', title: 'CPPC enable' },
  { id: 0x0fn, key: 'autonomous_selection', title: 'autonomous selection' },
  { id: 0x10n, key: 'autonomous_activity_window', title: 'autonomous activity window' },
  { id: 0x11n, key: 'energy_perf_preference', title: 'energy performance preference' },
  { id: 0x12n, key: 'reference_perf', title: 'reference performance' },
  { id: 0x13n, key: 'lowest_freq', title: 'lowest frequency' },
  { id: 0x14n, key: 'nominal_freq', title: 'nominal frequency' },
  { id: 0x8000_0000n, title: 'transition latency' },
] as const satisfies readonly { id: bigint; key?: CpcKey; title: string }[];

/** Counters among the CSRs. RISC-V Privileged Architecture, chapter "Control and Status Registers". */
// biome-ignore format: one row a line
export const RISCV_CSRS = [
  { number: 0xb00n, name: 'mcycle' },
  { number: 0xb02n, name: 'minstret' },
  { number: 0xc00n, name: 'cycle' },
  { number: 0xc01n, name: 'time' },
  { number: 0xc02n, name: 'instret' },
] as const;

/** The only CSR that Linux reads: drivers/acpi/riscv/cppc.c, cppc_ffh_csr_read. */
export const LINUX_CSR = 0xc01n;
