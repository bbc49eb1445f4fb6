import { OBJECT_TYPES } from '../../grammar/aml-terms.js';

/** The number of an object type in External. ACPI 6.6 §19.6.46. */
export function objectTypeId(asl: (typeof OBJECT_TYPES)[number]['asl']): number {
  const row = OBJECT_TYPES.find((one) => one.asl === asl);
  if (!row) throw new Error(`there is no object type ${asl}`);
  return row.id;
}
