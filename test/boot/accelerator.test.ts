// KVM that is not there, that dies and that is silent, by made-up QEMUs in PATH.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runAccelerated } from '../../src/boot/accelerator.js';
import type { GuestRun } from '../../src/boot/guest.js';
import { type QemuEnd, startQemu } from '../../src/boot/qemu.js';
import { cases } from '../support/cases.js';
import { inTemporaryFolder } from '../support/guest.js';

const LIMITS = { timeoutSeconds: 60, silenceMs: 300 } as const;

interface Row {
  readonly name: string;
  /** What QEMU does under KVM. */
  readonly script: string;
  readonly end: QemuEnd;
}

const rows: readonly Row[] = [
  {
    name: 'without KVM QEMU fails',
    script: 'echo "qemu: warning: a CPU lacks something" >&2; echo "Could not access KVM" >&2; exit 1',
    end: { state: 'failed', why: 'Could not access KVM' },
  },
  {
    name: 'a guest that prints nothing',
    script: 'exec sleep 60',
    end: { state: 'silent', why: 'the guest printed nothing for 0.3 seconds' },
  },
  {
    name: 'a guest that KVM could not go on with',
    script: 'echo "KVM internal error. Suberror: 1" >&2; exec sleep 60',
    end: { state: 'silent', why: 'QEMU: KVM internal error' },
  },
  {
    name: 'a guest that prints, and takes longer than the silence',
    script: 'echo "[    0.000000] Linux version"; sleep 1; echo "[    1.000000] reboot: Power down"',
    end: { state: 'ended', by: 'itself', why: 'last line: "reboot: Power down"' },
  },
  {
    name: 'a guest that panics',
    script: 'echo "[    1.0] Kernel panic - not syncing: x"; echo "[    1.1] Rebooting"',
    end: { state: 'ended', by: 'itself', why: 'last line: "Kernel panic - not syncing: x"' },
  },
];

cases('under KVM', rows, async ({ script, end }) => {
  await withQemu(script, async (folder) => {
    assert.equal(await startQemu(folder, [], { ...LIMITS, accelerator: 'kvm' }), end);
  });
});

test('under TCG only the time limit is a reason, not silence', async () => {
  await withQemu('exec sleep 60', async (folder) => {
    const end = await startQemu(folder, [], { accelerator: 'tcg', timeoutSeconds: 1, silenceMs: 100 });
    assert.equal(end, { state: 'ended', by: 'timeout', why: 'time limit of 1 seconds; it printed nothing' });
  });
});

test('no QEMU', async () => {
  await withQemu(undefined, async (folder) => {
    assert.equal(await startQemu(folder, [], { ...LIMITS, accelerator: 'kvm' }), { state: 'missing' });
  });
});

const ENDED: GuestRun = { state: 'ended', by: 'itself', why: 'x' };

cases(
  'auto',
  [
    {
      name: 'silent KVM: TCG',
      first: { state: 'silent', why: 'silence' },
      used: ['kvm', 'tcg'],
      insteadOfKvm: 'silence',
    },
    {
      name: 'failed KVM: TCG',
      first: { state: 'failed', why: 'no KVM' },
      used: ['kvm', 'tcg'],
      insteadOfKvm: 'no KVM',
    },
    { name: 'a guest that ended had KVM', first: ENDED, used: ['kvm'], insteadOfKvm: undefined },
    { name: 'a missing QEMU is not a reason', first: { state: 'missing' }, used: ['kvm'], insteadOfKvm: undefined },
  ] as const,
  async ({ first, used, insteadOfKvm }) => {
    const tried: string[] = [];
    const made = await runAccelerated('auto', async (accelerator) => {
      tried.push(accelerator);
      return accelerator === 'kvm' ? first : ENDED;
    });
    assert.equal(tried, used);
    assert.is(made.insteadOfKvm, insteadOfKvm);
    assert.is(made.accelerator, used.at(-1));
  },
);

test('a requested accelerator is not replaced', async () => {
  const made = await runAccelerated('kvm', async () => ({ state: 'silent', why: 'x' }));
  assert.equal(made, { run: { state: 'silent', why: 'x' }, accelerator: 'kvm' });
});

test.run();

/** A folder with nothing but that QEMU in PATH, beside what its script needs. */
async function withQemu(script: string | undefined, work: (folder: string) => Promise<void>): Promise<void> {
  const { PATH } = process.env;
  await inTemporaryFolder(async (folder) => {
    const text = `#!/bin/sh\nPATH=/bin:/usr/bin\n${script}\n`;
    if (script !== undefined) writeFileSync(join(folder, 'qemu-system-x86_64'), text, { mode: 0o755 });
    process.env['PATH'] = folder;
    try {
      await work(folder);
    } finally {
      process.env['PATH'] = PATH;
    }
  });
}
