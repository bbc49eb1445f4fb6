// A file that lost its last line.

import { test } from 'uvu';

test('a test that is never run', () => {});
