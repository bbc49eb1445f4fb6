import type { Random } from '../support/random.js';

/** What a target is tried with: a text or bytes, and a seed for everything else that is chosen. */
export interface FuzzInput {
  readonly content: string | Uint8Array;
  readonly choice: number;
}

/** One kind of input: how it is made up, and what must hold for every one. */
export interface Target {
  readonly name: string;
  /** Of the file that a finding is kept in. */
  readonly extension: string;
  readonly make: (random: Random) => FuzzInput | Promise<FuzzInput>;
  /** Throws where a property does not hold. */
  readonly check: (input: FuzzInput) => void | Promise<void>;
}

/** The numbers of one round of one target: none of them depends on the rounds before. */
export function seedOf(target: string, seed: number, round: number): number {
  let mixed = Math.imul(seed, 0x9e37_79b1) ^ Math.imul(round + 1, 0x85eb_ca6b);
  for (const character of target) mixed = Math.imul(mixed ^ character.charCodeAt(0), 0x0100_0193);
  return mixed >>> 0;
}

export function ensure(holds: boolean, what: () => string): asserts holds {
  if (!holds) throw new Error(what());
}

export function bytesIn({ content }: FuzzInput): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

export function textIn({ content }: FuzzInput): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

/** A terminal obeys control characters: no line that is shown has one. */
export function ensurePlain(text: string, what: string): void {
  const found = /[^\P{Cc}\n]/u.exec(text);
  ensure(!found, () => `${what} shows the control character ${JSON.stringify(found?.[0])} of the input`);
}
