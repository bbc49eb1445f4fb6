/** A value of JSON whose integers are exact. */
type Json = bigint | string | boolean | readonly Json[] | { readonly [key: string]: Json };

export type Schema = { readonly [key: string]: Json };

export function integerSchema(minimum: bigint, maximum: bigint): Schema {
  return { type: 'integer', minimum, maximum };
}

export function listSchema(items: Schema): Schema {
  return { type: 'array', minItems: 1n, items };
}
