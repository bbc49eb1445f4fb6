import { AMU_COUNTERS, AMU_RATES, LINUX_CSR, RISCV_FORM, RISCV_TYPES } from '../../../grammar/fixed-hardware.js';
import { accessName } from '../../aml/register-names.js';
import { csrText, fixedHardwareIn, isFixedHardware, numberText, riscvAddress, sbiRegister } from '../fixed-hardware.js';
import { type EntryRegister, registersOf } from '../overlap.js';
import { type Finding, finding, type Rule } from './finding.js';
import type { CpcSubject } from './subject.js';

/** Rules of single registers in FFixedHW, by architecture; those of MSRs are among the rules of all registers. */
export const FIXED_HARDWARE_RULES: readonly Rule<CpcSubject>[] = [
  { origins: [], check: ofRiscv(riscvForm) },
  { origins: [], check: ofRiscv(riscvAddresses) },
  { origins: [], check: amuCounters },
];

/** Rules between registers in FFixedHW and numbers. */
export const COUNTER_RULES: readonly Rule<CpcSubject>[] = [{ origins: [], check: amuReferencePerf }];

function fixedRegistersIn({ cpc }: CpcSubject): EntryRegister[] {
  return registersOf((key) => cpc.entries.get(key)).filter(({ register }) => isFixedHardware(register));
}

function ofRiscv(check: (one: EntryRegister) => readonly Finding[]): (subject: CpcSubject) => readonly Finding[] {
  return (subject) =>
    fixedHardwareIn(subject.cpc, subject.architecture) === 'riscv' ? fixedRegistersIn(subject).flatMap(check) : [];
}

/** RISC-V FFH 1.0.1, table "_CPC Resource Descriptor". */
function riscvForm({ key, register: { bitWidth, bitOffset, accessSize } }: EntryRegister): Finding[] {
  const access = accessName(accessSize) ?? String(accessSize);
  const wrong = [
    bitWidth === RISCV_FORM.bitWidth ? [] : [`bit width ${bitWidth}`],
    bitOffset === RISCV_FORM.bitOffset ? [] : [`bit offset ${bitOffset}`],
    access === RISCV_FORM.access ? [] : [`access size ${access}`],
  ].flat();
  return wrong.length === 0 ? [] : [finding('cpc/riscv-form', { key, wrong }, { entry: key })];
}

/** The first problem of an address. RISC-V FFH 1.0.1, table "_CPC Register Address". */
function riscvAddresses({ key, register: { address } }: EntryRegister): Finding[] {
  const at = { entry: key };
  const { type, id, reserved } = riscvAddress(address);
  const name = RISCV_TYPES.find((row) => row.type === type)?.name;
  if (!name) return [finding('cpc/riscv-type', { key, address, type }, at)];
  if (reserved !== 0n) return [finding('cpc/riscv-reserved-bits', { key, address }, at)];
  if (name === 'CSR') return id === LINUX_CSR ? [] : [finding('cpc/riscv-csr', { key, csr: csrText(id) }, at)];
  const register = sbiRegister(id);
  if (!register) return [finding('cpc/riscv-sbi-register', { key, number: numberText(id) }, at)];
  if (register.key === key) return [];
  return [finding('cpc/riscv-other-register', { key, number: numberText(id), title: register.title }, at)];
}

/** Linux reads the two counters, and nothing else in Arm's FFixedHW: cpc_read_ffh in arch/arm64/kernel/topology.c. */
function amuCounters(subject: CpcSubject): Finding[] {
  if (fixedHardwareIn(subject.cpc, subject.architecture) !== 'amu') return [];
  return fixedRegistersIn(subject).flatMap(({ key, register: { address } }) => {
    const counter = AMU_COUNTERS.find((row) => row.address === address);
    if (counter?.key === key) return [];
    const right = AMU_COUNTERS.find((row) => row.key === key);
    const facts = { key, address, ...(counter && { name: counter.name }), ...(right && { right: right.address }) };
    return [finding('cpc/amu-counter', facts, { entry: key })];
  });
}

/**
 * The reference counter counts at a rate that the hardware fixes, so reference_perf must be the performance of that rate:
 * nominal_perf × rate / nominal_freq. Linux computes a core's speed from it, and takes nominal_perf where it is 0 or missing.
 */
function amuReferencePerf(subject: CpcSubject): Finding[] {
  const { cpc, known, architecture } = subject;
  if (fixedHardwareIn(cpc, architecture) !== 'amu' || !isConstantCounter(subject)) return [];
  const [nominal, frequency] = [known('nominal_perf'), known('nominal_freq')];
  const missing = subject.lacks('reference_perf') || known('reference_perf') === 0n;
  const reference = missing ? nominal : known('reference_perf');
  if (!nominal || !frequency || !reference) return [];
  const right = (nominal * AMU_RATES.since86) / frequency;
  const rate = (frequency * reference) / nominal;
  if (isNear(reference, right) || rate <= AMU_RATES.mostBefore) return [];
  const percent = (reference * 100n) / right;
  const facts = { reference, missing, nominal, frequency, right, rate: AMU_RATES.since86, percent };
  return [finding('cpc/amu-reference-perf', facts, { entry: 'reference_perf' })];
}

function isConstantCounter({ cpc }: CpcSubject): boolean {
  const value = cpc.entries.get('reference_counter');
  const row = AMU_COUNTERS.find(({ key }) => key === 'reference_counter');
  return value?.kind === 'register' && value.register.address === row?.address;
}

/** Within a tenth: system counters of machines before Armv8.6 can have 1.05 GHz. */
function isNear(value: bigint, right: bigint): boolean {
  const apart = value > right ? value - right : right - value;
  return apart <= 1n || apart * 10n <= right;
}
