// Names that other code writes before: Linux calls `_INI`, `_STA`, `_REG`, `_OSC` and `_PDC` before `_CPC`.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { testWith } from '../support/outside.js';
import { compiled, machine, waysOf, wayText } from './sources.js';

/** A processor with this code; `MODE`, `LIST`, `DATA` and `DONE` are Names beside it. */
function processor(cpc: string, others: string): string {
  return `Scope (\\_SB)
  {
    Name (MODE, 1)
    Name (DONE, 0)
    Name (LIST, Package () { 1, 2, Package () { 3, 4 } })
    Name (DATA, Buffer () { 5, 6 })
    Method (PUTS, 2) { Arg0 [1] = Arg1 }
    Method (PUTR, 1) { Arg0 = 9 }
    Device (CP00)
    {
      Name (_HID, "ACPI0007")
      Method (_CPC, 0) { ${cpc} }
      ${others}
    }
  }`;
}

interface Row {
  readonly name: string;
  readonly cpc: string;
  readonly others: string;
  readonly ways: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    name: '_PDC writes the Name',
    cpc: 'If (MODE & 4) { Return (1) } Return (2)',
    others: 'Method (_PDC, 1) { CreateDWordField (Arg0, 8, CAP0)  MODE = CAP0 }',
    ways: ['[((MODE & 4) != 0)] 1', '[((MODE & 4) == 0)] 2'],
  },
  {
    name: '_INI writes what the Name has already',
    cpc: 'Return (MODE)',
    others: 'Method (_INI) { MODE = 1 }',
    ways: ['?MODE'],
  },
  {
    name: 'an event that nobody calls increments it',
    cpc: 'Return (MODE)',
    others: 'Method (XL17) { MODE++ }',
    ways: ['?MODE'],
  },
  {
    name: 'a method that _STA calls writes it',
    cpc: 'Return (MODE)',
    others: 'Method (SETM, 1) { MODE = Arg0 }  Method (_STA) { SETM (3) Return (15) }',
    ways: ['?MODE'],
  },
  {
    name: '_CPC alone writes it',
    cpc: 'If (!DONE) { LIST [0] = 8  DONE = 1 } Return (LIST)',
    others: 'Method (_INI) { Local0 = DONE  Local1 = DerefOf (LIST [0])  Local2 = SizeOf (LIST) }',
    ways: ['(8, 2, (3, 4))'],
  },
  {
    name: '_CPC and _PSD write it by a method of theirs',
    cpc: 'MARK () Return (MODE)',
    others: 'Method (MARK) { MODE = 7 }  Method (_PSD) { MARK () Return (LIST) }',
    ways: ['7'],
  },
  {
    name: '_CPC calls a method that _OSC calls, too: it is written after that',
    cpc: 'Local0 = MODE  MARK () Return (Local0)',
    others: 'Method (MARK) { MODE = 7 }  Method (_OSC, 4) { MARK () Return (Arg3) }',
    ways: ['?MODE'],
  },
  {
    name: '_CPC writes it first',
    cpc: 'MODE = 6 Return (MODE)',
    others: 'Method (_INI) { MODE = 1 }',
    ways: ['6'],
  },
  {
    name: 'elements',
    cpc: 'Return (LIST)',
    others: 'Method (_INI) { LIST [0] = 1  DerefOf (LIST [2]) [1] = 5 }',
    ways: ['(?LIST [0], 2, (3, ?DerefOf (LIST [2]) [1]))'],
  },
  {
    name: 'elements through references in locals and arguments',
    cpc: 'Return (LIST)',
    others: 'Method (_INI) { Local0 = RefOf (LIST)  DerefOf (DerefOf (Local0) [2]) [0] = 7  PUTS (LIST, 4) }',
    ways: ['(1, ?LIST [1], (?DerefOf (LIST [2]) [0], 4))'],
  },
  {
    name: 'an Integer by a reference; its value does not change it',
    cpc: 'LIST [0] = MODE  LIST [1] = DONE  Return (LIST)',
    others: 'Method (_REG, 2) { PUTR (RefOf (MODE))  PUTR (DONE) }',
    ways: ['(?MODE, 0, (3, 4))'],
  },
  {
    name: 'a copy',
    cpc: 'Return (LIST)',
    others: 'Method (_INI) { Local0 = LIST  Local0 [0] = 5  Name (MODE, 3)  MODE = 4 }',
    ways: ['(1, 2, (3, 4))'],
  },
  {
    name: 'bytes of a Buffer',
    cpc: 'Return (DATA)',
    others: 'Method (_INI) { CreateByteField (DATA, 1, BYTE)  BYTE = 3 }',
    ways: ['<DATA DATA>'],
  },
];

for (const { name, cpc, others, ways } of ROWS) {
  testWith(['iasl'], name, async () => {
    assert.equal(waysOf([await compiled(processor(cpc, others))], '\\_SB.CP00._CPC'), ways);
  });
}

/** Debug output as on laptops: a text goes to a buffer that only this code reads, at a place that other code writes. */
const DEBUG = `OperationRegion (NVS, SystemMemory, 0x1000, 16) Field (NVS, AnyAcc, NoLock, Preserve) { SRLD, 8, FREQ, 16, PORT, 8 }
  Name (BUFN, 0) Name (MBUF, Buffer (16) {})
  Method (MDGC, 1) { MBUF [BUFN] = Arg0 BUFN += 1 If ((BUFN > 15)) { BUFN = 0 } }
  Method (MDBG, 1) { If (SRLD) { Local0 = SizeOf (Arg0) While (Local0) { MDGC (Local0) Local0-- } PORT = BUFN } Return (BUFN) }
  Method (_WAK, 1) { MDBG ("wake") Return (0) }`;
const machineOf = (cpc: string) =>
  compiled(`${DEBUG} Device (\\_SB.CP00) { Name (_HID, "ACPI0007") Method (_CPC, 0) { ${cpc} } }`);

testWith(['iasl'], 'a call whose effects nobody sees does not split the way', async () => {
  const asl = 'MDBG (ToDecimalString (FREQ)) Local0 = PORT MDBG ("b") If (FREQ) { Return (1) } Return (Local0)';
  assert.equal(waysOf([await machineOf(asl)], '\\_SB.CP00._CPC'), ['[(FREQ != 0)] 1', '[(FREQ == 0)] ?PORT']);
});

testWith(['iasl'], 'a call whose value or effects are seen splits the way', async () => {
  const [value, effect] = [await machineOf('Return (MDBG ("b"))'), await machineOf('MDBG ("b") Return (BUFN)')];
  for (const table of [value, effect]) {
    const ways = waysOf([table], '\\_SB.CP00._CPC');
    assert.ok(ways.length > 1 && ways[0]?.startsWith('[(SRLD != 0)'), ways.join('\n'));
  }
});

testWith(['iasl'], 'an error in a call whose effects nobody sees is one', async () => {
  const asl =
    'External (NONE, MethodObj) Method (MDBX, 1) { NONE (Arg0) } Device (\\_SB.CP00) { Name (_HID, "ACPI0007") Method (_CPC, 0) { MDBX (1) Return (1) } }';
  assert.equal(waysOf([await compiled(asl)], '\\_SB.CP00._CPC'), ['unresolved-name NONE in \\MDBX (AE_NOT_FOUND)']);
});

testWith(['iasl'], 'table-level code runs before; another table writes; acpiexec takes initial values', async () => {
  const dsdt = await compiled(
    processor('If (CondRefOf (\\_SB.EXTR)) { Return (MODE) } Return (0)', '') +
      '\nIf (\\_SB.MODE == 1) { Scope (\\_SB) { Name (EXTR, 1) } }',
  );
  const ssdt = await compiled(
    'External (\\_SB.MODE, IntObj) Scope (\\_GPE) { Method (_L17) { \\_SB.MODE = 2 } }',
    'SSDT',
  );
  assert.equal(waysOf([dsdt], '\\_SB.CP00._CPC'), ['1']);
  assert.equal(waysOf([dsdt, ssdt], '\\_SB.CP00._CPC'), ['?MODE']);
  assert.equal((machine([dsdt, ssdt], 0).evaluate('\\_SB.CP00._CPC')?.ways ?? []).map(wayText), ['1']);
});

test.run();
