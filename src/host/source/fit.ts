/** A value of highest_perf before it is fitted, and the nominal_perf that it may not fall below. */
interface Step {
  readonly natural: bigint;
  readonly floor: bigint;
}

/**
 * Fits strictly ascending numbers to steps that are in ascending order: each as near to its natural value as the floors,
 * the order and the limit allow. Rounding must not make two steps equal: guests would not tell their cores apart.
 * Undefined where the floors leave no room below the limit.
 */
export function fit(steps: readonly Step[], most: bigint): readonly bigint[] | undefined {
  const values: bigint[] = [];
  for (const { natural, floor } of steps) {
    const above = (values.at(-1) ?? 0n) + 1n;
    values.push([natural, floor, above].reduce((high, one) => (one > high ? one : high)));
  }
  let limit = most;
  for (let i = values.length - 1; i >= 0; i--) {
    if ((values[i] ?? 0n) <= limit) break;
    if (limit < (steps[i]?.floor ?? 1n) || limit < 1n) return undefined;
    values[i] = limit;
    limit -= 1n;
  }
  return values;
}

/** A core's highest_perf as a fraction of `UNIT`, so that different values stay different before they are rounded. */
interface Wanted {
  readonly value: bigint;
  readonly floor: bigint;
}

export const UNIT = 1n << 20n;

/** Fits the values of all cores: equal ones stay equal, and the highest of their floors is that of all of them. */
export function fitAll(wanted: readonly Wanted[], most: bigint): readonly bigint[] | undefined {
  const floors = new Map<bigint, bigint>();
  for (const { value, floor } of wanted) floors.set(value, highest([floor, floors.get(value) ?? 0n]));
  const ascending = [...floors].sort(([a], [b]) => (a < b ? -1 : 1));
  const steps = ascending.map(([value, floor]) => ({ natural: rounded(value, UNIT), floor }));
  const fitted = fit(steps, most);
  const byValue = new Map(ascending.map(([value], i) => [value, fitted?.[i] ?? 1n]));
  return fitted && wanted.map(({ value }) => byValue.get(value) ?? 1n);
}

/** Division that rounds to the nearest, and never to 0. */
export function rounded(dividend: bigint, divisor: bigint): bigint {
  const quotient = (dividend + divisor / 2n) / divisor;
  return quotient > 0n ? quotient : 1n;
}

export function highest(values: readonly bigint[]): bigint {
  return values.reduce((high, one) => (one > high ? one : high), 0n);
}

export function lowest([first = 0n, ...others]: readonly bigint[]): bigint {
  return others.reduce((low, one) => (one < low ? one : low), first);
}
