import { hex, list } from '../../words.js';
import { type FromFacts, helpFor } from '../from.js';
import { row } from '../row.js';
import type { OfRegister } from './registers.js';

const RISCV = 'RISC-V Functional Fixed Hardware 1.0.1, _CPC';
const RISCV_LINUX = 'Linux: drivers/acpi/riscv/cppc.c';
const ARM_LINUX = 'Linux: cpc_read_ffh in arch/arm64/kernel/topology.c';

/** Problems of registers in FFixedHW on Arm and RISC-V. */
export const CPC_FIXED_HARDWARE = {
  'cpc/amu-counter': row<OfRegister & { address: bigint; name?: string; right?: bigint }>({
    severity: 'warning',
    section: ARM_LINUX,
    message: (f) =>
      `${f.key} is ${f.name ? `the ${f.name}, ` : ''}AMU counter ${f.address} in Arm's FFixedHW; ${
        f.right === undefined ? 'only the two counters can be there' : `it must be counter ${f.right}`
      }`,
    help: () => 'Linux reads counter 0 (core) as the delivered and 1 (constant) as the reference one, and no others',
  }),
  'cpc/amu-reference-perf': row<
    FromFacts & {
      reference: bigint;
      missing: boolean;
      nominal: bigint;
      frequency: bigint;
      right: bigint;
      rate: bigint;
      percent: bigint;
    }
  >({
    severity: 'warning',
    section: 'Arm ARM (DDI 0487): the constant counter counts at 1 GHz from Armv8.6 on; Linux: cppc_perf_from_fbctrs',
    message: (f) => {
      const is = f.missing ? `missing, so nominal_perf ${f.reference} holds` : String(f.reference);
      return `reference_perf is ${is}; a nominal_perf of ${f.nominal} at ${f.frequency} MHz gives ${f.right} at the ${f.rate} MHz of the constant counter`;
    },
    help: (f) =>
      helpFor(
        f,
        `write \`reference_perf = ${f.right}\`; Linux shows ${f.percent} % of a core's speed`,
        `Linux shows ${f.percent} % of a core's speed; newer firmware may correct reference_perf, or nominal_freq`,
      ),
  }),
  'cpc/riscv-csr': row<OfRegister & { csr: string }>({
    severity: 'warning',
    section: RISCV_LINUX,
    message: (f) => `${f.key} is CSR ${f.csr}; Linux reads only time (0xC01)`,
    help: () => 'reading the entry fails with "Invalid argument"',
  }),
  'cpc/riscv-form': row<OfRegister & { wrong: readonly string[] }>({
    severity: 'error',
    section: RISCV,
    message: (f) =>
      `${f.key} has ${list(f.wrong, 'and')}; RISC-V's FFixedHW has 64 bits at bit offset 0, access size QWord`,
    help: (f) =>
      helpFor(
        f,
        'write bit_width = 64, bit_offset = 0 and access_size = "QWord"',
        'guests may read other bits than the firmware means',
      ),
  }),
  'cpc/riscv-other-register': row<OfRegister & { number: string; title: string }>({
    severity: 'warning',
    section: 'RISC-V SBI 2.0: CPPC registers',
    message: (f) => `${f.key} is SBI CPPC register ${f.number}, which is the ${f.title}`,
    help: () => 'each entry of a _CPC has an SBI register of its own',
  }),
  'cpc/riscv-reserved-bits': row<OfRegister & { address: bigint }>({
    severity: 'warning',
    section: RISCV,
    message: (f) => `${f.key} has the address ${hex(f.address)}; the bits between its type and its number must be 0`,
    help: () => 'an SBI register has its number in bits 31:0, a CSR in bits 11:0; Linux ignores the others',
  }),
  'cpc/riscv-sbi-register': row<OfRegister & { number: string }>({
    severity: 'error',
    section: 'RISC-V SBI 2.0: CPPC registers',
    message: (f) => `${f.key} is SBI CPPC register ${f.number}, which does not exist`,
    help: () => 'the SBI defines registers 0 to 0x14 in the order of _CPC, and 0x80000000; it refuses the others',
  }),
  'cpc/riscv-type': row<OfRegister & { address: bigint; type: number }>({
    severity: 'error',
    section: RISCV,
    message: (f) => `${f.key} has the address ${hex(f.address)}; type ${f.type} in its bits 63:60 is not defined`,
    help: () => 'type 1 is an SBI CPPC register, type 2 a CSR; Linux cannot read others ("Invalid argument")',
  }),
} as const;
