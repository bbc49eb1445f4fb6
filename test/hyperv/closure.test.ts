import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ENLIGHTENMENTS } from '../../grammar/enlightenments.js';
import { closure, requiresInCodeOf, requiresOf } from '../../src/hyperv/closure.js';
import { cases } from '../support/cases.js';

/** "Requires:" of QEMU's docs/system/i386/hyperv.rst, closed by hand. */
const DOCUMENTED: Readonly<Record<string, string>> = {
  synic: 'vpindex',
  stimer: 'synic time vpindex',
  stimer_direct: 'stimer synic time vpindex',
  tlbflush: 'vpindex',
  tlbflush_direct: 'vapic',
  tlbflush_ext: 'tlbflush vpindex',
  ipi: 'vpindex',
  evmcs: 'vapic',
  syndbg: 'relaxed runtime stimer synic time vapic vpindex',
};

/** What the VMX implementation needs besides. */
const ON_INTEL: Readonly<Record<string, string>> = {
  tlbflush_direct: 'evmcs vapic',
  emsr_bitmap: 'evmcs vapic',
};

/** Dependencies in kvm_hyperv_properties with synic's check for vpindex, closed by hand, where they are fewer. */
const IN_CODE: Readonly<Record<string, string>> = { syndbg: 'relaxed synic vpindex' };

/** Every flag of the documentation, and that of the patched QEMU. */
const FLAGS =
  'relaxed vapic spinlocks vpindex runtime crash time synic stimer tlbflush ipi vendor_id reset frequencies reenlightenment ' +
  'evmcs stimer_direct avic no_nonarch_coresharing version_id_build version_id_major version_id_minor version_id_spack ' +
  'version_id_sbranch version_id_snumber syndbg emsr_bitmap xmm_input tlbflush_ext tlbflush_direct passthrough enforce_cpuid cppc_stub';

const rows = ENLIGHTENMENTS.map(({ key }) => ({ name: key }));

test('every documented flag has a row, and no other', () => {
  assert.equal(rows.map(({ name }) => name).sort(), FLAGS.split(' ').sort());
});

cases('closure as documented', rows, ({ name }) => {
  assert.is(
    closed(name, (key) => requiresOf(key, undefined)),
    DOCUMENTED[name] ?? '',
  );
});

cases('closure on AMD is that of the documentation', rows, ({ name }) => {
  assert.is(
    closed(name, (key) => requiresOf(key, 'amd')),
    DOCUMENTED[name] ?? '',
  );
});

cases('closure on Intel', rows, ({ name }) => {
  assert.is(
    closed(name, (key) => requiresOf(key, 'intel')),
    ON_INTEL[name] ?? DOCUMENTED[name] ?? '',
  );
});

cases('closure in the code of QEMU', rows, ({ name }) => {
  assert.is(closed(name, requiresInCodeOf), IN_CODE[name] ?? DOCUMENTED[name] ?? '');
});

test('the closure names the flag that requires each flag', () => {
  const wanted = closure(['tlbflush_ext', 'ipi'], (key) => requiresOf(key, undefined));
  assert.equal(
    [...wanted],
    [
      ['tlbflush', ['tlbflush_ext']],
      ['vpindex', ['ipi', 'tlbflush']],
    ],
  );
});

function closed(key: string, requires: Parameters<typeof closure>[1]): string {
  return [...closure([key], requires).keys()].sort().join(' ');
}

test.run();
