import { CPC_LEVELS } from '../../grammar/cpc.js';
import { MSRS } from '../../grammar/msrs.js';
import { spaceName } from '../aml/register-names.js';
import { hasCppcWithoutOsc } from '../cpc/cpu-model.js';
import { msrsIn } from '../cpc/fixed-hardware.js';
import { finding } from '../cpc/rules/finding.js';
import { type GuestFinding, type GuestRule, X86_OR_UNKNOWN } from './rule.js';
import type { GuestSubject } from './subject.js';

/** Requirements of Linux on the machine, and on the values that it reads. */
export const LINUX_MACHINE: readonly GuestRule[] = [
  { code: 'guest/linux-osc-missing', effect: 'refused', family: 'linux', from: [6, 0], check: oscExists },
  { code: 'guest/linux-level-zero', effect: 'refused', family: 'linux', check: levelsAreNotZero },
  { code: 'guest/linux-device-reads-zero', effect: 'refused', family: 'linux', check: deviceAnswers },
  { code: 'guest/linux-addr-shared', effect: 'harmful', family: 'linux', check: blocksAreOwn },
  {
    code: 'guest/linux-msr-missing',
    effect: 'refused',
    family: 'linux',
    architectures: X86_OR_UNKNOWN,
    check: msrExists,
  },
];

function oscExists(subject: GuestSubject): GuestFinding[] {
  const { osc, cpu, cpc, architecture = 'x86' } = subject;
  if (osc !== false || cpc.length === 0 || (cpu && hasCppcWithoutOsc(cpu)) || isRealAmd(subject)) return [];
  const facts = { ...(cpu && { model: cpu.name }), x86: architecture === 'x86' };
  return [finding('guest/linux-osc-missing', facts, { path: '\\_SB._OSC' })];
}

/** cpc_supported_by_cpu(): an AMD processor with the flag cppc needs no `_OSC`. It has the flag where it has these MSRs. */
function isRealAmd({ virtual, cpu, cpc }: GuestSubject): boolean {
  if (virtual || cpu) return false;
  const caps = MSRS.filter((row) => 'vendor' in row && row.vendor === 'AMD' && row.name === 'CPPC_CAP1');
  return cpc.every((one) => caps.some(({ address }) => msrsIn(one).has(address)));
}

/** cppc_get_perf_caps() requires all four; otherwise reading any file gives EFAULT. */
function levelsAreNotZero({ cpc }: GuestSubject): GuestFinding[] {
  return cpc.flatMap((one) =>
    CPC_LEVELS.flatMap((key) => {
      const value = one.entries.get(key);
      const zero = value?.kind === 'absent' || (value?.kind === 'integer' && value.value === 0n);
      if (!zero) return [];
      const is = value.kind === 'absent' ? 'the NULL register' : '0';
      return [finding('guest/linux-level-zero', { key, is }, { object: one, entry: key })];
    }),
  );
}

/** In addrspace 2 the device answers 0 until Enable is written, and Linux reads the levels before it does that. */
function deviceAnswers({ device, cpc }: GuestSubject): GuestFinding[] {
  return device?.addrspace === 2 && cpc.length > 0 ? [finding('guest/linux-device-reads-zero', {})] : [];
}

/** The registers of a shared block answer for the CPU that reads them. */
function blocksAreOwn({ sharedBlock }: GuestSubject): GuestFinding[] {
  return sharedBlock ? [finding('guest/linux-addr-shared', {})] : [];
}

/** KVM and TCG do not provide performance MSRs: neither AMD's 0xC00102B0 nor Intel's 0x771. */
function msrExists({ device, cpc, virtual }: GuestSubject): GuestFinding[] {
  if (!virtual || device) return [];
  return cpc.flatMap((one) =>
    CPC_LEVELS.flatMap((key) => {
      const value = one.entries.get(key);
      if (value?.kind !== 'register' || spaceName(value.register.spaceId) !== 'FFixedHW') return [];
      return [
        finding('guest/linux-msr-missing', { key, address: value.register.address }, { object: one, entry: key }),
      ];
    }),
  );
}
