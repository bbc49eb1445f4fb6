import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { GuestName } from '../../grammar/guests.js';
import { compile } from '../../src/compile.js';
import type { CatalogRow } from '../../src/diagnostics/catalog/row.js';
import { CATALOG } from '../../src/diagnostics/catalog.js';
import { GUEST_RULES, judgeGuest } from '../../src/guest/judge.js';
import { subjectOfTable } from '../../src/guest/subject.js';
import { guestsNamed } from '../../src/versions/guest.js';
import { cases } from '../support/cases.js';
import { FIXTURES } from '../support/fixtures.js';
import { answersOfSpecAndBytes } from '../support/spec-and-bytes.js';

interface SpecFacts {
  readonly guest?: string;
  readonly registers?: string;
  readonly defaults?: string;
  readonly cores?: string;
}

const CORES = '[[core]]\nhighest_perf = 236\n[[core]]\nhighest_perf = 166\n';
const LEVELS = 'nominal_perf = 131\nlowest_nonlinear_perf = 40\nlowest_perf = 15\n';
const FREQUENCIES = 'nominal_freq = 3800\nlowest_freq = 400\n';

function spec({ guest = '', registers = 'layout = "constant"', defaults, cores = CORES }: SpecFacts): string {
  const model = guest.includes('cpu_model') ? '' : 'cpu_model = "EPYC-Genoa"';
  return `[guest]\n${model}\n${guest}\n[registers]\n${registers}\n[defaults]\n${defaults ?? LEVELS + FREQUENCIES}${cores}`;
}

async function answers(text: string, guest: GuestName) {
  const { value, diagnostics } = await compile({ text, file: 'spec.toml' });
  if (!value) throw new Error(diagnostics.map((one) => one.message).join('\n'));
  return judgeGuest(guest, subjectOfTable(value.table));
}

interface Row {
  readonly name: string;
  readonly spec: SpecFacts;
  readonly guest: GuestName;
  readonly verdict: string;
  readonly because?: readonly string[];
  readonly unless?: { readonly host_vendor: string; readonly verdict: string };
}

const ROWS: readonly Row[] = [
  { name: 'the default', spec: {}, guest: 'linux-6.12', verdict: 'accepted' },
  { name: 'the default', spec: {}, guest: 'linux-7.2', verdict: 'accepted' },
  { name: 'the default', spec: {}, guest: 'linux-next', verdict: 'accepted' },
  { name: 'the default', spec: {}, guest: 'windows11', verdict: 'accepted' },
  {
    name: 'no preferred core yet',
    spec: {},
    guest: 'linux-6.1',
    verdict: 'unranked',
    because: ['guest/linux-no-preferred-core'],
  },
  { name: 'ports before 5.17', spec: {}, guest: 'linux-5.15', verdict: 'refused', because: ['guest/linux-no-ports'] },
  {
    name: 'no ports before 5.17',
    spec: { registers: 'layout = "constant"\ncontrols = "none"' },
    guest: 'linux-5.15',
    verdict: 'unranked',
    because: ['guest/linux-no-preferred-core'],
  },
  {
    name: 'the physical address bits of EPYC-Genoa,phys-bits=44',
    spec: {
      guest: 'cpu_model = "EPYC-Genoa,phys-bits=44"',
      registers: 'layout = "acpi-cppc"\naddrspace = 0',
      defaults: LEVELS,
    },
    guest: 'linux-6.12',
    verdict: 'accepted',
  },
  {
    name: 'the physical address bits of EPYC-Genoa,phys-bits=44',
    spec: {
      guest: 'cpu_model = "EPYC-Genoa,phys-bits=44"',
      registers: 'layout = "acpi-cppc"\naddrspace = 0',
      defaults: LEVELS,
    },
    guest: 'linux-7.3',
    verdict: 'unranked',
    because: ['guest/linux-frequency-missing'],
  },
  {
    name: 'the physical address bits of EPYC-Genoa,phys-bits=43',
    spec: {
      guest: 'cpu_model = "EPYC-Genoa,phys-bits=43"',
      registers: 'layout = "acpi-cppc"\naddrspace = 0',
      defaults: LEVELS,
    },
    guest: 'linux-6.12',
    verdict: 'refused',
    because: ['guest/linux-memory-address'],
  },
  {
    name: 'the physical address bits of EPYC-Genoa,phys-bits=48,host-phys-bits=off',
    spec: {
      guest: 'cpu_model = "EPYC-Genoa,phys-bits=48,host-phys-bits=off"',
      registers: 'layout = "acpi-cppc"\naddrspace = 0',
      defaults: LEVELS,
    },
    guest: 'linux-6.12',
    verdict: 'accepted',
  },
  {
    name: 'the physical address bits of EPYC-Genoa,phys-bits=48,host-phys-bits=on',
    spec: {
      guest: 'cpu_model = "EPYC-Genoa,phys-bits=48,host-phys-bits=on"',
      registers: 'layout = "acpi-cppc"\naddrspace = 0',
      defaults: LEVELS,
    },
    guest: 'linux-6.12',
    verdict: 'refused',
    because: ['guest/linux-memory-address'],
  },
  {
    name: 'an address that every host has',
    spec: {
      guest: 'cpu_model = "EPYC-Genoa,host-phys-bits=on"',
      registers: 'layout = "acpi-cppc"\naddrspace = 0\naddress = 0x4000000000',
      defaults: LEVELS,
    },
    guest: 'linux-6.12',
    verdict: 'accepted',
  },
  {
    name: 'the physical address bits of EPYC-Genoa',
    spec: { guest: 'cpu_model = "EPYC-Genoa"', registers: 'layout = "acpi-cppc"\naddrspace = 0', defaults: LEVELS },
    guest: 'linux-6.12',
    verdict: 'refused',
    because: ['guest/linux-memory-address'],
  },
  {
    name: 'the CPU of the host, whose vendor is not known',
    spec: { guest: 'cpu_model = "host"' },
    guest: 'linux-6.12',
    verdict: 'unranked',
    because: ['guest/linux-host-vendor'],
    unless: { host_vendor: 'amd', verdict: 'accepted' },
  },
  {
    name: 'the CPU of the host, and another reason',
    spec: { guest: 'cpu_model = "host"', cores: CORES.replace('236', '166') },
    guest: 'linux-7.3',
    verdict: 'unranked',
    because: ['guest/all-equal'],
  },
  {
    name: 'the CPU of the host, before cores were ranked',
    spec: { guest: 'cpu_model = "host"' },
    guest: 'linux-6.8',
    verdict: 'unranked',
    because: ['guest/linux-no-preferred-core'],
  },
  {
    name: 'the CPU of the host without _OSC',
    spec: { guest: 'cpu_model = "host"\n[table]\nobjects = ["_CPC"]' },
    guest: 'linux-7.3',
    verdict: 'refused',
    because: ['guest/linux-osc-missing'],
  },
  { name: 'the CPU of the host', spec: { guest: 'cpu_model = "host"' }, guest: 'windows11', verdict: 'accepted' },
  ...(
    [
      ['host_vendor = "amd"', 'accepted'],
      ['host_vendor = "intel"', 'unranked', 'guest/linux-cpu-model'],
      ['host_vendor = "intel"\n[hyperv]\ncpu = "amd"', 'accepted'],
      ['[hyperv]\ncpu = "intel"', 'unranked', 'guest/linux-cpu-model'],
    ] as const
  ).map(([keys, verdict, ...because]) => ({
    name: `the CPU of the host, ${keys.replaceAll('\n', ' ')}`,
    spec: { guest: `cpu_model = "host"\n${keys}` },
    guest: 'linux-7.3' as const,
    verdict,
    because,
  })),
  {
    name: 'an AMD model on an Intel host',
    spec: { guest: 'host_vendor = "intel"' },
    guest: 'linux-7.3',
    verdict: 'accepted',
  },
  {
    name: 'an AMD model with the vendor of Intel',
    spec: { guest: 'cpu_model = "EPYC-Milan,vendor=GenuineIntel"' },
    guest: 'linux-7.3',
    verdict: 'unranked',
    because: ['guest/linux-cpu-model'],
  },
  { name: 'no _CPC', spec: { guest: '[table]\nobjects = ["_OSC", "_PSD"]' }, guest: 'linux-6.12', verdict: 'none' },
  { name: 'no _CPC', spec: { guest: '[table]\nobjects = ["_OSC", "_PSD"]' }, guest: 'windows10', verdict: 'none' },
  {
    name: 'an Intel model',
    spec: { guest: 'cpu_model = "Skylake-Server"' },
    guest: 'linux-6.12',
    verdict: 'unranked',
    because: ['guest/linux-cpu-model'],
  },
  {
    name: 'Zen 1',
    spec: { guest: 'cpu_model = "EPYC"' },
    guest: 'linux-6.12',
    verdict: 'unranked',
    because: ['guest/linux-cpu-model'],
  },
  {
    name: 'Zen 1 made Zen 2',
    spec: { guest: 'cpu_model = "EPYC,model=48"' },
    guest: 'linux-6.12',
    verdict: 'accepted',
  },
  {
    name: 'Hygon',
    spec: { guest: 'cpu_model = "Dhyana"' },
    guest: 'linux-6.12',
    verdict: 'unranked',
    because: ['guest/linux-cpu-model'],
  },
  {
    name: 'no controls',
    spec: { registers: 'layout = "constant"\ncontrols = "none"' },
    guest: 'linux-6.12',
    verdict: 'unranked',
    because: ['guest/linux-enable-missing'],
  },
  {
    name: 'no controls',
    spec: { registers: 'layout = "constant"\ncontrols = "none"' },
    guest: 'linux-7.2',
    verdict: 'unranked',
    because: ['guest/linux-enable-missing', 'guest/linux-autonomous-fixed'],
  },
  {
    name: 'no controls',
    spec: { registers: 'layout = "constant"\ncontrols = "none"' },
    guest: 'windows11',
    verdict: 'refused',
    because: ['guest/windows-desired'],
  },
  {
    name: 'no controls',
    spec: { registers: 'layout = "constant"\ncontrols = "none"' },
    guest: 'linux-next',
    verdict: 'unranked',
    because: ['guest/linux-enable-missing'],
  },
  {
    name: 'no counters',
    spec: { registers: 'layout = "constant"\ncounters = "none"' },
    guest: 'linux-7.3',
    verdict: 'accepted',
  },
  {
    name: 'no counters',
    spec: { registers: 'layout = "constant"\ncounters = "none"' },
    guest: 'linux-next',
    verdict: 'refused',
    because: ['guest/next-counters'],
  },
  ...(['linux-6.12', 'linux-6.12.117'] as const).map(
    (guest) => ({ name: 'no frequencies', spec: { defaults: LEVELS }, guest, verdict: 'accepted' }) as const,
  ),
  ...(
    [
      ['linux-6.9', 'guest/linux-frequency-missing'],
      ['linux-6.11', 'guest/linux-frequency-missing'],
      ['linux-6.12.109'],
      ['linux-6.13', 'guest/linux-frequency-missing', 'guest/linux-release-unknown'],
      ['linux-6.15', 'guest/linux-frequency-missing', 'guest/linux-release-unknown'],
    ] as const
  ).map(([guest, ...more]) => ({
    name: 'no frequencies, and a selection that is written in PCC only',
    spec: { defaults: LEVELS },
    guest,
    verdict: 'unranked',
    because: ['guest/linux-selection-unwritten', ...more],
  })),
  ...(
    [
      ['linux-6.8', 'guest/linux-no-preferred-core'],
      ['linux-6.9', 'guest/linux-selection-unwritten'],
      ['linux-6.12.0', 'guest/linux-selection-unwritten'],
      ['linux-6.12.109', 'guest/linux-selection-unwritten'],
      ['linux-6.12.110'],
      ['linux-6.12'],
      ['linux-6.13', 'guest/linux-selection-unwritten', 'guest/linux-release-unknown'],
      ['linux-6.15.11', 'guest/linux-selection-unwritten', 'guest/linux-release-unknown'],
      ['linux-6.16'],
      ['linux-6.16.3'],
    ] as const
  ).map(([guest, ...because]) => ({
    name: 'the default, and a selection that is written in PCC only',
    spec: {},
    guest,
    verdict: because.length > 0 ? 'unranked' : 'accepted',
    because,
  })),
  ...(['linux-6.16', 'linux-7.3', 'linux-7.9', 'linux-next'] as const).map(
    (guest) =>
      ({
        name: 'no frequencies',
        spec: { defaults: LEVELS },
        guest,
        verdict: 'unranked',
        because: ['guest/linux-frequency-missing'],
      }) as const,
  ),
  {
    name: 'no frequencies and another reason, between booted releases',
    spec: { defaults: LEVELS, registers: 'layout = "constant"\ncontrols = "none"' },
    guest: 'linux-6.14',
    verdict: 'unranked',
    because: ['guest/linux-enable-missing', 'guest/linux-selection-unwritten', 'guest/linux-frequency-missing'],
  },
  ...(
    [
      ['linux-6.12', 'accepted'],
      ['linux-6.11', 'unranked', 'guest/linux-selection-unwritten', 'guest/linux-autonomous-fixed'],
      ['linux-6.12.109', 'unranked', 'guest/linux-selection-unwritten'],
      ['linux-6.12.110', 'unranked', 'guest/linux-autonomous-fixed'],
      ['linux-6.12.116', 'unranked', 'guest/linux-autonomous-fixed'],
      ['linux-6.12.117', 'accepted'],
      ['linux-6.14', 'unranked', 'guest/linux-selection-unwritten', 'guest/linux-release-unknown'],
      ['linux-6.16', 'accepted'],
      ['linux-7.1', 'accepted'],
      ['linux-7.2', 'unranked', 'guest/linux-autonomous-fixed'],
      ['linux-7.3.3', 'unranked', 'guest/linux-autonomous-fixed'],
      ['linux-7.3.4', 'accepted'],
      ['linux-7.3', 'accepted'],
      ['linux-7.4', 'accepted'],
    ] as const
  ).map(([guest, verdict, ...because]) => ({
    name: 'a fixed autonomous selection',
    spec: { registers: 'layout = "constant"\nautonomous_selection = 1' },
    guest,
    verdict,
    because,
  })),
  ...(
    [
      // Nominal 1310 MHz at level 131: level 40 is 400 MHz. Up to 6.12 it is (40 << 10) / 131 * 1310 >> 10 = 399 MHz.
      ['linux-6.14', 399, 'unranked', 'guest/linux-release-unknown'],
      ['linux-6.12.110', 399, 'accepted'],
      ['linux-6.16', 399, 'accepted'],
      ['linux-6.16', 400, 'unranked'],
      ['linux-7.2', 400, 'accepted'],
      ['linux-7.2', 401, 'unranked'],
      ['linux-7.3', 400, 'accepted'],
      ['linux-7.3', 401, 'unranked'],
    ] as const
  ).map(([guest, lowest, verdict, ...more]) => ({
    name: `a lowest nonlinear frequency of 400 MHz and a lowest one of ${lowest}`,
    spec: { defaults: `${LEVELS}nominal_freq = 1310\nlowest_freq = ${lowest}\n` },
    guest,
    verdict,
    because:
      verdict === 'accepted'
        ? []
        : [...(more.length > 0 ? ['guest/linux-selection-unwritten'] : []), 'guest/linux-frequency-range', ...more],
  })),
  {
    // 3283 * 40 / 131 = 1002.4; (40 << 10) / 131 * 3283 >> 10 = 1000.
    name: 'the lowest nonlinear frequency is above the lowest one by less than the ratio is exact',
    spec: { defaults: `${LEVELS}nominal_freq = 3283\nlowest_freq = 1001\n` },
    guest: 'linux-7.3',
    verdict: 'accepted',
  },
  {
    // 131 << 10 / 131 = 1024: the nonlinear level is the nominal one.
    name: 'the lowest nonlinear frequency is the nominal one',
    spec: { defaults: `${LEVELS.replace('= 40', '= 131')}nominal_freq = 3283\nlowest_freq = 1000\n` },
    guest: 'linux-7.3',
    verdict: 'accepted',
  },
  { name: 'a level of 255', spec: { cores: CORES.replace('236', '255') }, guest: 'linux-7.2', verdict: 'accepted' },
  {
    name: 'a level of 256',
    spec: { cores: CORES.replace('236', '256') },
    guest: 'linux-6.16',
    verdict: 'unranked',
    because: ['guest/linux-past-255'],
  },
  {
    name: 'a level of 256, between booted releases',
    spec: { cores: CORES.replace('236', '256') },
    guest: 'linux-6.13',
    verdict: 'unranked',
    because: ['guest/linux-selection-unwritten', 'guest/linux-past-255', 'guest/linux-release-unknown'],
  },
  { name: 'a level of 256', spec: { cores: CORES.replace('236', '256') }, guest: 'linux-6.12', verdict: 'accepted' },
  {
    name: 'equal cores',
    spec: { cores: CORES.replace('236', '166') },
    guest: 'linux-6.12',
    verdict: 'unranked',
    because: ['guest/all-equal'],
  },
  {
    name: 'equal cores',
    spec: { cores: CORES.replace('236', '166') },
    guest: 'windows11',
    verdict: 'unranked',
    because: ['guest/all-equal'],
  },
  {
    name: 'no _OSC',
    spec: { guest: '[table]\nobjects = ["_CPC"]' },
    guest: 'linux-6.12',
    verdict: 'refused',
    because: ['guest/linux-osc-missing'],
  },
  {
    name: 'no _OSC',
    spec: { guest: '[table]\nobjects = ["_CPC"]' },
    guest: 'linux-5.15',
    verdict: 'refused',
    because: ['guest/linux-no-ports'],
  },
  {
    name: 'no _OSC on Zen 3',
    spec: { guest: 'cpu_model = "EPYC-Milan"\n[table]\nobjects = ["_CPC", "_PSD"]' },
    guest: 'linux-6.12',
    verdict: 'accepted',
  },
  {
    name: 'no _OSC on Zen 4',
    spec: { guest: 'cpu_model = "EPYC-Genoa"\n[table]\nobjects = ["_CPC", "_PSD"]' },
    guest: 'linux-6.12',
    verdict: 'refused',
    because: ['guest/linux-osc-missing'],
  },
  {
    name: 'Cloud Hypervisor with ports',
    spec: { guest: 'machine = "cloud-hypervisor"', defaults: LEVELS },
    guest: 'linux-6.16',
    verdict: 'unranked',
    because: ['guest/linux-frequency-missing'],
  },
  {
    name: 'Cloud Hypervisor without ports',
    spec: {
      guest: 'machine = "cloud-hypervisor"',
      registers: 'layout = "constant"\ncontrols = "none"',
      defaults: LEVELS,
    },
    guest: 'linux-6.12',
    verdict: 'unranked',
    because: ['guest/linux-enable-missing'],
  },
  { name: 'a machine that brings _OSC', spec: { guest: 'machine = "acrn"' }, guest: 'linux-6.12', verdict: 'accepted' },
  {
    name: 'no _PSD',
    spec: { guest: '[table]\nobjects = ["_OSC", "_CPC"]' },
    guest: 'windows11',
    verdict: 'refused',
    because: ['guest/windows-siblings'],
  },
  { name: 'no _PSD', spec: { guest: '[table]\nobjects = ["_OSC", "_CPC"]' }, guest: 'linux-6.12', verdict: 'accepted' },
  {
    name: 'MSRs of AMD',
    spec: { registers: 'layout = "amd"', defaults: FREQUENCIES, cores: '[[core]]\ncount = 2\n' },
    guest: 'linux-6.12',
    verdict: 'refused',
    because: ['guest/linux-msr-missing'],
  },
  {
    name: 'MSRs of AMD on real firmware',
    spec: {
      guest: 'machine = "coreboot"',
      registers: 'layout = "amd"',
      defaults: FREQUENCIES,
      cores: '[[core]]\ncount = 2\n',
    },
    guest: 'linux-6.12',
    verdict: 'accepted',
  },
  {
    name: 'Windows 10 on stock QEMU',
    spec: {},
    guest: 'windows10',
    verdict: 'unranked',
    because: ['guest/windows10-hypervisor'],
  },
  {
    name: 'the device',
    spec: { registers: 'layout = "acpi-cppc"', defaults: LEVELS },
    guest: 'linux-6.12',
    verdict: 'refused',
    because: ['guest/linux-device-reads-zero'],
  },
  {
    name: 'the device',
    spec: { registers: 'layout = "acpi-cppc"', defaults: LEVELS },
    guest: 'windows10',
    verdict: 'accepted',
  },
  {
    name: 'the device in ports',
    spec: { registers: 'layout = "acpi-cppc"\naddrspace = 1', defaults: LEVELS },
    guest: 'linux-6.12',
    verdict: 'accepted',
  },
  ...(
    [
      ['frequencies', '', LEVELS + FREQUENCIES],
      ['a selection that is a register', 'autonomous_selection = "none"', LEVELS + FREQUENCIES],
      ['no enable', 'enable = "none"', LEVELS],
      ['a level in the table', 'guaranteed_perf = "none"', LEVELS],
    ] as const
  ).map(([keys, registers, defaults]) => ({
    name: `the device in ports, whose own table has no key for ${keys}`,
    spec: { registers: `layout = "acpi-cppc"\naddrspace = 1\n${registers}`, defaults },
    guest: 'linux-7.2' as const,
    verdict: 'unranked',
    because: ['guest/linux-autonomous-fixed', 'guest/linux-frequency-missing'],
  })),
  {
    name: 'the device in ports, whose objects the spec does not choose',
    spec: {
      registers: 'layout = "acpi-cppc"\naddrspace = 1',
      defaults: LEVELS,
      guest: '[table]\nobjects = ["_PSD"]',
    },
    guest: 'linux-6.12',
    verdict: 'accepted',
  },
  {
    name: 'the device in ports on 7.3, which writes no equal selection',
    spec: { registers: 'layout = "acpi-cppc"\naddrspace = 1', defaults: LEVELS },
    guest: 'linux-7.3',
    verdict: 'unranked',
    because: ['guest/linux-frequency-missing'],
  },
  {
    name: 'the device with equal cores',
    spec: {
      registers: 'layout = "acpi-cppc"\naddrspace = 1',
      defaults: LEVELS,
      cores: CORES.replace('236', '166'),
    },
    guest: 'linux-6.12',
    verdict: 'unranked',
    because: ['guest/all-equal'],
  },
  ...(['linux-5.17', 'linux-6.1', 'linux-6.12', 'linux-7.3', 'linux-next'] as const).map((guest) => ({
    name: 'one register block of the device for all cores',
    spec: {
      registers: 'layout = "acpi-cppc"\naddrspace = 1\naddr_shared = true',
      defaults: LEVELS,
      guest: 'os = ["windows11"]',
    },
    guest,
    verdict: 'harmful',
    because: ['guest/linux-addr-shared'],
  })),
  {
    name: 'one register block, which the guest refuses',
    spec: { registers: 'layout = "acpi-cppc"\naddrspace = 0\naddr_shared = true', defaults: LEVELS },
    guest: 'linux-6.12',
    verdict: 'refused',
    because: ['guest/linux-memory-address'],
  },
  {
    name: 'one register block in reach',
    spec: {
      registers: 'layout = "acpi-cppc"\naddrspace = 0\naddress = 0x4000000000\naddr_shared = true',
      defaults: LEVELS,
    },
    guest: 'linux-6.12',
    verdict: 'harmful',
    because: ['guest/linux-addr-shared'],
  },
  {
    name: 'one register block for equal cores',
    spec: {
      registers: 'layout = "acpi-cppc"\naddrspace = 1\naddr_shared = true',
      defaults: LEVELS,
      cores: CORES.replace('236', '166'),
    },
    guest: 'linux-6.12',
    verdict: 'unranked',
    because: ['guest/all-equal'],
  },
  {
    name: 'one register block',
    spec: { registers: 'layout = "acpi-cppc"\naddrspace = 1\naddr_shared = true', defaults: LEVELS },
    guest: 'windows11',
    verdict: 'accepted',
  },
  ...(['EPYC-Genoa,cppc=on', 'EPYC-Genoa,cppc=off,+cppc', 'host,cppc=on'] as const).map((model) => ({
    name: `the flag cppc, ${model}`,
    spec: {
      registers: 'layout = "acpi-cppc"\naddrspace = 1',
      defaults: LEVELS,
      guest: `cpu_model = "${model}"\nhost_vendor = "amd"`,
    },
    guest: 'linux-6.12' as const,
    verdict: 'unranked',
    because: ['guest/linux-cppc-flag'],
  })),
  {
    name: 'the flag cppc, switched off',
    spec: {
      registers: 'layout = "acpi-cppc"\naddrspace = 1',
      defaults: LEVELS,
      guest: 'cpu_model = "EPYC-Genoa,cppc=on,cppc=off"',
    },
    guest: 'linux-6.12',
    verdict: 'accepted',
  },
  {
    name: 'the device in ports',
    spec: { registers: 'layout = "acpi-cppc"\naddrspace = 1', defaults: LEVELS },
    guest: 'linux-6.16',
    verdict: 'unranked',
    because: ['guest/linux-frequency-missing'],
  },
  {
    name: 'the device in ports',
    spec: { registers: 'layout = "acpi-cppc"\naddrspace = 1', defaults: LEVELS },
    guest: 'linux-5.15',
    verdict: 'refused',
    because: ['guest/linux-no-ports'],
  },
  {
    name: 'the device in memory',
    spec: { registers: 'layout = "acpi-cppc"\naddrspace = 0', defaults: LEVELS },
    guest: 'linux-6.12',
    verdict: 'refused',
    because: ['guest/linux-memory-address'],
  },
  {
    name: 'the device in memory',
    spec: { registers: 'layout = "acpi-cppc"\naddrspace = 0', defaults: LEVELS },
    guest: 'windows10',
    verdict: 'refused',
    because: ['guest/windows-memory'],
  },
  {
    name: 'the device in memory',
    spec: { registers: 'layout = "acpi-cppc"\naddrspace = 0', defaults: LEVELS },
    guest: 'windows11',
    verdict: 'accepted',
  },
];

cases(
  'judge',
  ROWS.map((row) => ({ ...row, name: `${row.name}, ${row.guest}` })),
  async ({ spec: facts, guest, verdict, because = [], unless }) => {
    const answer = await answers(spec(facts), guest);
    const seen = { verdict: answer.verdict, because: answer.because, unless: answer.unless };
    assert.equal(seen, { verdict, because, unless });
  },
);

test('has no ranking for a table that the guest refuses', async () => {
  const answer = await answers(spec({ guest: '[table]\nobjects = ["_CPC"]', defaults: LEVELS }), 'linux-6.12');
  assert.equal(answer.because, ['guest/linux-osc-missing']);
});

test('boot words are those of the version', async () => {
  const wordsOf = async (guest: GuestName, registers = '') => {
    const { findings } = await answers(spec({ registers: `layout = "constant"\n${registers}` }), guest);
    return findings.flatMap(({ facts }) => ('words' in facts ? facts.words : []));
  };
  assert.equal(await wordsOf('linux-6.1'), []);
  assert.equal(await wordsOf('linux-6.12'), ['amd_pstate=passive']);
  assert.equal(await wordsOf('linux-7.1'), ['amd_pstate=passive']);
  assert.equal(await wordsOf('linux-7.2'), ['amd_pstate=passive', 'setcpuid=hw_pstate']);
  assert.equal(await wordsOf('linux-6.12', 'autonomous_selection = 1'), ['amd_pstate=active']);
  assert.equal(await wordsOf('linux-7.3', 'autonomous_selection = 1'), ['amd_pstate=active', 'setcpuid=hw_pstate']);
});

cases(
  'judge: what debugfs is needed for',
  [
    { name: 'linux-6.12', debugfs: 'not used' },
    { name: 'linux-7.1', debugfs: 'needed' },
    { name: 'linux-7.2.6', debugfs: 'needed' },
    { name: 'linux-7.2.7', debugfs: 'only for this file' },
    { name: 'linux-7.2', debugfs: 'only for this file' },
    { name: 'linux-7.3', debugfs: 'only for this file' },
  ] as const,
  async ({ name, debugfs }) => {
    const { findings } = await answers(spec({}), name);
    assert.equal(
      findings.flatMap(({ facts }) => ('debugfs' in facts ? [facts.debugfs] : [])),
      [debugfs],
    );
  },
);

cases(
  'judge: under KVM a model has the vendor of its host',
  [
    { name: 'an AMD model on Intel', keys: 'cpu_model = "EPYC-Genoa"\nhost_vendor = "intel"', told: true },
    { name: 'an AMD model on AMD', keys: 'cpu_model = "EPYC-Genoa"\nhost_vendor = "amd"', told: false },
    { name: 'an AMD model on a host that is not known', keys: 'cpu_model = "EPYC-Genoa"', told: false },
    {
      name: 'an AMD model that keeps its vendor',
      keys: 'cpu_model = "EPYC-Genoa,vendor=AuthenticAMD"\nhost_vendor = "intel"',
      told: false,
    },
    { name: 'an Intel model', keys: 'cpu_model = "Haswell"\nhost_vendor = "intel"', told: false },
    { name: 'the model of the host', keys: 'cpu_model = "host"\nhost_vendor = "intel"', told: false },
  ],
  async ({ keys, told }) => {
    const { findings } = await answers(spec({ guest: keys }), 'linux-7.3');
    assert.is(
      findings.some(({ code }) => code === 'guest/linux-vendor-of-host'),
      told,
    );
  },
);

test('a release after the newest known one is predicted by its rules, and this is said', async () => {
  const codesOf = async (guest: GuestName) => (await answers(spec({}), guest)).findings.map(({ code }) => code);
  for (const guest of ['linux-7.4', 'linux-8.0.1'] as const) {
    assert.ok((await codesOf(guest)).includes('guest/linux-newer'), guest);
  }
  for (const guest of ['linux-7.3', 'linux-7.3.99', 'linux-next', 'windows11'] as const) {
    assert.not.ok((await codesOf(guest)).includes('guest/linux-newer'), guest);
  }
});

test('linux is four of the kernels', () => {
  assert.equal(guestsNamed(['linux']), ['linux-6.1', 'linux-6.12', 'linux-7.2', 'linux-7.3']);
  assert.equal(guestsNamed(['windows11', 'linux-5.15', 'linux-6.1', 'linux-6.1']), [
    'linux-5.15',
    'linux-6.1',
    'windows11',
  ]);
});

test('every rule says where it is known from, and every code of the room has a rule', () => {
  const codes = Object.keys(CATALOG).filter((code) => code.startsWith('guest/'));
  const ofReleases = ['guest/linux-newer', 'guest/linux-release-unknown'];
  assert.equal([...new Set([...GUEST_RULES.map(({ code }) => code as string), ...ofReleases])].sort(), codes.sort());
  for (const { code } of GUEST_RULES) assert.ok((CATALOG[code] as CatalogRow<never>).section, code);
});

function acceptedSpecs(): { name: string; text: string; file: string }[] {
  const folder = join(FIXTURES, 'accept');
  return readdirSync(folder).map((name) => ({
    name,
    text: readFileSync(join(folder, name, 'spec.toml'), 'utf8'),
    file: 'spec.toml',
  }));
}

// What is known of a spec must be what a guest sees in its bytes.
cases('judge: a spec and its tables get the same answers', acceptedSpecs(), async ({ text, file }) => {
  const { value } = await compile({ text, file });
  if (!value) throw new Error('an accepted spec does not compile');
  for (const { guest, ofSpec: a, ofBytes: b } of answersOfSpecAndBytes(value)) {
    assert.equal({ guest, verdict: b.verdict, because: b.because }, { guest, verdict: a.verdict, because: a.because });
  }
});

test.run();
