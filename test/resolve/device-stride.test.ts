// The addresses of 64 vCPUs follow from the hex of the first by the device's stride. Observed: the device, 2.2.

import { test } from 'uvu';
import { DEVICE_0, DEVICE_1 } from '../lower/vectors.js';
import { hex, sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';
import { cpcBytes, DEFAULTS } from './specs.js';

/** Where the low byte of each address stands in the device's `_CPC`. */
const ADDRESSES = [0x18, 0x2d, 0x42, 0x57, 0x81, 0xff, 0x114, 0x129, 0x13e];

const VCPUS = 64;
const THREADS = 2;

cases(
  'the block of each of 64 vCPUs',
  [
    { name: 'in memory, 11 bytes for each', addrspace: 0, stride: 11n, first: DEVICE_0 },
    { name: 'on ports, 24 for each', addrspace: 1, stride: 24n, first: DEVICE_1 },
  ],
  async ({ addrspace, stride, first }) => {
    const text = `[guest]\nthreads_per_core = ${THREADS}\n[registers]\naddrspace = ${addrspace}\n${DEFAULTS}
[[core]]\nhighest_perf = 236\n[[core]]\nhighest_perf = 166\ncount = ${VCPUS / THREADS - 1}\n`;
    for (let vcpu = 0; vcpu < VCPUS; vcpu++) {
      const main = vcpu - (vcpu % THREADS);
      sameBytes(await cpcBytes(text, vcpu), movedBy(hex(first), stride * BigInt(main)));
    }
  },
);

test.run();

function movedBy(bytes: Uint8Array, by: bigint): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const at of ADDRESSES) view.setBigUint64(at, view.getBigUint64(at, true) + by, true);
  return bytes;
}
