import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readCpuset } from '../../src/spec/cpuset.js';
import { cases } from '../support/cases.js';

// libvirt, formatdomain, "cpuset": numbers, ranges, and exclusions behind what they take from.
cases(
  'a cpuset',
  [
    { name: 'a number', text: '4', threads: [4] },
    { name: 'two numbers, in their order', text: '20,4', threads: [20, 4] },
    { name: 'a range', text: '0-3', threads: [0, 1, 2, 3] },
    { name: 'a range of one', text: '7-7', threads: [7] },
    { name: 'ranges and numbers', text: '0-1,16-17,9', threads: [0, 1, 16, 17, 9] },
    { name: 'an exclusion', text: '1-4,^2,6', threads: [1, 3, 4, 6] },
    { name: 'a range of exclusions', text: '0-7,^2-5', threads: [0, 1, 6, 7] },
    { name: 'blanks', text: ' 0 , 2-3 ', threads: [0, 2, 3] },
    { name: 'a number twice', text: '3,3,2-3', threads: [3, 2] },
    { name: 'an exclusion of what is not there', text: '1,^9', threads: [1] },
    { name: 'the last host thread', text: '65535', threads: [65535] },
    { name: 'the last two', text: '65534-65535', threads: [65534, 65535] },
  ],
  ({ text, threads }) => assert.equal(readCpuset(text), threads),
);

cases(
  'rejects an invalid cpuset',
  [
    { name: 'nothing', text: '', why: /neither a number/ },
    { name: 'a comma alone', text: ',', why: /neither a number/ },
    { name: 'a comma too many', text: '1,', why: /neither a number/ },
    { name: 'a word', text: 'all', why: /neither a number/ },
    { name: 'a sign', text: '-1', why: /neither a number/ },
    { name: 'half a range', text: '1-', why: /neither a number/ },
    { name: 'two ranges in one', text: '1-2-3', why: /neither a number/ },
    { name: 'hexadecimal', text: '0x1', why: /neither a number/ },
    { name: 'a range backwards', text: '7-3', why: /backwards/ },
    { name: 'everything excluded', text: '1-2,^1-2', why: /names no host thread/ },
    { name: 'a host thread past the last', text: '65536', why: /below 65536; 65536 is too high/ },
    { name: 'a range past the last', text: '0-65536', why: /below 65536/ },
    { name: 'a range that would fill the memory', text: '0-99999999999999999999', why: /below 65536/ },
  ],
  ({ text, why }) => {
    const read = readCpuset(text);
    assert.match('why' in read ? read.why : '', why);
  },
);

test.run();
