/** Files under a root; paths are relative to the root. */
export interface Tree {
  /** The name of the root in diagnostics. */
  readonly name: string;
  /** Names in a folder; empty if the folder does not exist. */
  readonly names: (folder: string) => readonly string[];
  readonly read: (file: string) => string | Unread;
}

export interface Unread {
  readonly why: string;
  /** The file does not exist; otherwise it exists and cannot be read. */
  readonly missing: boolean;
}

export function isUnread(one: unknown): one is Unread {
  return typeof one === 'object' && one !== null && 'why' in one;
}
