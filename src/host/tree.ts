/** Files under a root, as far as they can be read. Paths count from the root. */
export interface Tree {
  /** How diagnostics call the root. */
  readonly name: string;
  /** Names in a folder; none where there is no such folder. */
  readonly names: (folder: string) => readonly string[];
  readonly read: (file: string) => string | Unread;
}

export interface Unread {
  readonly why: string;
  /** It is not there, which is not the same as not readable. */
  readonly missing: boolean;
}

export function isUnread(one: unknown): one is Unread {
  return typeof one === 'object' && one !== null && 'why' in one;
}
