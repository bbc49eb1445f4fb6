import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OSC } from '../../grammar/osc.js';
import { integer } from '../../src/aml/integer.js';
import { uuidBuffer, uuidText } from '../../src/aml/uuid.js';
import { hex } from '../support/bytes.js';

// iasl 20200925 of ToUUID ("0811b06e-4a27-44f9-8d60-3cbbc22e7b48"); ACPI 6.6 §19.6.142.
test('the Buffer that ToUUID makes', () => {
  const { bufferSize, bytes } = uuidBuffer(OSC.uuid);
  assert.equal(bufferSize, integer(16));
  assert.equal(bytes, hex('6e b0 11 08 27 4a f9 44 8d 60 3c bb c2 2e 7b 48'));
});

test('the text of that Buffer', () => {
  assert.is(uuidText(uuidBuffer(OSC.uuid)), OSC.uuid);
  assert.is(uuidText(uuidBuffer('00010203-0405-0607-0809-0a0b0c0d0e0f')), '00010203-0405-0607-0809-0a0b0c0d0e0f');
});

test('a Buffer of another size has no such text', () => {
  for (const size of [0, 15, 17]) {
    assert.is(uuidText({ term: 'DefBuffer', bufferSize: integer(size), bytes: new Uint8Array(size) }), undefined);
  }
});

test.run();
