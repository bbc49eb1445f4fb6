import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ACCESS_SIZES, ADDRESS_SPACES } from '../../grammar/address-spaces.js';
import {
  accessBits,
  accessId,
  accessName,
  cpcSpaceName,
  spaceId,
  spaceName,
  spaceText,
} from '../../src/aml/register-names.js';
import { cases } from '../support/cases.js';

const SPACES = ADDRESS_SPACES.map((row) => ({ name: row.asl, ...row }));
const SIZES = ACCESS_SIZES.map((row) => ({ name: row.asl, ...row }));

cases('name and id of an address space', SPACES, ({ id, asl, inCpc }) => {
  assert.equal([spaceId(asl), spaceName(id), spaceText(id)], [id, asl, asl]);
  assert.is(cpcSpaceName(id), inCpc ? asl : undefined);
});

cases('name and id of an access size', SIZES, ({ id, asl, bits }) =>
  assert.equal([accessId(asl), accessName(id), accessBits(id)], [id, asl, bits]),
);

cases('ids without a name', [{ name: '0x0C' }, { name: '0x7E' }, { name: '0xFF' }], ({ name }) => {
  const id = Number(name);
  assert.equal([spaceName(id), cpcSpaceName(id), accessName(id), accessBits(id)], [undefined, undefined, undefined, 0]);
  assert.is(spaceText(id), name);
});

test.run();
