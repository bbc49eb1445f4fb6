// Under TCG enlightenments have no effect, and a PC refuses hv-vpindex: this proves names and values.

import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  ENLIGHTENMENT_ALIASES,
  ENLIGHTENMENTS,
  type EnlightenmentKey,
  type EnlightenmentRow,
  PROPOSED_ENLIGHTENMENTS,
} from '../../grammar/enlightenments.js';
import { HIGHEST_TSC_HZ, LOWEST_TSC_HZ } from '../../grammar/limits.js';
import { emitFormats } from '../../src/emit/formats.js';
import { cpuValue } from '../../src/emit/qemu.js';
import { type Enlightenment, flagName } from '../../src/hyperv/enlightenments.js';
import { hypervElements } from '../../src/hyperv/libvirt-elements.js';
import { flagText, globalOption } from '../../src/hyperv/qemu-flags.js';
import { isSince } from '../../src/versions/release.js';
import { compileHyperv } from '../hyperv/specs.js';
import { outside, testWith } from '../support/outside.js';
import { cpuProperties, qemuRelease } from '../support/qmp.js';

const MODEL = 'qemu64';
const QEMU = ['qemu-system-x86_64'] as const;

const ROWS: readonly EnlightenmentRow[] = ENLIGHTENMENTS;

/** Each flag with a value that tells whether all of it arrived, and what QEMU then says of the property. */
const FLAGS = ROWS.map((row) => {
  const flag: Enlightenment = { key: row.key as EnlightenmentKey, value: valueFor(row), why: { by: 'spec' } };
  const seen = typeof flag.value === 'bigint' ? Number(flag.value) : flag.value;
  return { row, flag, property: flagName(row.key), seen };
});

function valueFor(row: EnlightenmentRow): Enlightenment['value'] {
  switch (row.form) {
    case 'boolean':
      return true;
    case 'integer':
      return row.max - 1n;
    case 'text':
      return 'x'.repeat(row.most);
    case 'choice':
      return row.of[0] ?? '';
  }
}

const WAYS = [
  { way: '-cpu', args: (flag: Enlightenment) => ['-cpu', `${MODEL},${flagText(flag)}`] },
  { way: '-global', args: (flag: Enlightenment) => ['-cpu', `${MODEL},hv-relaxed=on`, ...globalOption(flag)] },
];

for (const { way, args } of WAYS) {
  for (const { row, flag, property, seen } of FLAGS) {
    testWith(QEMU, `QEMU: ${way} sets ${flagText(flag)}, from its first release on`, async () => {
      const known = row.qemu !== undefined && isSince(await qemuRelease(), row.qemu);
      const found = await cpuProperties(args(flag), [property]);
      if (known) assert.equal(found, { values: { [property]: seen } });
      else assert.match('refused' in found ? found.refused : 'accepted', /Property .* not found/);
    });
  }
}

testWith(QEMU, 'QEMU: the grammar has every property hv-… of a CPU, and no release has a proposed one', async () => {
  const help = await execa(outside('qemu-system-x86_64'), ['-device', 'max-x86_64-cpu,help']);
  const properties = [...help.stdout.matchAll(/^\s*(hv-[a-z-]+)=/gm)].map(([, name = '']) => name);
  const known = [...ENLIGHTENMENTS.map(({ key }) => key), ...Object.keys(ENLIGHTENMENT_ALIASES)].map(flagName);
  assert.ok(properties.length > 25);
  assert.equal(
    properties.filter((name) => !known.includes(name)),
    [],
  );
  for (const key of Object.keys(PROPOSED_ENLIGHTENMENTS)) {
    const found = await cpuProperties(['-cpu', `${MODEL},${flagName(key)}=off`], []);
    assert.match('refused' in found ? found.refused : 'accepted', /Property .* not found/);
  }
});

testWith(QEMU, 'QEMU: a PC without KVM refuses hv-vpindex before 10.0, and takes all other flags', async () => {
  const release = await qemuRelease();
  const known = FLAGS.filter(({ row }) => row.qemu !== undefined && isSince(release, row.qemu));
  const others = known.filter(({ row }) => row.key !== 'vpindex').map(({ flag }) => flagText(flag));
  const refused = await cpuProperties(['-cpu', `${MODEL},hv-vpindex=on`], [], 'q35');
  const words = 'refused' in refused ? refused.refused : 'accepted';
  if (isSince(release, [10, 0])) assert.is(words, 'accepted');
  else assert.match(words, /doesn't allow setting HyperV VP_INDEX/);
  assert.equal(await cpuProperties(['-cpu', [MODEL, ...others].join(',')], ['hv-synic'], 'q35'), {
    values: { 'hv-synic': true },
  });
});

testWith(QEMU, 'QEMU: a value beyond the largest is refused', async () => {
  for (const { row, property } of FLAGS) {
    // QEMU takes 32 bits for the service number, and drops the upper eight.
    if (row.form !== 'integer' || row.key === 'version_id_snumber') continue;
    const found = await cpuProperties(['-cpu', `${MODEL},${property}=${row.max + 1n}`], []);
    assert.match('refused' in found ? found.refused : 'accepted', /expects uint/, property);
  }
});

testWith(QEMU, 'QEMU: a doubled comma does not help in -cpu, and -global takes a single one', async () => {
  const doubled = await cpuProperties(['-cpu', `${MODEL},hv-vendor-id=a,,b`], ['hv-vendor-id']);
  assert.match('refused' in doubled ? doubled.refused : 'accepted', /not found/);
  const { hyperv } = await compileHyperv({ hyperv: 'vendor_id = "a,b"' });
  const { qemuArguments } = hypervElements(hyperv, [9, 0]);
  assert.equal(await cpuProperties(['-cpu', MODEL, ...qemuArguments], ['hv-vendor-id']), {
    values: { 'hv-vendor-id': 'a,b' },
  });
});

const PRESETS = ['cpu = "intel"', 'cpu = "amd"', 'cpu = "intel"\nnested = true', 'cpu = "amd"\nnested = true'];

for (const settings of PRESETS) {
  testWith(QEMU, `QEMU: takes the preset for ${settings.replace('\n', ', ')}`, async () => {
    const hyperv = `preset = "recommended"\novercommitted = true\nvendor_id = "a,b"\n${settings}`;
    const compiled = await compileHyperv({ hyperv, guest: `cpu_model = "${MODEL}"` });
    const found = await cpuProperties(await enlightenedArgs(compiled), ['hv-time', 'hv-vendor-id', 'hv-spinlocks']);
    assert.equal(found, { values: { 'hv-time': true, 'hv-vendor-id': 'a,b', 'hv-spinlocks': 0xfff } });
  });
}

/** The lines of the output `qemu` without the tables, which are not written here. */
async function enlightenedArgs(compiled: Awaited<ReturnType<typeof compileHyperv>>): Promise<string[]> {
  const [output] = emitFormats(compiled, { stem: 'spec', qemu: await qemuRelease() }, ['qemu']).value ?? [];
  const lines = new TextDecoder().decode(output?.content).trimEnd().split('\n');
  return lines.filter((line) => !line.startsWith('-acpitable')).flatMap((line) => line.split(' '));
}

test('the flags of the tests are those of the grammar', () => {
  assert.ok(FLAGS.length >= 33);
});

testWith(QEMU, 'QEMU: takes the frequency of the TSC within our limits', async () => {
  for (const hz of [LOWEST_TSC_HZ, 3_600_000_000n, HIGHEST_TSC_HZ]) {
    const { table, hyperv } = await compileHyperv({ hyperv: `tsc_frequency = ${hz}`, guest: `cpu_model = "${MODEL}"` });
    const found = await cpuProperties(['-cpu', cpuValue(table, hyperv)], ['tsc-frequency']);
    assert.equal(found, { values: { 'tsc-frequency': Number(hz) } });
  }
});

test.run();
