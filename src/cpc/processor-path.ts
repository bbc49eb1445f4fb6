import { MACHINES, MOST_PROCESSORS } from '../../grammar/machines.js';
import { canonicalName } from '../aml/name-string.js';

/** The pattern, as `\\_SB.CPUS.C%03X`, with a number. */
export function processorPath(pattern: string, vcpu: number): string {
  const path = pattern.replace(/%0(\d)([Xd])/, (_, digits, base) =>
    vcpu
      .toString(base === 'X' ? 16 : 10)
      .toUpperCase()
      .padStart(Number(digits), '0'),
  );
  return canonicalName(path);
}

/** The number of processors that the pattern can name. */
export function mostProcessors(pattern: string): number {
  const [, digits, base] = /%0(\d)([Xd])/.exec(pattern) ?? [];
  return (base === 'X' ? 16 : 10) ** Number(digits ?? 0);
}

/** True if the pattern names these processors, in this order. */
export function namesPaths(pattern: string, paths: readonly string[]): boolean {
  const most = Math.min(MOST_PROCESSORS, mostProcessors(pattern));
  return paths.length <= most && paths.every((path, vcpu) => path === processorPath(pattern, vcpu));
}

/** A pattern that names these processors in this order: that of a machine, else one made of the first path. */
export function patternOf(paths: readonly string[]): string | undefined {
  const patterns = [...MACHINES.map((row) => row.processorPath), ...ownPatterns(paths[0] ?? '')];
  return patterns.find((pattern) => namesPaths(pattern, paths));
}

/** Of `\\_SB.P000`, the zeros are the number of the first processor. */
function ownPatterns(path: string): string[] {
  const [, before, zeros] = /^(.*[^0])(0+)$/.exec(path) ?? [];
  if (before === undefined || zeros === undefined) return [];
  return ['X', 'd'].map((base) => `${before}%0${zeros.length}${base}`);
}
