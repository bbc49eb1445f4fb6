import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { compileHyperv, hypervCodes, keysOn } from './specs.js';

const PRESET = 'preset = "recommended"\n';
const ALWAYS =
  'time relaxed vapic vpindex runtime synic stimer stimer_direct frequencies tlbflush tlbflush_ext ipi xmm_input';

// "Recommendations" of QEMU's docs/system/i386/hyperv.rst: all but the exceptions, nested ones on request.
cases(
  'preset',
  [
    { name: 'without a word', hyperv: '', on: ALWAYS },
    { name: 'Intel', hyperv: 'cpu = "intel"', on: ALWAYS },
    { name: 'overcommitted', hyperv: 'overcommitted = true', on: ALWAYS.replace('vapic', 'vapic spinlocks') },
    {
      name: 'nested on Intel',
      hyperv: 'cpu = "intel"\nnested = true',
      on: 'time relaxed vapic vpindex runtime synic stimer stimer_direct frequencies reenlightenment tlbflush tlbflush_direct tlbflush_ext ipi evmcs emsr_bitmap xmm_input',
    },
    {
      name: 'nested on AMD, without evmcs',
      hyperv: 'cpu = "amd"\nnested = true',
      on: 'time relaxed vapic vpindex runtime synic stimer stimer_direct frequencies reenlightenment tlbflush tlbflush_direct tlbflush_ext ipi emsr_bitmap xmm_input',
    },
    {
      name: 'nested and migrating, without reenlightenment',
      hyperv: 'cpu = "amd"\nnested = true\nmigration = true',
      on: 'time relaxed vapic vpindex runtime synic stimer stimer_direct frequencies tlbflush tlbflush_direct tlbflush_ext ipi emsr_bitmap xmm_input',
    },
    {
      name: 'nested and migrating with TSC scaling',
      hyperv: 'cpu = "amd"\nnested = true\nmigration = true\ntsc_scaling = true\ntsc_frequency = 3_000_000_000',
      on: 'time relaxed vapic vpindex runtime synic stimer stimer_direct frequencies reenlightenment tlbflush tlbflush_direct tlbflush_ext ipi emsr_bitmap xmm_input',
    },
    { name: 'one switched off', hyperv: 'xmm_input = false', on: ALWAYS.replace(' xmm_input', '') },
    { name: 'one added', hyperv: 'crash = true', on: `${ALWAYS} crash` },
  ],
  async ({ hyperv, on }) => assert.is(await keysOn(PRESET + hyperv), on),
);

test('preset: what is left out has a reason', async () => {
  const { hyperv } = await compileHyperv({ hyperv: `${PRESET}ipi = false` });
  const why = new Map(hyperv.leftOut.map((one) => [one.key, one.why]));
  assert.is(why.get('ipi'), 'the spec turns it off');
  assert.match(why.get('reset') ?? '', /modern Hyper-V/);
  assert.is(hyperv.on.length + hyperv.leftOut.length, 33);
  assert.ok(hyperv.leftOut.every((one) => one.why !== ''));
});

cases(
  'single flags',
  [
    {
      name: 'what is required is added',
      hyperv: 'stimer_direct = true',
      on: 'time vpindex synic stimer stimer_direct',
    },
    { name: 'apicv is avic', hyperv: 'apicv = true', on: 'avic' },
    { name: 'off is off', hyperv: 'relaxed = true\nno_nonarch_coresharing = "off"\nvapic = false', on: 'relaxed' },
    { name: 'passthrough needs nothing', hyperv: 'passthrough = true\nsyndbg = true', on: 'syndbg passthrough' },
    { name: 'Intel adds evmcs', hyperv: 'cpu = "intel"\nemsr_bitmap = true', on: 'vapic evmcs emsr_bitmap' },
  ],
  async ({ hyperv, on }) => assert.is(await keysOn(hyperv), on),
);

test('values stay as the spec has them', async () => {
  const { hyperv } = await compileHyperv({
    hyperv: 'spinlocks = 0x1fff\nvendor_id = "KVM Hv"\nversion_id_build = 19041',
  });
  assert.equal(
    hyperv.on.map(({ key, value, why }) => [key, value, why.by]),
    [
      ['spinlocks', 0x1fffn, 'spec'],
      ['vendor_id', 'KVM Hv', 'spec'],
      ['version_id_build', 19041n, 'spec'],
    ],
  );
});

const DEVICE = 'layout = "acpi-cppc"';

cases(
  'the stub of Windows 10',
  [
    { name: 'comes with Windows 10 on the device', os: 'windows10', registers: DEVICE, stub: true },
    { name: 'not with Windows 11', os: 'windows11', registers: DEVICE, stub: false },
    { name: 'not on stock QEMU', os: 'windows10', registers: '', stub: false },
  ],
  async ({ os, registers, stub }) => {
    const { hyperv } = await compileHyperv({ hyperv: 'relaxed = true', guest: `os = ["${os}"]`, registers });
    assert.is(
      hyperv.on.some(({ key, why }) => key === 'cppc_stub' && why.by === 'guest'),
      stub,
    );
  },
);

const ON = 'relaxed = true\nno_nonarch_coresharing = "on"';
const SMT = 'threads_per_core = 2';

cases(
  'no_nonarch_coresharing = "on"',
  [
    { name: 'without pins', pins: ['', ''], refused: true },
    { name: 'one vCPU without a pin', pins: ['4', ''], refused: true },
    { name: 'all vCPUs on their own cores', pins: ['4', '5'], refused: false },
    { name: 'threads of a core on threads of a core', guest: SMT, pins: ['4, 20', '5, 21'], refused: false },
    {
      name: 'cores that no topology of QEMU can tell',
      pins: ['4', '5, 21'],
      refused: true,
    },
  ],
  async ({ guest = '', pins, refused }) => {
    const codes = await hypervCodes({ hyperv: ON, guest, pins });
    assert.equal(codes, refused ? ['hyperv/coresharing-unpinned'] : []);
  },
);

cases(
  'conflicts',
  [
    { name: '"auto" without migration', hyperv: 'relaxed = true\nno_nonarch_coresharing = "auto"', codes: [] },
    {
      name: '"auto" with migration',
      hyperv: 'relaxed = true\nmigration = true\nno_nonarch_coresharing = "auto"',
      codes: ['hyperv/blocks-migration'],
    },
    {
      name: 'passthrough with migration',
      hyperv: 'migration = true\npassthrough = true',
      codes: ['hyperv/debug-only', 'hyperv/blocks-migration'],
    },
    { name: 'the preset with migration', hyperv: `${PRESET}migration = true`, codes: [] },
    { name: 'evmcs on Intel', hyperv: 'cpu = "intel"\nvapic = true\nevmcs = true', codes: ['hyperv/caution'] },
    {
      name: 'evmcs on AMD',
      hyperv: 'cpu = "amd"\nvapic = true\nevmcs = true',
      codes: ['hyperv/intel-only'],
    },
    { name: 'evmcs anywhere', hyperv: 'vapic = true\nevmcs = true', codes: ['hyperv/caution', 'hyperv/cpu-not-set'] },
    { name: 'fewest attempts at spinlocks', hyperv: 'spinlocks = 0xfff', codes: [] },
    { name: 'too few attempts', hyperv: 'spinlocks = 0xffe', codes: ['hyperv/spinlocks-range'] },
    {
      name: 'attempts that never end switch nothing on',
      hyperv: 'spinlocks = 0xffffffff',
      codes: ['hyperv/nothing-enabled'],
    },
    { name: 'attempts past 32 bits', hyperv: 'spinlocks = 0x100000000', codes: ['spec/out-of-range'] },
    { name: 'a vendor of 12 characters', hyperv: 'relaxed = true\nvendor_id = "123456789012"', codes: [] },
    {
      name: 'a vendor of 13 characters',
      hyperv: 'relaxed = true\nvendor_id = "1234567890123"',
      codes: ['spec/bad-text'],
    },
    { name: 'a service number of 24 bits', hyperv: 'relaxed = true\nversion_id_snumber = 0xffffff', codes: [] },
    {
      name: 'a service number past 24 bits',
      hyperv: 'relaxed = true\nversion_id_snumber = 0x1000000',
      codes: ['spec/out-of-range'],
    },
    {
      name: 'a major version past 16 bits',
      hyperv: 'relaxed = true\nversion_id_major = 65536',
      codes: ['spec/out-of-range'],
    },
    {
      name: 'a service branch past 8 bits',
      hyperv: 'relaxed = true\nversion_id_sbranch = 256',
      codes: ['spec/out-of-range'],
    },
    { name: 'a flag that there is not', hyperv: 'relaxd = true', codes: ['spec/unknown-key'] },
    {
      name: 'nothing is guessed of what cannot be read',
      hyperv: 'cpu = "inte"\nstrict = true\nsynic = true',
      codes: ['spec/not-one-of'],
    },
    {
      name: 'reports nothing about pins that cannot be read',
      hyperv: ON,
      pins: ['4', '-5'],
      codes: ['spec/out-of-range'],
    },
    { name: 'strict with everything there', hyperv: 'strict = true\nvpindex = true\nsynic = true', codes: [] },
    {
      name: 'strict with something missing',
      hyperv: 'strict = true\nsynic = true',
      codes: ['hyperv/requirement-missing'],
    },
    { name: 'reenlightenment, no migration', hyperv: 'frequencies = true\nreenlightenment = true', codes: [] },
    {
      name: 'reenlightenment, TSC scaling',
      hyperv:
        'frequencies = true\nreenlightenment = true\nmigration = true\ntsc_scaling = true\ntsc_frequency = 3_000_000_000',
      codes: [],
    },
    {
      name: 'the stub with Windows 11',
      hyperv: 'relaxed = true\ncppc_stub = true',
      guest: 'os = ["windows11"]',
      codes: ['hyperv/cppc-stub-windows11', 'hyperv/patched-qemu'],
    },
  ],
  async ({ codes, ...choice }) => assert.equal(await hypervCodes(choice), codes),
);

test.run();
