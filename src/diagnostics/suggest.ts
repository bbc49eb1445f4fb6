/** A longer word gets no suggestion: the search takes time proportional to its length. */
const LONGEST = 64;

/** The known word nearest to a misspelled or abbreviated one, if any is near. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  if (word.length > LONGEST) return undefined;
  const allowed = Math.max(1, Math.floor(word.length / 3));
  const near = known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = near;
  if (best && best.distance <= allowed) return best.candidate;
  return word.length >= 3 ? known.find((candidate) => candidate.startsWith(word)) : undefined;
}

/** Levenshtein distance in which a transposition of neighbors counts once. */
function editDistance(from: string, to: string): number {
  let above: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const twoAbove = above;
    above = row;
    row = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = (above[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const crossed = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const swapped = crossed ? (twoAbove[j - 2] ?? 0) + 1 : Infinity;
      row.push(Math.min(changed, swapped, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
  }
  return row[to.length] ?? 0;
}
