import { ACCESS_SIZES, type AccessSizeName, ADDRESS_SPACES, type CpcSpace } from '../../grammar/address-spaces.js';
import { hex } from '../diagnostics/words.js';

type SpaceName = (typeof ADDRESS_SPACES)[number]['asl'];

const SPACE_IDS = Object.fromEntries(ADDRESS_SPACES.map((row) => [row.asl, row.id])) as Record<SpaceName, number>;
const ACCESS_IDS = Object.fromEntries(ACCESS_SIZES.map((row) => [row.asl, row.id])) as Record<AccessSizeName, number>;

export function spaceId(name: SpaceName): number {
  return SPACE_IDS[name];
}

/** An address space as ASL names it; undefined where ACPI gives the id no name. */
export function spaceName(id: number): SpaceName | undefined {
  return ADDRESS_SPACES.find((row) => row.id === id)?.asl;
}

/** An address space as ASL writes it: its name, or the id where it has no name. */
export function spaceText(id: number): string {
  return spaceName(id) ?? hex(id);
}

/** An address space that `_CPC` allows; undefined for any other id. */
export function cpcSpaceName(id: number): CpcSpace | undefined {
  return ADDRESS_SPACES.filter((row) => row.inCpc).find((row) => row.id === id)?.asl;
}

export function accessId(name: AccessSizeName): number {
  return ACCESS_IDS[name];
}

/** An access size as ASL names it; undefined where ACPI gives the id no name. */
export function accessName(id: number): AccessSizeName | undefined {
  return ACCESS_SIZES.find((row) => row.id === id)?.asl;
}

/** Bits that one access moves; 0 where the space decides, and for ids that ACPI does not define. */
export function accessBits(id: number): number {
  return ACCESS_SIZES.find((row) => row.id === id)?.bits ?? 0;
}
