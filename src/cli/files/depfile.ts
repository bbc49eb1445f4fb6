import { isSameFile } from './replace-file.js';

/** A rule of make that names what outputs are made from; ninja reads it, too. */
export function dependencyRule(targets: readonly string[], prerequisites: readonly string[]): string {
  return `${targets.map(makeWord).join(' ')}: ${prerequisites.map(makeWord).join(' ')}\n`;
}

/** As GCC writes names in what -MD makes: make takes backslashes in front of a space as halves of pairs. */
function makeWord(path: string): string {
  return path
    .replace(/\\*[ \t]/g, (found) => `${found.slice(0, -1).repeat(2)}\\${found.at(-1)}`)
    .replace(/\\*#/g, (found) => `${found.slice(0, -1).repeat(2)}\\#`)
    .replaceAll('$', '$$$$');
}

/** Why there can be no such file, for a usage error. */
export function depfileUsageProblem(spec: string, depfile: string, output?: string): string | undefined {
  if (spec === '-') return '--depfile names the spec, and standard input has no name';
  if (output === '-') return '--depfile names the outputs, and -o - makes no file';
  if (depfile === '-') return '--depfile wants a file';
  if (isSameFile(spec, depfile)) return '--depfile is the spec itself, which is never overwritten';
  const unsaid = [spec, output ?? ''].find((path) => /[\n\r:;=%*?[\]~|]/.test(path));
  return unsaid === undefined ? undefined : `--depfile: make cannot have the name ${JSON.stringify(unsaid)}`;
}
