import { isPrintable } from '../../diagnostics/words.js';
import { isSameFile } from './replace-file.js';

/** A make rule with the prerequisites of the outputs; ninja reads it, too. */
export function dependencyRule(targets: readonly string[], prerequisites: readonly string[]): string {
  return `${targets.map(makeWord).join(' ')}: ${prerequisites.map(makeWord).join(' ')}\n`;
}

/** Escapes as GCC's -MD does: make halves backslashes in front of a space. */
function makeWord(path: string): string {
  return path
    .replace(/\\* /g, (found) => `${found.slice(0, -1).repeat(2)}\\ `)
    .replace(/\\*#/g, (found) => `${found.slice(0, -1).repeat(2)}\\#`)
    .replaceAll('$', '$$$$');
}

/** The reason for a usage error, if any. */
export function depfileUsageProblem(
  spec: string,
  depfile: string,
  output?: string,
  domain?: string,
): string | undefined {
  if (spec === '-') return '--depfile needs a spec with a name, not standard input';
  if (domain === '-') return '--depfile needs a domain with a name, not standard input';
  if (output === '-') return '--depfile cannot be combined with -o -: there are no output files';
  if (depfile === '-') return '--depfile needs the name of a file';
  if (domain !== undefined && isSameFile(domain, depfile))
    return '--depfile FILE is the domain, which cppc-acpi never overwrites';
  if (isSameFile(spec, depfile)) return '--depfile FILE is the spec, which cppc-acpi never overwrites';
  const unsupported = [spec, output ?? '', domain ?? ''].find(
    (path) => /[:;=%*?[\]~|]|\(.*\)$/s.test(path) || !isPrintable(path),
  );
  return unsupported === undefined
    ? undefined
    : `--depfile: make does not support the name ${JSON.stringify(unsupported)}`;
}
