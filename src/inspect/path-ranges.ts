/** Consecutive names: `C009` and `C00A` in hex, `PR09` and `PR10` in decimal. */
interface Run {
  readonly first: string;
  readonly last: string;
  readonly bases: readonly number[];
  readonly length: number;
}

const BASES = [16, 10];

/** Paths of processors, consecutive ones as ranges: `\_SB.CPUS.C000-C00F, \_SB.CPUS.C020`. */
export function pathRanges(paths: readonly string[]): string {
  return runsOf(paths).map(runText).join(', ');
}

export function areConsecutive(paths: readonly string[]): boolean {
  return runsOf(paths).length === 1;
}

function runsOf(paths: readonly string[]): Run[] {
  const runs: Run[] = [];
  for (const path of paths) {
    const run = runs.at(-1);
    const bases = run ? run.bases.filter((base) => follows(run.last, path, base)) : [];
    if (run && bases.length > 0) runs[runs.length - 1] = { ...run, last: path, bases, length: run.length + 1 };
    else runs.push({ first: path, last: path, bases: BASES, length: 1 });
  }
  return runs;
}

function runText({ first, last, length }: Run): string {
  if (length < 3) return length === 1 ? first : `${first}, ${last}`;
  return `${first}-${last.replace(/^.*[.\\]/, '')}`;
}

function follows(before: string, path: string, base: number): boolean {
  const [, parent, digits] = counted(before, base);
  const [, nextParent, nextDigits] = counted(path, base);
  if (parent === undefined || parent !== nextParent || digits === undefined || nextDigits === undefined) return false;
  return digits.length === nextDigits.length && Number.parseInt(nextDigits, base) === Number.parseInt(digits, base) + 1;
}

function counted(path: string, base: number): readonly (string | undefined)[] {
  return (base === 16 ? /^(.*?)([0-9A-F]{1,4})$/ : /^(.*?)([0-9]{1,4})$/).exec(path) ?? [];
}
