import { escapedText, isPrintable } from '../diagnostics/words.js';

/** A string as TOML. ACPI paths have backslashes, which a literal string keeps as they are. TOML 1.0, "String". */
export function stringText(text: string): string {
  const literal = text.includes('\\') && !text.includes("'") && isPrintable(text);
  return literal ? `'${text}'` : escapedText(JSON.stringify(text));
}

export function arrayText(elements: readonly string[]): string {
  return `[${elements.join(', ')}]`;
}

export function inlineTableText(pairs: readonly (readonly [string, string])[]): string {
  return `{ ${pairs.map(([key, value]) => `${keyText(key)} = ${value}`).join(', ')} }`;
}

function keyText(key: string): string {
  return /^[\w-]+$/.test(key) ? key : stringText(key);
}
