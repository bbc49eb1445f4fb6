// Stands in for uvu when only some tests are to run: see filter.ts.

import { test as register } from 'uvu';

const ONLY = process.env['ONLY'] ?? '';

type Register = typeof register;

const ifWanted =
  (add: Register['only']): Register['only'] =>
  (...args) => {
    if (args[0].includes(ONLY)) add(...args);
  };

/** Hooks run as usual; a test of another title is left out, not skipped. */
export const test: Register = Object.assign(ifWanted(register), {
  only: ifWanted(register.only),
  skip: (...args: Parameters<Register['skip']>) => {
    if (args[0]?.includes(ONLY)) register.skip(...args);
  },
  before: register.before,
  after: register.after,
  run: register.run,
});
