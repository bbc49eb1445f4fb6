/** Facts as one string, equal for equal facts. */
export function identityOf(facts: unknown): string {
  return JSON.stringify(facts, (_, value) => {
    if (typeof value === 'bigint') return `${value}n`;
    return value instanceof Map ? [...value] : value;
  });
}
