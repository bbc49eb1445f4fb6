import type { FuzzInput } from './target.js';

/** How long a finding may be made smaller. */
const MOST_MS = 20_000;

type Fails = (input: FuzzInput) => Promise<boolean>;

/** A smaller input that still fails: lines, then characters or bytes are left out, in halves and ever smaller pieces. */
export async function shrink(input: FuzzInput, fails: Fails, now = () => performance.now()): Promise<FuzzInput> {
  const end = now() + MOST_MS;
  const { content, choice } = input;
  const still = async (made: string | Uint8Array) => now() < end && (await fails({ content: made, choice }));
  if (typeof content !== 'string') return { choice, content: await smaller(content, still) };
  const lines = await smaller(content.split(/(?<=\n)/), (some) => still(some.join('')));
  return { choice, content: (await smaller([...lines.join('')], (some) => still(some.join('')))).join('') };
}

interface Sliceable {
  readonly length: number;
  slice(from: number, to?: number): this;
}

async function smaller<T extends Sliceable>(whole: T, fails: (some: T) => Promise<boolean>): Promise<T> {
  let kept = whole;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length; ) {
      const tried = joined(kept.slice(0, at), kept.slice(at + size));
      if (await fails(tried)) kept = tried;
      else at += size;
    }
  }
  return kept;
}

function joined<T extends Sliceable>(a: T, b: T): T {
  return (a instanceof Uint8Array ? Buffer.concat([a, b as never]) : [...(a as never), ...(b as never)]) as never;
}
