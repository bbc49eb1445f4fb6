import { test } from 'uvu';
import * as assert from 'uvu/assert';

test('this one passes', () => {});
test('this one fails', () => assert.ok(false));
test.skip('this one is skipped');

test.run();
