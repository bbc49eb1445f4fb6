import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { releaseProblems } from '../../src/hyperv/release-rules.js';
import { cases } from '../support/cases.js';
import { compileHyperv } from './specs.js';

const { hyperv } = await compileHyperv({ hyperv: 'vpindex = true\ntlbflush = true\ntlbflush_ext = true' });

cases(
  'rules of releases',
  [
    { name: 'no release given', releases: {}, codes: [] },
    { name: 'the first QEMU with every flag', releases: { qemu: [7, 1] as const }, codes: [] },
    { name: 'the QEMU before it', releases: { qemu: [7, 0] as const }, codes: ['hyperv/qemu-too-old'] },
    { name: 'the first libvirt with arguments for QEMU', releases: { libvirt: [0, 9] as const }, codes: [] },
    { name: 'a libvirt before it', releases: { libvirt: [0, 8] as const }, codes: ['hyperv/libvirt-cannot'] },
  ],
  ({ releases, codes }) => {
    assert.equal(
      releaseProblems(hyperv, releases, 'spec.toml').map(({ code }) => code),
      codes,
    );
  },
);

test.run();
