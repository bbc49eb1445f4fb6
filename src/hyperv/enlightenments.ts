/** Why a flag is on: the spec says so, the preset, or a flag that requires it. */
export type Why = { readonly by: 'spec' | 'preset' } | { readonly by: 'required'; readonly of: readonly string[] };

/** A flag that is on, with its value: true for those that know only on. */
export interface Enlightenment {
  readonly key: string;
  readonly value: true | bigint | string;
  readonly why: Why;
}

/** The flags that a guest gets, closed over what they require, in the order of the grammar. */
export interface Enlightenments {
  readonly on: readonly Enlightenment[];
}
