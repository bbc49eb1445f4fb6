import { setFlagsFromString } from 'node:v8';

/**
 * V8 optimizes a function after some calls and loops: for the tables of one machine, or a spec, that takes more CPU time
 * on all threads than it saves. Of V8 11 (Node 20) the option is a number of bytes of bytecode, 67,584 by default; of V8 13
 * (Node 24) a number of calls, 400 and 3,000. The releases between and after have neither, or others.
 */
const LATER: Readonly<Record<string, readonly string[]>> = {
  20: ['--interrupt-budget=1000000'],
  24: ['--invocation-count-for-maglev=4000', '--invocation-count-for-turbofan=12000'],
};

export function optimizeLate(): void {
  const [major = ''] = process.versions.node.split('.');
  for (const option of LATER[major] ?? []) setFlagsFromString(option);
}
