import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { escapeValue, valueOfKey } from '../../src/emit/qemu-value.js';
import { cases } from '../support/cases.js';

cases(
  'a value is read as it was written',
  [
    { name: 'a plain path', value: '/tables/x3d.aml', escaped: '/tables/x3d.aml' },
    { name: 'a comma', value: 'a,b', escaped: 'a,,b' },
    { name: 'two commas', value: 'a,,b', escaped: 'a,,,,b' },
    { name: 'a comma at the end', value: 'a,', escaped: 'a,,' },
    { name: 'another key inside', value: 'a,file=b', escaped: 'a,,file=b' },
  ],
  ({ value, escaped }) => {
    assert.is(escapeValue(value), escaped);
    assert.is(valueOfKey(`sig=SSDT,file=${escaped}`, 'file'), value);
    assert.is(valueOfKey(`file=${escaped},sig=SSDT`, 'sig'), 'SSDT');
  },
);

test('a key that is not there has no value', () => {
  assert.is(valueOfKey('data=a,,file=b', 'file'), undefined);
  assert.is(valueOfKey('', 'file'), undefined);
});

test.run();
