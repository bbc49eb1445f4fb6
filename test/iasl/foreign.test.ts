import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeTable, encodeTable } from '../../src/aml/table.js';
import { sameBytes } from '../support/bytes.js';
import { outside, testWith } from '../support/outside.js';

/** Terms of every kind that a firmware's table has around its _CPC. */
const ASL = `DefinitionBlock ("", "SSDT", 2, "ACME", "FIRMWARE", 0x1000)
{
    External (\\_SB.PLTF, DeviceObj)
    External (\\_SB.PLTF.NFUN, MethodObj)
    External (CNTR, IntObj)
    Scope (\\_SB.PLTF)
    {
        Name (STRI, "text \\"quoted\\" \\x41")
        Name (EMPT, Package () {})
        Name (DEEP, Package () { 1, "two", Package () { 0xFFFFFFFFFFFFFFFF, STRI, Buffer (4) { 1, 2 } } })
        OperationRegion (ERAM, SystemMemory, 0xFE000000, 0x1000)
        Field (ERAM, DWordAcc, Lock, Preserve) { Offset (0x10), FLDA, 7, , 1, FLDB, 64 }
        Mutex (MUTX, 5)
        Event (EVNT)
        Alias (STRI, ALIA)
        Device (CPU0)
        {
            Name (_HID, "ACPI0007")
            Name (_UID, Zero)
            Method (_CPC, 0, NotSerialized)
            {
                If (CNTR == 3) { Return (Package (2) { 23, 3 }) }
                ElseIf (CNTR > 1) { Return (GCPC) }
                Else { Return (NFUN (CNTR, 7)) }
            }
            Name (GCPC, Package (4) { 4, 0x100, 0x12345678,
                ResourceTemplate () { Register (FFixedHW, 8, 24, 0xC00102B0, 4) } })
            Name (TWO, ResourceTemplate ()
            {
                Register (PCC, 32, 0, 0x10, 2)
                Register (SystemIO, 8, 0, 0x5F0, 1)
            })
            Name (_CRS, ResourceTemplate () { IO (Decode16, 0x5F0, 0x5F0, 1, 8) })
        }
        Method (WORK, 7, Serialized, 3)
        {
            Local0 = (Arg0 + Arg1) * (Arg2 - 3) / 2
            Local1 = DerefOf (DEEP [Local0])
            While (Local0 < 10)
            {
                Local0++
                If (Local0 == 5) { Continue }
                If (!(Local0 && Local1) || (Local0 ^ 0xF0)) { Break }
            }
            Switch (ToInteger (Arg3)) { Case (1) { Notify (CPU0, 0x85) } Default { Noop } }
            Acquire (MUTX, 0xFFFF)
            CreateDWordField (Arg4, 4, DWRD)
            CreateBitField (Arg4, 3, BITF)
            CreateField (Arg4, 8, 12, FLDC)
            DWRD = SizeOf (STRI) << 4
            Local2 = Concatenate (STRI, Mid (STRI, 1, 2))
            Local3 = ToUUID ("0811b06e-4a27-44f9-8d60-3cbbc22e7b48")
            Local4 = Match (DEEP, MEQ, 1, MTR, 0, 0)
            Release (MUTX)
            Sleep (10)
            Return (CondRefOf (\\_OSI, Local5))
        }
    }
}
`;

async function compiled(options: readonly string[]): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'cppc-acpi-'));
  try {
    await writeFile(join(folder, 'x.asl'), ASL);
    await execa(outside('iasl'), [...options, '-vs', '-vi', '-vr', 'x.asl'], { cwd: folder, stdin: 'ignore' });
    return await readFile(join(folder, 'x.aml'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

for (const options of [[], ['-oa'], ['-oi']]) {
  const name = ['iasl', ...options].join(' ');
  testWith(['iasl'], `law 2: what ${name} makes of a firmware's table`, async () => {
    const bytes = await compiled(options);
    const { value, diagnostics } = decodeTable(bytes, 'x.aml');
    assert.equal(diagnostics, []);
    if (value) sameBytes(encodeTable(value), bytes);
  });

  testWith(['iasl'], `every term that ${name} makes of it is known`, async () => {
    const { value } = decodeTable(await compiled(options), 'x.aml');
    const text = JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one));
    assert.is(text.match(/"term":"Opaque"/g), null);
    assert.is(text.match(/"term":"ResourceTemplate"/g)?.length, 2);
  });
}

test.run();
