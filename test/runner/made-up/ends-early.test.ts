import { test } from 'uvu';

test('a test that ends the process', () => process.exit(0));

test.run();
