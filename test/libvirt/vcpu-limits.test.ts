import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { editDomain } from '../../src/libvirt/edit-domain.js';
import { cases } from '../support/cases.js';
import { x3d } from './domains.js';

const compiled = await x3d();
const TOO_MANY = 'libvirt/too-many-vcpus';
const NO_IOMMU = 'libvirt/no-interrupt-mode';
const EIM = "<devices><iommu model='intel'><driver intremap='on' eim='on'/></iommu></devices>";

// libvirt 9.0 says the same of these domains: "Maximum CPUs greater than specified machine type limit", and "more than 255
// vCPUs require extended interrupt mode enabled on the iommu device".
cases(
  'vCPUs of the machine of a domain',
  [
    { name: 'the most of pc', machine: 'pc', vcpus: 255, codes: [] },
    { name: 'more than pc has', machine: 'pc', vcpus: 256, codes: [TOO_MANY] },
    { name: 'more than a pc of a release has', machine: 'pc-i440fx-11.1', vcpus: 256, codes: [TOO_MANY] },
    { name: 'the most of q35 7.2', machine: 'pc-q35-7.2', vcpus: 288, devices: EIM, codes: [] },
    { name: 'more than q35 7.2 has', machine: 'pc-q35-7.2', vcpus: 289, devices: EIM, codes: [TOO_MANY] },
    { name: 'the same for q35 8.1', machine: 'pc-q35-8.1', vcpus: 289, devices: EIM, codes: [] },
    { name: 'more than q35 8.2 has', machine: 'pc-q35-8.2', vcpus: 1025, devices: EIM, codes: [TOO_MANY] },
    { name: 'the q35 of any QEMU', machine: 'q35', vcpus: 1025, devices: EIM, codes: [] },
    { name: '255 need no IOMMU', machine: 'q35', vcpus: 255, codes: [] },
    { name: '256 without an IOMMU', machine: 'q35', vcpus: 256, codes: [NO_IOMMU] },
    {
      name: '256 without its mode',
      machine: 'q35',
      vcpus: 256,
      devices: EIM.replace(" eim='on'", ''),
      codes: [NO_IOMMU],
    },
  ],
  ({ machine, vcpus, devices = '', codes }) => {
    const os = `<os><type arch='x86_64' machine='${machine}'>hvm</type></os>`;
    const text = `<domain type='kvm'><vcpu>${vcpus}</vcpu>${os}${devices}</domain>`;
    const edit = { compiled, placement: { stem: 'x3d' }, topology: false };
    const found = editDomain(text, 'd.xml', edit).diagnostics.map(({ code }) => code);
    assert.equal(
      found.filter((code) => code === TOO_MANY || code === NO_IOMMU),
      codes,
    );
  },
);

test.run();
