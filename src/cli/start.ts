// The program, once main.ts knows that this Node can read it.

import { run } from './run.js';

run();
