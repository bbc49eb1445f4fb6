import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { testWith } from '../support/outside.js';
import { compiled, machine, waysOf, wayText } from './sources.js';

interface Row {
  readonly name: string;
  readonly asl: string;
  /** Every way of \M. */
  readonly ways: readonly string[];
  readonly signature?: 'SSDT';
  readonly revision?: 1;
}

const NVS = `OperationRegion (NVS, SystemMemory, 0x1000, 0x100)
Field (NVS, AnyAcc, NoLock, Preserve) { NVSA, 8, NVSB, 8, FREQ, 16, LONG, 128 }`;

const ROWS: readonly Row[] = [
  { name: 'an Integer', asl: 'Name (M, 7)', ways: ['7'] },
  {
    name: 'a Package that names others',
    asl: 'Name (A, 5) Name (M, Package () { A, "x", Package () { 1 } })',
    ways: ['(5, "x", (1))'],
  },
  {
    name: 'a store into a Name shows in the Package that has it',
    asl: 'Name (A, 5) Name (P, Package () { A }) Method (M) { A = 6 Return (P) }',
    ways: ['(6)'],
  },
  { name: 'a field of hardware', asl: `${NVS} Method (M) { Return (FREQ) }`, ways: ['?FREQ'] },
  {
    name: 'a condition on it',
    asl: `${NVS} Method (M) { If (NVSA) { Return (1) } Return (2) }`,
    ways: ['[(NVSA != 0)] 1', '[(NVSA == 0)] 2'],
  },
  {
    name: 'a condition on a bit of it',
    asl: `${NVS} Method (M) { If ((NVSA & 0x10)) { Return (1) } Else { Return (2) } }`,
    ways: ['[((NVSA & 0x10) != 0)] 1', '[((NVSA & 0x10) == 0)] 2'],
  },
  {
    name: 'the same condition twice is decided once',
    asl: `${NVS} Method (M) { Local0 = 0 If ((NVSA == 3)) { Local0 = 1 } If ((NVSA == 3)) { Local0 += 10 } Return (Local0) }`,
    ways: ['[(NVSA == 3)] 11', '[(NVSA != 3)] 0'],
  },
  {
    name: 'what equals a number is this number',
    asl: `${NVS} Method (M) { If ((NVSA == 3)) { If ((NVSA == 4)) { Return (9) } Return (NVSA) } Return (0) }`,
    ways: ['[(NVSA == 3)] 3', '[(NVSA != 3)] 0'],
  },
  {
    name: 'ways do not disturb each other',
    asl: `${NVS} Name (P, Package () { 1, 2 }) Method (M) { If (NVSA) { P [0] = 8 } Else { P [1] = 9 } Return (P) }`,
    ways: ['[(NVSA != 0)] (8, 2)', '[(NVSA == 0)] (1, 9)'],
  },
  {
    name: 'Switch',
    asl: `${NVS} Method (M, 0, Serialized) { Switch (ToInteger (NVSA)) { Case (1) { Return (10) } Case (2) { Return (20) } Default { Return (30) } } }`,
    ways: ['[(NVSA == 1)] 10', '[(NVSA != 1), (NVSA == 2)] 20', '[(NVSA != 1), (NVSA != 2)] 30'],
  },
  {
    name: 'LAnd with something known',
    asl: `${NVS} Method (M) { If ((NVSA && Zero)) { Return (1) } Return (2) }`,
    ways: ['2'],
  },
  {
    name: 'both of two',
    asl: `${NVS} Method (M) { If ((NVSA && NVSB)) { If (NVSA) { Return (1) } Return (2) } Return (3) }`,
    ways: ['[((NVSA != 0) && (NVSB != 0))] 1', '[!((NVSA != 0) && (NVSB != 0))] 3'],
  },
  {
    name: 'a loop that waits for hardware ends',
    asl: `${NVS} Method (M) { While (NVSA) { Sleep (1) } Return (5) }`,
    ways: ['5'],
  },
  {
    name: 'a text of unknown length that goes to a port',
    asl: `${NVS} Method (PUTS, 1) { If (LONG) { Local3 = ToHexString (Arg0) Local4 = SizeOf (Local3) Local5 = 0
      While ((Local5 < Local4)) { Mid (Local3, Local5, 1, NVSB) Stall (100) Local5++ } NVSB = 13 } }
      Method (M) { PUTS (Concatenate ("f = ", ToDecimalString (FREQ))) If (NVSA) { Return (5) } Return (6) }`,
    ways: ['[(NVSA != 0)] 5', '[(NVSA == 0)] 6'],
  },
  {
    name: 'a loop on something unknown that a local depends on',
    asl: `${NVS} Method (M) { Local0 = 1 Local1 = 0 While ((Local1 < NVSA)) { Local0 <<= 1 Local1++ } Return (Local0) }`,
    ways: ['?Local0'],
  },
  {
    name: 'a loop on something unknown that writes an element is followed',
    asl: `${NVS} Name (P, Package () { 0, 0 }) Method (M) { Local1 = 0 While ((Local1 < NVSA)) { P [Local1] = 1 Local1++ } Return (P) }`,
    ways: [
      '[(NVSA != 0), (1 < NVSA), (2 < NVSA)] beyond-end Package (2) [2] in \\M (AE_AML_PACKAGE_LIMIT)',
      '[(NVSA != 0), (1 < NVSA), (2 >= NVSA)] (1, 1)',
      '[(NVSA != 0), (1 >= NVSA)] (1, 0)',
      '[(NVSA == 0)] (0, 0)',
    ],
  },
  {
    name: 'hardware chooses one of a few Packages, whose length a loop takes from it',
    asl: `${NVS} Name (P, Package () { Package () { 0, 0 }, Package () { 0, 0, 0 }, Package () { 0, 0, 0, 0 } })
      Method (M) { Local0 = (NVSA - 2) Local1 = 0 While ((Local1 < NVSA)) { DerefOf (P [Local0]) [Local1] = Local1 Local1++ }
      Return (DerefOf (P [Local0])) }`,
    ways: [
      '[(NVSA != 0), (NVSA == 2)] (0, 1)',
      '[(NVSA != 0), (NVSA != 2), (NVSA == 3)] (0, 1, 2)',
      '[(NVSA != 0), (NVSA != 2), (NVSA != 3)] (0, 1, 2, 3)',
      '[(NVSA == 0)] beyond-end Package (3) [0xFFFFFFFFFFFFFFFE] in \\M (AE_AML_PACKAGE_LIMIT)',
    ],
  },
  {
    name: 'of more than eight elements none is chosen',
    asl: `${NVS} Name (P, Package () { 1, 2, 3, 4, 5, 6, 7, 8, 9 }) Method (M) { Return (DerefOf (P [NVSA])) }`,
    ways: ['?DerefOf (Package (9) [NVSA])'],
  },
  {
    name: 'a condition that makes no difference goes',
    asl: `${NVS} Name (D, 0) Method (M) { If (NVSB) { D = 1 } If (NVSA) { Return (5) } Return (6) }`,
    ways: ['[(NVSA != 0)] 5', '[(NVSA == 0)] 6'],
  },
  {
    name: 'a loop over a count',
    asl: 'Method (M) { Local0 = 0 Local1 = 5 While (Local1) { Local0 += Local1 Local1-- If ((Local1 == 1)) { Break } } Return (Local0) }',
    ways: ['14'],
  },
  {
    name: 'an unknown value in a calculation',
    asl: `${NVS} Method (M) { Return ((((FREQ * 100) + 5) & 0xFFF0)) }`,
    ways: ['?(((FREQ * 100) + 5) & 0xFFF0)'],
  },
  {
    name: 'bytes of a Buffer that hardware decides',
    asl: `${NVS} Method (M) { Local0 = Buffer (4) {} CreateWordField (Local0, 1, WRDF) WRDF = FREQ Local0 [0] = 7 Return (Local0) }`,
    ways: ['<07 FREQ FREQ 00>'],
  },
  {
    name: 'a field of a Buffer gives back what it got',
    asl: `${NVS} Method (M) { Local0 = Buffer (4) {} CreateWordField (Local0, 1, WRDF) WRDF = FREQ If ((WRDF == 9)) { Return (WRDF) } Return (0) }`,
    ways: ['[(FREQ == 9)] 9', '[(FREQ != 9)] 0'],
  },
  {
    name: 'a Name that got an unknown value',
    asl: `${NVS} Name (A, 5) Name (P, Package () { A, 1 }) Method (M) { A = FREQ Return (P) }`,
    ways: ['(?FREQ, 1)'],
  },
  {
    name: 'a name that no table has, with a DSDT',
    asl: 'External (\\_SB.PR00._CPC, MethodObj) Method (M) { Return (\\_SB.PR00._CPC ()) }',
    ways: ['unresolved-name \\_SB.PR00._CPC in \\M (AE_NOT_FOUND)'],
  },
  {
    name: 'and without one',
    asl: 'External (\\_SB.PR00._CPC, MethodObj) Method (M) { Return (\\_SB.PR00._CPC ()) }',
    signature: 'SSDT',
    ways: ['?_CPC'],
  },
  {
    name: 'CondRefOf of it, with a DSDT',
    asl: 'External (\\_SB.FUNC, MethodObj) Method (M) { If (CondRefOf (\\_SB.FUNC)) { Return (1) } Return (2) }',
    ways: ['2'],
  },
  {
    name: 'and without one',
    asl: 'External (\\_SB.FUNC, MethodObj) Method (M) { If (CondRefOf (\\_SB.FUNC)) { Return (1) } Return (2) }',
    signature: 'SSDT',
    ways: ['[(CondRefOf (\\_SB.FUNC) != 0)] 1', '[(CondRefOf (\\_SB.FUNC) == 0)] 2'],
  },
  {
    name: '_OSI',
    asl: 'Method (M) { If (_OSI ("Windows 2015")) { Return (1) } Return (2) }',
    ways: ['[(_OSI ("Windows 2015") != 0)] 1', '[(_OSI ("Windows 2015") == 0)] 2'],
  },
  {
    name: 'an object that is there under a condition',
    asl: `${NVS} If (NVSA) { Scope (\\) { Name (ABCD, 4) } } Method (M) { If (CondRefOf (\\ABCD)) { Return (\\ABCD) } Return (2) }`,
    ways: ['[(NVSA != 0)] 4', '[(NVSA == 0)] 2'],
  },
  { name: 'Integers of 32 bits', asl: 'Method (M) { Return ((0xFFFFFFFF + 2)) }', revision: 1, ways: ['1'] },
  {
    name: 'a reference to a field is not read when it is returned, as in ACPICA',
    asl: `${NVS} Method (M) { Return (RefOf (FREQ)) }`,
    ways: ['wrong-type  in \\M (AE_TYPE)'],
  },
  {
    name: 'the target of a store is looked at before its source, as in ACPICA',
    asl: 'Name (P, Package () { Buffer () { 1 } }) Method (M, 1) { DerefOf (P [0]) = Arg0 }',
    ways: ['refused-store Buffer (1) in \\M (AE_AML_OPERAND_TYPE)'],
  },
  {
    name: 'no Package goes through a reference to a local that holds an Integer',
    asl: 'Method (PUTS, 2) { Arg0 = 5 Arg0 = Arg1 } Method (M) { Local1 = 0 PUTS (RefOf (Local1), Package () { 1 }) Return (Local1) }',
    ways: ['refused-store  in \\PUTS (AE_AML_OPERAND_TYPE)'],
  },
  {
    name: 'an Index that a method returns is followed by DerefOf, and may be written through',
    asl: `Name (P, Package () { 1, 2, 3 }) Method (INDX, 1) { Return (P [Arg0]) } Method (LIDX) { Local0 = P [2] Return (Local0) }
      Method (M) { Local0 = DerefOf (INDX (1)) INDX (0) = 7 LIDX () = Local0 Return (P) }`,
    ways: ['(7, 2, 2)'],
  },
  {
    name: 'a local that got it holds the Index',
    asl: 'Name (P, Package () { 1, 2 }) Method (INDX) { Return (P [1]) } Method (M) { Local0 = INDX () Local1 = (DerefOf (Local0) + 1) Return ((Local0 + 1)) }',
    ways: ['wrong-type a reference in \\M (AE_AML_OPERAND_TYPE)'],
  },
  {
    name: 'an Index that a Name holds is followed where the Name is returned',
    asl: 'Name (P, Package () { 1, 2 }) Name (N, 0) Method (INDX) { CopyObject (P [1], N) Return (N) } Method (M) { Return ((INDX () + 1)) }',
    ways: ['3'],
  },
  {
    name: 'a predicate follows no Index, not even one that a Name holds',
    asl: 'Name (P, Package () { 1, 2 }) Name (N, 0) Method (M) { CopyObject (P [0], N) If (N) { Return (1) } Return (0) }',
    ways: ['wrong-type  in \\M (AE_TYPE)'],
  },
  {
    name: 'a reference to a local that has ended is nothing',
    asl: 'Method (LOCL) { Local0 = 5 Return (RefOf (Local0)) } Method (M) { Return (LOCL ()) }',
    ways: ['nothing'],
  },
  {
    name: 'a circle of references, in which ACPICA never ends',
    asl: 'Method (M) { Local1 = RefOf (Local2) Local2 = Local1 Return (SizeOf (Local2)) }',
    ways: ['unfollowed: circle'],
  },
  {
    name: 'a reference to a character that a shorter String no longer has',
    asl: 'Name (S, "ABCDEF") Method (M) { Local0 = RefOf (S) Local1 = Index (S, 4) S = "A" Return (DerefOf (Local1)) }',
    ways: ['0'],
  },
  {
    name: 'Stall refuses more than 255 microseconds',
    asl: 'Method (M) { Local0 = 256 Stall (Local0) Return (1) }',
    ways: ['wrong-value  in \\M (AE_AML_OPERAND_VALUE)'],
  },
  {
    name: 'Stall takes the low 32 bits of its operand',
    asl: 'Method (M) { Local0 = 5 Stall ((Local0 - 0xFFFFFFFF)) Return (1) }',
    ways: ['1'],
  },
  { name: 'Integers of 64 bits', asl: 'Method (M) { Return ((0xFFFFFFFF + 2)) }', ways: ['4294967297'] },
  {
    name: 'no Return',
    asl: `${NVS} Method (M) { If (NVSA) { Return (1) } }`,
    ways: ['[(NVSA != 0)] 1', '[(NVSA == 0)] nothing'],
  },
  {
    name: 'an index behind the end',
    asl: 'Name (P, Package () { 1 }) Method (M) { Local0 = 3 P [Local0] = 1 Return (P) }',
    ways: ['beyond-end Package (1) [3] in \\M (AE_AML_PACKAGE_LIMIT)'],
  },
  {
    name: 'recursion without an end',
    asl: 'Method (A) { Return (A ()) } Method (M) { Return (A ()) }',
    ways: ['unfollowed: calls'],
  },
  {
    name: 'a loop without an end',
    asl: 'Method (M) { While (One) { Local0 = 1 } Return (Local0) }',
    ways: ['unfollowed: steps'],
  },
  {
    name: 'a String that doubles',
    asl: 'Method (M) { Local0 = "0123456789" While (One) { Local0 = Concatenate (Local0, Local0) } Return (Local0) }',
    ways: ['unfollowed: memory'],
  },
  {
    name: 'a stuck condition of hardware: it is Revision',
    asl: 'Method (M) { Return (Revision) }',
    ways: ['?Revision'],
  },
];

for (const { name, asl, ways, signature, revision } of ROWS) {
  testWith(['iasl'], `ways: ${name}`, async () => {
    assert.equal(waysOf([await compiled(asl, signature, revision)], '\\M'), ways);
  });
}

testWith(['iasl'], 'two objects of one path, each under its condition', async () => {
  const tables = [
    await compiled(`${NVS} If (NVSA) { Scope (\\) { Method (M) { Return (1) } } }`),
    await compiled('External (NVSA) If ((NVSA == 0)) { Scope (\\) { Method (M) { Return (2) } } }', 'SSDT'),
  ];
  assert.equal(waysOf(tables, '\\M'), ['[(NVSA != 0)] 1', '[(NVSA == 0)] 2']);
});

testWith(['iasl'], 'more ways than are followed', async () => {
  const fields = Array.from({ length: 8 }, (_, i) => `BIT${i}, 1`);
  const ifs = Array.from({ length: 8 }, (_, i) => `If (BIT${i}) { Local0 += ${i + 1} }`);
  const asl = `OperationRegion (NVS, SystemMemory, 0, 8) Field (NVS, AnyAcc, NoLock, Preserve) { ${fields.join(', ')} }
    Method (M) { Local0 = 0 ${ifs.join(' ')} Return (Local0) }`;
  const evaluation = machine([await compiled(asl)]).evaluate('\\M');
  assert.is(evaluation?.ways.length, 64);
  assert.equal(evaluation?.limits, ['ways']);
});

testWith(['iasl'], 'conditions that make no difference do not count as ways', async () => {
  const fields = Array.from({ length: 9 }, (_, i) => `BIT${i}, 1`);
  const ifs = Array.from({ length: 8 }, (_, i) => `If (BIT${i}) { Local0 = ${i} }`);
  const asl = `OperationRegion (NVS, SystemMemory, 0, 8) Field (NVS, AnyAcc, NoLock, Preserve) { ${fields.join(', ')} }
    Method (M) { ${ifs.join(' ')} Return (BIT8) }`;
  const evaluation = machine([await compiled(asl)]).evaluate('\\M');
  assert.equal((evaluation?.ways ?? []).map(wayText), ['?BIT8']);
  assert.equal(evaluation?.limits, []);
});

const nested = (depth: number, open: string, inner: string) => open.repeat(depth) + inner + ' }'.repeat(depth);

for (const open of ['If (One) { ', 'While (One) { ', 'If (Zero) { } Else { ']) {
  testWith(['iasl'], `blocks in blocks, and calls in them: ${open}`, async () => {
    const asl = `Method (DEEP, 1) { ${nested(90, open, 'DEEP (Arg0)')} }  Method (M) { DEEP (1) }`;
    assert.equal(waysOf([await compiled(asl)], '\\M'), ['unfollowed: depth']);
  });
}

testWith(['iasl'], 'table-level errors do not use the depth up', async () => {
  const asl = `External (NONE, IntObj) ${'If (NONE) { } '.repeat(500)} Name (M, 5)`;
  assert.equal(waysOf([await compiled(asl)], '\\M'), ['5']);
});

testWith(['iasl'], 'conditions without end', async () => {
  const asl = 'Method (M) { While (One) { If (Timer) { Local0 = 1 } } }';
  const [first] = machine([await compiled(asl)]).evaluate('\\M')?.ways ?? [];
  assert.equal(first?.outcome, { kind: 'unfollowed', bound: 'conditions' });
});

testWith(['iasl'], 'writes into a Package and a register are kept with it', async () => {
  const asl = `${NVS} Name (P, Package () { 1, ResourceTemplate () { Register (SystemIO, 8, 0, 0x1234, 1) }, 0 })
    Method (M) { P [2] = FREQ Local0 = RefOf (P) DerefOf (DerefOf (Local0) [1]) [7] = 0x95 Return (P) }`;
  const [way] = machine([await compiled(asl)]).evaluate('\\M')?.ways ?? [];
  assert.is(way && wayText(way), '(1, <82 0c 00 01 08 00 01 95 12 00 00 00 00 00 00 79 00>, ?FREQ)');
  const value = way?.outcome.kind === 'value' ? way.outcome.value : undefined;
  assert.equal(value?.type === 'Package' && value.writes, [{ index: 2, value: 'FREQ', by: '\\M' }]);
  const register = value?.type === 'Package' ? value.elements[1] : undefined;
  assert.equal(register?.type === 'Buffer' && register.writes, [{ index: 7, value: '149', by: '\\M' }]);
});

testWith(['iasl'], 'a second definition is dropped and said', async () => {
  const first = await compiled(
    'Scope (\\_SB) { Device (CP00) { Name (_HID, "ACPI0007") Name (_UID, 3) Method (_CPC) { Return (1) } } }',
  );
  const second = await compiled(
    'External (\\_SB.CP00, DeviceObj) Scope (\\_SB.CP00) { Name (_CPC, 2) Name (_PPC, 0) }',
    'SSDT',
  );
  const made = machine([second, first]);
  assert.equal((made.evaluate('\\_SB.CP00._CPC')?.ways ?? []).map(wayText), ['1']);
  assert.equal((made.evaluate('\\_SB.CP00._PPC')?.ways ?? []).map(wayText), ['0']);
  assert.equal(
    made.problems.map(({ table, status, name }) => ({ table, status, name })),
    [{ table: 0, status: 'AE_ALREADY_EXISTS', name: '_CPC' }],
  );
  assert.equal(
    made.processors.map(({ path, uid, hid, defined }) => ({ path, uid, hid, defined })),
    [{ path: '\\_SB.CP00', uid: 3n, hid: 'ACPI0007', defined: true }],
  );
});

testWith(['iasl'], 'processors whose definition is in another table', async () => {
  const asl = 'External (\\_SB.PR00, DeviceObj) Scope (\\_SB.PR00) { Name (_PPC, 0) }';
  const made = machine([await compiled(asl, 'SSDT')]);
  assert.equal(
    made.processors.map(({ path, uid, hid, defined }) => ({ path, uid, hid, defined })),
    [{ path: '\\_SB.PR00', uid: null, hid: null, defined: false }],
  );
});

test.run();
