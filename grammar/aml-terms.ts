/**
 * How one operand of a term is laid out. `…List` and `BufferData` run to the end of the term's PkgLength. A `SimpleName`
 * that names a method does not call it; everywhere else ACPICA calls it.
 */
export type OperandKind =
  | 'NameString'
  | 'TermArg'
  | 'SimpleName'
  | 'Target'
  | 'ByteData'
  | 'WordData'
  | 'DWordData'
  | 'TermList'
  | 'PackageElementList'
  | 'ByteList';

export interface TermRow {
  /** Name of the production in ACPI 6.6 §20.2.5. */
  readonly term: string;
  readonly opcode: readonly number[];
  readonly pkgLength: boolean;
  /** In the order of the bytes. */
  readonly operands: readonly (readonly [name: string, kind: OperandKind])[];
  /** The ASL keyword, ACPI 6.6 §19.6. */
  readonly asl: string;
}

/** In front of the opcodes of two bytes. ACPI 6.6 §20.3, ExtOpPrefix. */
export const EXT_OP_PREFIX = 0x5b;

/** Productions that have an opcode. ACPI 6.6 §20.2.5; Processor as in ACPI 6.3 §20.2.5.2. */
// biome-ignore format: one row a line
export const TERMS = [
  // Namespace modifiers, §20.2.5.1
  { term: 'DefAlias', opcode: [0x06], pkgLength: false, operands: [['source', 'NameString'], ['name', 'NameString']], asl: 'Alias' },
  { term: 'DefName', opcode: [0x08], pkgLength: false, operands: [['name', 'NameString'], ['object', 'TermArg']], asl: 'Name' },
  { term: 'DefScope', opcode: [0x10], pkgLength: true, operands: [['name', 'NameString'], ['terms', 'TermList']], asl: 'Scope' },

  // Data objects with a length, §20.2.5.4
  { term: 'DefBuffer', opcode: [0x11], pkgLength: true, operands: [['bufferSize', 'TermArg'], ['bytes', 'ByteList']], asl: 'Buffer' },
  { term: 'DefPackage', opcode: [0x12], pkgLength: true, operands: [['numElements', 'ByteData'], ['elements', 'PackageElementList']], asl: 'Package' },
  { term: 'DefVarPackage', opcode: [0x13], pkgLength: true, operands: [['varNumElements', 'TermArg'], ['elements', 'PackageElementList']], asl: 'Package' },

  // Named objects, §20.2.5.2
  { term: 'DefMethod', opcode: [0x14], pkgLength: true, operands: [['name', 'NameString'], ['methodFlags', 'ByteData'], ['terms', 'TermList']], asl: 'Method' },
  { term: 'DefExternal', opcode: [0x15], pkgLength: false, operands: [['name', 'NameString'], ['objectType', 'ByteData'], ['argumentCount', 'ByteData']], asl: 'External' },
  { term: 'DefMutex', opcode: [EXT_OP_PREFIX, 0x01], pkgLength: false, operands: [['name', 'NameString'], ['syncFlags', 'ByteData']], asl: 'Mutex' },
  { term: 'DefEvent', opcode: [EXT_OP_PREFIX, 0x02], pkgLength: false, operands: [['name', 'NameString']], asl: 'Event' },
  { term: 'DefCreateField', opcode: [EXT_OP_PREFIX, 0x13], pkgLength: false, operands: [['source', 'TermArg'], ['bitIndex', 'TermArg'], ['numBits', 'TermArg'], ['name', 'NameString']], asl: 'CreateField' },
  { term: 'DefOpRegion', opcode: [EXT_OP_PREFIX, 0x80], pkgLength: false, operands: [['name', 'NameString'], ['regionSpace', 'ByteData'], ['regionOffset', 'TermArg'], ['regionLength', 'TermArg']], asl: 'OperationRegion' },
  { term: 'DefField', opcode: [EXT_OP_PREFIX, 0x81], pkgLength: true, operands: [['name', 'NameString'], ['fieldFlags', 'ByteData'], ['fieldList', 'ByteList']], asl: 'Field' },
  { term: 'DefDevice', opcode: [EXT_OP_PREFIX, 0x82], pkgLength: true, operands: [['name', 'NameString'], ['terms', 'TermList']], asl: 'Device' },
  { term: 'DefProcessor', opcode: [EXT_OP_PREFIX, 0x83], pkgLength: true, operands: [['name', 'NameString'], ['procId', 'ByteData'], ['pblkAddr', 'DWordData'], ['pblkLen', 'ByteData'], ['terms', 'TermList']], asl: 'Processor' },
  { term: 'DefPowerRes', opcode: [EXT_OP_PREFIX, 0x84], pkgLength: true, operands: [['name', 'NameString'], ['systemLevel', 'ByteData'], ['resourceOrder', 'WordData'], ['terms', 'TermList']], asl: 'PowerResource' },
  { term: 'DefThermalZone', opcode: [EXT_OP_PREFIX, 0x85], pkgLength: true, operands: [['name', 'NameString'], ['terms', 'TermList']], asl: 'ThermalZone' },
  { term: 'DefIndexField', opcode: [EXT_OP_PREFIX, 0x86], pkgLength: true, operands: [['indexName', 'NameString'], ['dataName', 'NameString'], ['fieldFlags', 'ByteData'], ['fieldList', 'ByteList']], asl: 'IndexField' },
  { term: 'DefBankField', opcode: [EXT_OP_PREFIX, 0x87], pkgLength: true, operands: [['name', 'NameString'], ['bankName', 'NameString'], ['bankValue', 'TermArg'], ['fieldFlags', 'ByteData'], ['fieldList', 'ByteList']], asl: 'BankField' },
  { term: 'DefDataRegion', opcode: [EXT_OP_PREFIX, 0x88], pkgLength: false, operands: [['name', 'NameString'], ['signature', 'TermArg'], ['oemId', 'TermArg'], ['oemTableId', 'TermArg']], asl: 'DataTableRegion' },
  { term: 'DefCreateDWordField', opcode: [0x8a], pkgLength: false, operands: [['source', 'TermArg'], ['byteIndex', 'TermArg'], ['name', 'NameString']], asl: 'CreateDWordField' },
  { term: 'DefCreateWordField', opcode: [0x8b], pkgLength: false, operands: [['source', 'TermArg'], ['byteIndex', 'TermArg'], ['name', 'NameString']], asl: 'CreateWordField' },
  { term: 'DefCreateByteField', opcode: [0x8c], pkgLength: false, operands: [['source', 'TermArg'], ['byteIndex', 'TermArg'], ['name', 'NameString']], asl: 'CreateByteField' },
  { term: 'DefCreateBitField', opcode: [0x8d], pkgLength: false, operands: [['source', 'TermArg'], ['bitIndex', 'TermArg'], ['name', 'NameString']], asl: 'CreateBitField' },
  { term: 'DefCreateQWordField', opcode: [0x8f], pkgLength: false, operands: [['source', 'TermArg'], ['byteIndex', 'TermArg'], ['name', 'NameString']], asl: 'CreateQWordField' },

  // Statements, §20.2.5.3
  { term: 'DefSignal', opcode: [EXT_OP_PREFIX, 0x24], pkgLength: false, operands: [['object', 'TermArg']], asl: 'Signal' },
  { term: 'DefReset', opcode: [EXT_OP_PREFIX, 0x26], pkgLength: false, operands: [['object', 'TermArg']], asl: 'Reset' },
  { term: 'DefRelease', opcode: [EXT_OP_PREFIX, 0x27], pkgLength: false, operands: [['object', 'TermArg']], asl: 'Release' },
  { term: 'DefStall', opcode: [EXT_OP_PREFIX, 0x21], pkgLength: false, operands: [['microseconds', 'TermArg']], asl: 'Stall' },
  { term: 'DefSleep', opcode: [EXT_OP_PREFIX, 0x22], pkgLength: false, operands: [['milliseconds', 'TermArg']], asl: 'Sleep' },
  { term: 'DefUnload', opcode: [EXT_OP_PREFIX, 0x2a], pkgLength: false, operands: [['object', 'TermArg']], asl: 'Unload' },
  { term: 'DefFatal', opcode: [EXT_OP_PREFIX, 0x32], pkgLength: false, operands: [['fatalType', 'ByteData'], ['fatalCode', 'DWordData'], ['fatalArg', 'TermArg']], asl: 'Fatal' },
  { term: 'DefNotify', opcode: [0x86], pkgLength: false, operands: [['object', 'TermArg'], ['value', 'TermArg']], asl: 'Notify' },
  { term: 'DefContinue', opcode: [0x9f], pkgLength: false, operands: [], asl: 'Continue' },
  { term: 'DefIf', opcode: [0xa0], pkgLength: true, operands: [['predicate', 'TermArg'], ['terms', 'TermList']], asl: 'If' },
  { term: 'DefElse', opcode: [0xa1], pkgLength: true, operands: [['terms', 'TermList']], asl: 'Else' },
  { term: 'DefWhile', opcode: [0xa2], pkgLength: true, operands: [['predicate', 'TermArg'], ['terms', 'TermList']], asl: 'While' },
  { term: 'DefNoop', opcode: [0xa3], pkgLength: false, operands: [], asl: 'Noop' },
  { term: 'DefReturn', opcode: [0xa4], pkgLength: false, operands: [['object', 'TermArg']], asl: 'Return' },
  { term: 'DefBreak', opcode: [0xa5], pkgLength: false, operands: [], asl: 'Break' },
  { term: 'DefBreakPoint', opcode: [0xcc], pkgLength: false, operands: [], asl: 'BreakPoint' },

  // Expressions, §20.2.5.4
  { term: 'DefCondRefOf', opcode: [EXT_OP_PREFIX, 0x12], pkgLength: false, operands: [['object', 'SimpleName'], ['target', 'Target']], asl: 'CondRefOf' },
  { term: 'DefLoadTable', opcode: [EXT_OP_PREFIX, 0x1f], pkgLength: false, operands: [['signature', 'TermArg'], ['oemId', 'TermArg'], ['oemTableId', 'TermArg'], ['rootPath', 'TermArg'], ['parameterPath', 'TermArg'], ['parameterData', 'TermArg']], asl: 'LoadTable' },
  { term: 'DefLoad', opcode: [EXT_OP_PREFIX, 0x20], pkgLength: false, operands: [['object', 'NameString'], ['target', 'Target']], asl: 'Load' },
  { term: 'DefAcquire', opcode: [EXT_OP_PREFIX, 0x23], pkgLength: false, operands: [['object', 'TermArg'], ['timeout', 'WordData']], asl: 'Acquire' },
  { term: 'DefWait', opcode: [EXT_OP_PREFIX, 0x25], pkgLength: false, operands: [['object', 'TermArg'], ['timeout', 'TermArg']], asl: 'Wait' },
  { term: 'DefFromBCD', opcode: [EXT_OP_PREFIX, 0x28], pkgLength: false, operands: [['operand', 'TermArg'], ['target', 'Target']], asl: 'FromBCD' },
  { term: 'DefToBCD', opcode: [EXT_OP_PREFIX, 0x29], pkgLength: false, operands: [['operand', 'TermArg'], ['target', 'Target']], asl: 'ToBCD' },
  { term: 'RevisionOp', opcode: [EXT_OP_PREFIX, 0x30], pkgLength: false, operands: [], asl: 'Revision' },
  { term: 'DebugObj', opcode: [EXT_OP_PREFIX, 0x31], pkgLength: false, operands: [], asl: 'Debug' },
  { term: 'DefTimer', opcode: [EXT_OP_PREFIX, 0x33], pkgLength: false, operands: [], asl: 'Timer' },
  { term: 'DefStore', opcode: [0x70], pkgLength: false, operands: [['source', 'TermArg'], ['target', 'TermArg']], asl: 'Store' },
  { term: 'DefRefOf', opcode: [0x71], pkgLength: false, operands: [['object', 'SimpleName']], asl: 'RefOf' },
  { term: 'DefAdd', opcode: [0x72], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg'], ['target', 'Target']], asl: 'Add' },
  { term: 'DefConcat', opcode: [0x73], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg'], ['target', 'Target']], asl: 'Concatenate' },
  { term: 'DefSubtract', opcode: [0x74], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg'], ['target', 'Target']], asl: 'Subtract' },
  { term: 'DefIncrement', opcode: [0x75], pkgLength: false, operands: [['object', 'TermArg']], asl: 'Increment' },
  { term: 'DefDecrement', opcode: [0x76], pkgLength: false, operands: [['object', 'TermArg']], asl: 'Decrement' },
  { term: 'DefMultiply', opcode: [0x77], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg'], ['target', 'Target']], asl: 'Multiply' },
  { term: 'DefDivide', opcode: [0x78], pkgLength: false, operands: [['dividend', 'TermArg'], ['divisor', 'TermArg'], ['remainder', 'Target'], ['quotient', 'Target']], asl: 'Divide' },
  { term: 'DefShiftLeft', opcode: [0x79], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg'], ['target', 'Target']], asl: 'ShiftLeft' },
  { term: 'DefShiftRight', opcode: [0x7a], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg'], ['target', 'Target']], asl: 'ShiftRight' },
  { term: 'DefAnd', opcode: [0x7b], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg'], ['target', 'Target']], asl: 'And' },
  { term: 'DefNAnd', opcode: [0x7c], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg'], ['target', 'Target']], asl: 'NAnd' },
  { term: 'DefOr', opcode: [0x7d], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg'], ['target', 'Target']], asl: 'Or' },
  { term: 'DefNOr', opcode: [0x7e], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg'], ['target', 'Target']], asl: 'NOr' },
  { term: 'DefXOr', opcode: [0x7f], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg'], ['target', 'Target']], asl: 'XOr' },
  { term: 'DefNot', opcode: [0x80], pkgLength: false, operands: [['operand', 'TermArg'], ['target', 'Target']], asl: 'Not' },
  { term: 'DefFindSetLeftBit', opcode: [0x81], pkgLength: false, operands: [['operand', 'TermArg'], ['target', 'Target']], asl: 'FindSetLeftBit' },
  { term: 'DefFindSetRightBit', opcode: [0x82], pkgLength: false, operands: [['operand', 'TermArg'], ['target', 'Target']], asl: 'FindSetRightBit' },
  { term: 'DefDerefOf', opcode: [0x83], pkgLength: false, operands: [['object', 'TermArg']], asl: 'DerefOf' },
  { term: 'DefConcatRes', opcode: [0x84], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg'], ['target', 'Target']], asl: 'ConcatenateResTemplate' },
  { term: 'DefMod', opcode: [0x85], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg'], ['target', 'Target']], asl: 'Mod' },
  { term: 'DefSizeOf', opcode: [0x87], pkgLength: false, operands: [['object', 'TermArg']], asl: 'SizeOf' },
  { term: 'DefIndex', opcode: [0x88], pkgLength: false, operands: [['object', 'TermArg'], ['index', 'TermArg'], ['target', 'Target']], asl: 'Index' },
  { term: 'DefMatch', opcode: [0x89], pkgLength: false, operands: [['searchPkg', 'TermArg'], ['matchOpcode1', 'ByteData'], ['operand1', 'TermArg'], ['matchOpcode2', 'ByteData'], ['operand2', 'TermArg'], ['startIndex', 'TermArg']], asl: 'Match' },
  { term: 'DefObjectType', opcode: [0x8e], pkgLength: false, operands: [['object', 'SimpleName']], asl: 'ObjectType' },
  { term: 'DefLAnd', opcode: [0x90], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg']], asl: 'LAnd' },
  { term: 'DefLOr', opcode: [0x91], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg']], asl: 'LOr' },
  { term: 'DefLNot', opcode: [0x92], pkgLength: false, operands: [['operand', 'TermArg']], asl: 'LNot' },
  { term: 'DefLEqual', opcode: [0x93], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg']], asl: 'LEqual' },
  { term: 'DefLGreater', opcode: [0x94], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg']], asl: 'LGreater' },
  { term: 'DefLLess', opcode: [0x95], pkgLength: false, operands: [['a', 'TermArg'], ['b', 'TermArg']], asl: 'LLess' },
  { term: 'DefToBuffer', opcode: [0x96], pkgLength: false, operands: [['operand', 'TermArg'], ['target', 'Target']], asl: 'ToBuffer' },
  { term: 'DefToDecimalString', opcode: [0x97], pkgLength: false, operands: [['operand', 'TermArg'], ['target', 'Target']], asl: 'ToDecimalString' },
  { term: 'DefToHexString', opcode: [0x98], pkgLength: false, operands: [['operand', 'TermArg'], ['target', 'Target']], asl: 'ToHexString' },
  { term: 'DefToInteger', opcode: [0x99], pkgLength: false, operands: [['operand', 'TermArg'], ['target', 'Target']], asl: 'ToInteger' },
  { term: 'DefToString', opcode: [0x9c], pkgLength: false, operands: [['operand', 'TermArg'], ['length', 'TermArg'], ['target', 'Target']], asl: 'ToString' },
  { term: 'DefCopyObject', opcode: [0x9d], pkgLength: false, operands: [['source', 'TermArg'], ['target', 'SimpleName']], asl: 'CopyObject' },
  { term: 'DefMid', opcode: [0x9e], pkgLength: false, operands: [['source', 'TermArg'], ['index', 'TermArg'], ['length', 'TermArg'], ['target', 'Target']], asl: 'Mid' },

  // Local and argument objects, §20.2.6
  { term: 'Local0', opcode: [0x60], pkgLength: false, operands: [], asl: 'Local0' },
  { term: 'Local1', opcode: [0x61], pkgLength: false, operands: [], asl: 'Local1' },
  { term: 'Local2', opcode: [0x62], pkgLength: false, operands: [], asl: 'Local2' },
  { term: 'Local3', opcode: [0x63], pkgLength: false, operands: [], asl: 'Local3' },
  { term: 'Local4', opcode: [0x64], pkgLength: false, operands: [], asl: 'Local4' },
  { term: 'Local5', opcode: [0x65], pkgLength: false, operands: [], asl: 'Local5' },
  { term: 'Local6', opcode: [0x66], pkgLength: false, operands: [], asl: 'Local6' },
  { term: 'Local7', opcode: [0x67], pkgLength: false, operands: [], asl: 'Local7' },
  { term: 'Arg0', opcode: [0x68], pkgLength: false, operands: [], asl: 'Arg0' },
  { term: 'Arg1', opcode: [0x69], pkgLength: false, operands: [], asl: 'Arg1' },
  { term: 'Arg2', opcode: [0x6a], pkgLength: false, operands: [], asl: 'Arg2' },
  { term: 'Arg3', opcode: [0x6b], pkgLength: false, operands: [], asl: 'Arg3' },
  { term: 'Arg4', opcode: [0x6c], pkgLength: false, operands: [], asl: 'Arg4' },
  { term: 'Arg5', opcode: [0x6d], pkgLength: false, operands: [], asl: 'Arg5' },
  { term: 'Arg6', opcode: [0x6e], pkgLength: false, operands: [], asl: 'Arg6' },
] as const satisfies readonly TermRow[];

/** Object types of External and ObjectType. ACPI 6.6 §19.6.44, table "ObjectTypeKeywords". */
// biome-ignore format: one row a line
export const OBJECT_TYPES = [
  { id: 0, asl: 'UnknownObj' },
  { id: 1, asl: 'IntObj' },
  { id: 2, asl: 'StrObj' },
  { id: 3, asl: 'BuffObj' },
  { id: 4, asl: 'PkgObj' },
  { id: 5, asl: 'FieldUnitObj' },
  { id: 6, asl: 'DeviceObj' },
  { id: 7, asl: 'EventObj' },
  { id: 8, asl: 'MethodObj' },
  { id: 9, asl: 'MutexObj' },
  { id: 10, asl: 'OpRegionObj' },
  { id: 11, asl: 'PowerResObj' },
  { id: 12, asl: 'ProcessorObj' },
  { id: 13, asl: 'ThermalZoneObj' },
  { id: 14, asl: 'BuffFieldObj' },
] as const;

/** MethodFlags: bits 0-2 argument count, bit 3 serialized, bits 4-7 sync level. ACPI 6.6 §20.2.5.2. */
export const METHOD_FLAGS = { argCountMask: 0x07, serialized: 0x08, syncLevelShift: 4 } as const;

/** Bytes that introduce or join names. ACPI 6.6 §20.2.2. */
// biome-ignore format: one row a line
export const NAME_BYTES = {
  nullName: 0x00,
  dualNamePrefix: 0x2e,
  multiNamePrefix: 0x2f,
  rootChar: 0x5c,
  parentPrefixChar: 0x5e,
  segmentLength: 4,
  maxSegments: 255,
} as const;

export const STRING_PREFIX = 0x0d;

/** Largest number that a PkgLength of 1, 2, 3 or 4 bytes can hold. ACPI 6.6 §20.2.4. */
export const PKG_LENGTH_LIMITS = [0x3f, 0xfff, 0xfffff, 0xfffffff] as const;

/** The byte in front of an element of a FieldList that is not a name. ACPI 6.6 §20.2.5.2. */
export const FIELD_ELEMENTS = { reserved: 0x00, access: 0x01, connect: 0x02, extendedAccess: 0x03 } as const;

/** Methods that an operating system brings, with their number of arguments. ACPI 6.6 §5.7. */
export const PREDEFINED_METHODS = [{ name: '\\_OSI', arguments: 1 }] as const;
