// A hook of Node's module loader: every file but the replacement itself gets the replacement for uvu.

import type { ResolveHook } from 'node:module';

const REPLACEMENT = new URL('./filtered-uvu.js', import.meta.url).href;

export const resolve: ResolveHook = (specifier, context, next) =>
  specifier === 'uvu' && context.parentURL !== REPLACEMENT
    ? { url: REPLACEMENT, shortCircuit: true }
    : next(specifier, context);
