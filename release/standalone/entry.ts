// The executable's first file. Node runs it when the executable is built, and keeps the memory that results in it: then our
// modules are loaded, and what the warm-up came to is compiled. The executable continues with the function that is set here.

import { startupSnapshot } from 'node:v8';
import { optimizeLate } from '../../src/cli/optimize-late.js';
import { run } from '../../src/cli/run.js';
import { warmUp } from './warm-up.js';

if (startupSnapshot.isBuildingSnapshot()) {
  startupSnapshot.setDeserializeMainFunction(main);
  void warmUp();
} else {
  main();
}

function main(): void {
  optimizeLate();
  run();
}
