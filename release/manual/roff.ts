/** A text as roff shows it: words in backticks bold, no line a request. */
export function roff(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, (_, code) => bold(code, true));
}

export function bold(text: string, isEscaped = false): string {
  return `\\fB${isEscaped ? text : escaped(text)}\\fR`;
}

/** `<dir>` is a place for a word, which a manual has in italics. */
export function flags(text: string): string {
  return escaped(text)
    .replace(/(\\-[\w\\-]+)/g, '\\fB$1\\fR')
    .replace(/<([^>]+)>/g, '\\fI$1\\fR');
}

export function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [`.SH ${title}`, ...lines] : [];
}

/** A term and what it means. */
export function tagged(term: string, lines: readonly string[]): string[] {
  return ['.TP', term, ...lines];
}

/** Lines that stay as they are. */
export function verbatim(lines: readonly string[]): string[] {
  return ['.nf', ...lines.map(escaped), '.fi'];
}

function escaped(text: string): string {
  const plain = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/, '\\&$1');
  return plain.replace(
    /[^\n\x20-\x7e]/gu,
    (letter) => `\\[u${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}
