import { short } from '../diagnostics/words.js';
import { isUnread, type Tree } from './tree.js';

/** A file that exists and gives nothing that can be used. */
export interface UnreadFile {
  readonly file: string;
  readonly why: string;
}

export interface FileReader {
  /** The text without spaces around it; undefined if there is no such file, or it cannot be read. */
  readonly text: (file: string) => string | undefined;
  /** The text, if it has this form. */
  readonly matching: (file: string, form: Form) => string | undefined;
  readonly number: (file: string) => number | undefined;
  /** Whether there is such a file, also one that cannot be read. */
  readonly exists: (file: string) => boolean;
  readonly unread: readonly UnreadFile[];
}

interface Form {
  readonly pattern: RegExp;
  /** What it is, for the message about another text. */
  readonly name: string;
}

const NUMBER: Form = { pattern: /^\d{1,9}$/, name: 'a number' };

/** Reads files below a folder, and keeps those that exist and give nothing that can be used. */
export function fileReader(tree: Tree, folder = ''): FileReader {
  const unread: UnreadFile[] = [];
  const pathOf = (file: string) => (folder === '' ? file : `${folder}/${file}`);
  const text = (file: string) => {
    const content = tree.read(pathOf(file));
    if (!isUnread(content)) return content.trim();
    if (!content.missing) unread.push({ file, why: content.why });
    return undefined;
  };
  const matching = (file: string, { pattern, name }: Form) => {
    const content = text(file);
    if (content === undefined || pattern.test(content)) return content;
    unread.push({ file, why: whyNot(content, name) });
    return undefined;
  };
  const exists = (file: string) => {
    const content = tree.read(pathOf(file));
    return !isUnread(content) || !content.missing;
  };
  return {
    text,
    matching,
    number: (file) => {
      const content = matching(file, NUMBER);
      return content === undefined ? undefined : Number(content);
    },
    exists,
    unread,
  };
}

/** An empty file is the copy of one that could not be read. */
export function whyNot(content: string, name: string): string {
  return content === '' ? 'it is empty' : `its content is ${JSON.stringify(short(content, 20))}, not ${name}`;
}
