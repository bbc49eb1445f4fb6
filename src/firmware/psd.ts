import { COORD_TYPES } from '../../grammar/psd.js';
import type { FoundValue } from './found.js';

/** What a `_PSD` says, as far as it has the Integers; a coordination type that ACPI does not know is none. */
export function liftPsd(found: FoundValue) {
  const [inner] = found.kind === 'package' ? found.elements : [];
  const elements = inner?.kind === 'package' ? inner.elements : [];
  const [, , domain, coordination, numProcessors] = elements.map((one) =>
    one.kind === 'integer' ? one.value : undefined,
  );
  if (domain === undefined || numProcessors === undefined) return undefined;
  return { domain, coordType: COORD_TYPES.find((row) => row.id === coordination)?.name, numProcessors };
}
