import type { Paint } from '../../diagnostics/render-text.js';

export type ColorChoice = 'auto' | 'always' | 'never';

const SGR = { error: '1;31', warning: '1;33', note: '1;36', dim: '2', bold: '1' } as const;

/** Colors with `always`; with `auto` only on a terminal and without NO_COLOR. */
export function painter(choice: ColorChoice, stream: { isTTY?: boolean }): Paint {
  const { NO_COLOR, TERM } = process.env;
  const automatic = stream.isTTY === true && !NO_COLOR && TERM !== 'dumb';
  const on = choice === 'always' || (choice === 'auto' && automatic);
  return (style, text) => (on ? `\u001b[${SGR[style]}m${text}\u001b[0m` : text);
}

/** Each code that `painter` writes, as a group for `split`. */
export const COLOR_CODES = new RegExp(`(\\u001b\\[(?:${[...Object.values(SGR), '0'].join('|')})m)`);
