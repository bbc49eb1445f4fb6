/** Facts as one string, equal for equal facts. */
export function identityOf(facts: unknown): string {
  return JSON.stringify(facts, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
}
