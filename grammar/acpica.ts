interface StatusRow {
  readonly status: string;
  /** The word in the JSON of `inspect`. */
  readonly reason: string;
}

/** Errors by which ACPICA ends a method; names as Linux prints them. ACPICA 20200925, acexcep.h. */
// biome-ignore format: one row a line
export const STATUSES = [
  { status: 'AE_NOT_FOUND', reason: 'unresolved-name' },
  { status: 'AE_BAD_PARAMETER', reason: 'unresolved-name' },
  { status: 'AE_BAD_PATHNAME', reason: 'unresolved-name' },
  { status: 'AE_ALREADY_EXISTS', reason: 'already-exists' },
  { status: 'AE_TYPE', reason: 'wrong-type' },
  { status: 'AE_SUPPORT', reason: 'not-supported' },
  { status: 'AE_AML_BAD_OPCODE', reason: 'unreadable-code' },
  { status: 'AE_AML_OPERAND_TYPE', reason: 'wrong-type' },
  { status: 'AE_AML_OPERAND_VALUE', reason: 'wrong-value' },
  { status: 'AE_AML_UNINITIALIZED_LOCAL', reason: 'uninitialized' },
  { status: 'AE_AML_UNINITIALIZED_ARG', reason: 'uninitialized' },
  { status: 'AE_AML_UNINITIALIZED_ELEMENT', reason: 'uninitialized' },
  { status: 'AE_AML_NUMERIC_OVERFLOW', reason: 'wrong-value' },
  { status: 'AE_AML_REGION_LIMIT', reason: 'beyond-end' },
  { status: 'AE_AML_BUFFER_LIMIT', reason: 'beyond-end' },
  { status: 'AE_AML_PACKAGE_LIMIT', reason: 'beyond-end' },
  { status: 'AE_AML_STRING_LIMIT', reason: 'beyond-end' },
  { status: 'AE_AML_REGISTER_LIMIT', reason: 'beyond-end' },
  { status: 'AE_AML_DIVIDE_BY_ZERO', reason: 'divide-by-zero' },
  { status: 'AE_AML_NO_RETURN_VALUE', reason: 'no-return-value' },
  { status: 'AE_AML_TARGET_TYPE', reason: 'refused-store' },
  { status: 'AE_AML_NO_RESOURCE_END_TAG', reason: 'wrong-value' },
  { status: 'AE_AML_METHOD_LIMIT', reason: 'too-deep' },
  { status: 'AE_AML_NO_WHILE', reason: 'unreadable-code' },
  { status: 'AE_AML_MUTEX_NOT_ACQUIRED', reason: 'wrong-value' },
  { status: 'AE_AML_INTERNAL', reason: 'wrong-type' },
] as const satisfies readonly StatusRow[];

/** Names that ACPICA makes before it loads tables. ACPICA 20200925, utglobal.c, "AcpiGbl_PreDefinedNames". */
// biome-ignore format: one row a line
export const PREDEFINED_OBJECTS = [
  { name: '\\_GPE', kind: 'scope' },
  { name: '\\_PR', kind: 'scope' },
  { name: '\\_SB', kind: 'device' },
  { name: '\\_SI', kind: 'scope' },
  { name: '\\_TZ', kind: 'device' },
  { name: '\\_REV', kind: 'integer', value: 2 },
  { name: '\\_OS', kind: 'string', value: 'Microsoft Windows NT' },
  { name: '\\_GL', kind: 'mutex' },
] as const;

/** Strings for which ACPICA's `_OSI` answers Ones begin so. ACPICA 20200925, utosi.c. */
export const OSI_WINDOWS = 'Windows ';

/** The version that code is evaluated as; it is also what `Revision` is. */
export const ACPICA_VERSION = 0x20200925;

// Where versions of ACPICA differ in what code gives. Compared: 20200925, 20250404 and 20260408, in their source and in law 6.

/** From this version on, ToHexString of an Integer gives "0x11" and not "0000000000000011". exconvrt.c, f2cb44f6d. */
export const ACPICA_HEX_PREFIX = 0x20240827;

/** From this version on, a String that becomes a Buffer keeps what is behind a NUL in it. exconvrt.c, 83019b471. */
export const ACPICA_WHOLE_STRINGS = 0x20250404;

/** What implicit operands of a match are. ACPI 6.6 §20.2.5.4, MatchOpcode. */
export const MATCH_OPERATORS = ['MTR', 'MEQ', 'MLE', 'MLT', 'MGE', 'MGT'] as const;
