// Loaded with --import: replaces uvu's `test` by one that registers only tests whose title has the text in ONLY.

import { register } from 'node:module';

register('./filter-hooks.js', import.meta.url);
