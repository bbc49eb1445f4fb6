/** `1 byte`, `2 bytes`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

export function list(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** Nobody reads more than four names of many. */
export function some(names: readonly string[]): string {
  return names.length <= 4 ? list(names, 'and') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

export function are(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}

export function code(text: string): string {
  return `\`${text}\``;
}

export function quoted(text: string): string {
  return `"${short(text)}"`;
}

export function hex(value: number | bigint): string {
  return `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** A terminal obeys control characters; those of an input are shown as question marks. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}

/** Input is quoted in part only, and without control characters. */
export function short(text: string, most = 60): string {
  const clean = printable(text);
  return clean.length > most ? `${clean.slice(0, most - 1)}…` : clean;
}

/** The first messages of iasl, errors before others. */
export function quotedMessages(messages: readonly string[]): string {
  const errors = messages.filter((message) => message.includes(' error '));
  const told = errors.length > 0 ? errors : messages;
  return told
    .slice(0, 3)
    .map((message) => short(message.replace(/ +/g, ' '), 120))
    .join('; ');
}
