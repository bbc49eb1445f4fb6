// Loads the published program with the compiled code of an earlier run; only the bundle has this file in its way.

import { readFileSync, statSync } from 'node:fs';
import { Module } from 'node:module';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { type CachedCode, cacheFolder, NO_CODE_CACHE, readCode, writeCode } from './code-cache.js';
import { optimizeLate } from './optimize-late.js';

/** SHA-256 of the program, which the bundle puts here. */
declare const PROGRAM_HASH: string;

// Before the tag is asked for: V8 refuses code that was compiled with other flags.
optimizeLate();

const path = join(__dirname, 'start.cjs');
const code = cachedCode();
if (code) run(code);
else require('./start.cjs');

function cachedCode(): CachedCode | undefined {
  // Node's own word for the same: its cache of compiled modules, from 22.1 on.
  if (process.env['NODE_DISABLE_COMPILE_CACHE'] || process.argv.includes(NO_CODE_CACHE)) return undefined;
  const folder = cacheFolder(process.env);
  if (folder === undefined) return undefined;
  const tag = cachedDataVersionTag().toString(16);
  const changed = Math.trunc(statSync(path).mtimeMs).toString(16);
  const command = /^[a-z]+$/.test(process.argv[2] ?? '') ? (process.argv[2] as string) : 'other';
  return { folder, node: process.version, version: `${tag}-${PROGRAM_HASH.slice(0, 16)}-${changed}`, command };
}

function run(code: CachedCode): void {
  const cachedData = readCode(code);
  const source = Module.wrap(readFileSync(path, 'latin1'));
  const script = new Script(source, { filename: path, ...(cachedData && { cachedData }) });
  // At the end, when the functions of this command are compiled too; a run that failed does not come to all of them.
  if (!cachedData || script.cachedDataRejected) {
    process.on('exit', (status) => {
      if (status === 0) writeCode(code, script.createCachedData());
    });
  }
  script.runInThisContext()(module.exports, require, module, path, dirname(path));
}
