import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeTable, encodeTable } from '../../src/aml/table.js';
import type { AmlNode, NodeOf } from '../../src/aml/tree.js';
import { COREBOOT_AMD, DEVICE_0, DEVICE_1, DEVICE_2, EDK2_AMD, IASL_AMD } from '../lower/vectors.js';
import { hex, sameBytes, withValidHeader } from '../support/bytes.js';
import { cases } from '../support/cases.js';

const ROWS = [
  { name: 'iasl', vector: IASL_AMD, object: '_CPC' },
  { name: 'edk2', vector: EDK2_AMD, object: '_CPC' },
  { name: 'coreboot', vector: COREBOOT_AMD, object: 'GCPC' },
  { name: 'the device in memory', vector: DEVICE_0, object: '_CPC' },
  { name: 'the device on ports', vector: DEVICE_1, object: '_CPC' },
  { name: 'the device by MSRs', vector: DEVICE_2, object: '_CPC' },
];

function tableOf(vector: string): Uint8Array {
  return withValidHeader(Uint8Array.of(...new Uint8Array(36), ...hex(vector)));
}

/** The name and the Package of the one object that the bytes have. */
function objectOf(vector: string): { name: string; object: NodeOf<'DefPackage'> } {
  const [term] = decodeTable(tableOf(vector), 'x.aml').value?.terms ?? [];
  if (term?.term !== 'DefName' || term.object.term !== 'DefPackage') throw new Error('no Name of a Package');
  return { name: term.name, object: term.object };
}

cases('law 2: a _CPC as others encode it', ROWS, ({ vector, object }) => {
  const table = tableOf(vector);
  const { value, diagnostics } = decodeTable(table, 'x.aml');
  assert.equal(diagnostics, []);
  if (value) sameBytes(encodeTable(value), table);
  const {
    name,
    object: { numElements, elements },
  } = objectOf(vector);
  assert.equal([name, numElements, elements.length], [object, 23, 23]);
  assert.ok(
    elements.every(({ term }) => term === 'Integer' || term === 'ResourceTemplate'),
    'every element is legible',
  );
});

/** Without what tells one encoding from another. */
function plain(node: AmlNode): unknown {
  if (node.term === 'Integer') return node.value;
  return node.term === 'ResourceTemplate' ? node.registers : node;
}

test('coreboot says the same as iasl, in longer bytes', () => {
  const [iasl, coreboot] = [IASL_AMD, COREBOOT_AMD].map((vector) => objectOf(vector).object.elements.map(plain));
  assert.equal(coreboot, iasl);
});

test.run();
