import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeTables } from '../../src/aml/table.js';
import type { PackageValue } from '../../src/cpc/package.js';
import { type MachineFacts, machineFacts } from '../../src/firmware/facts.js';
import { groupsBy } from '../../src/firmware/processor-groups.js';
import { compiled } from '../evaluate/sources.js';
import { testWith } from '../support/outside.js';

const REGISTER = 'ResourceTemplate () { Register (SystemIO, 0x08, 0x00, 0x1000, 0x01) }';
const LEVELS = `66, 33, 20, 7, ${REGISTER}`;

async function factsOf(terms: string, signature = 'DSDT'): Promise<MachineFacts> {
  const bytes = await compiled(terms, signature);
  return machineFacts(decodeTables([{ bytes, file: 'x.aml' }]).flatMap(({ value }) => (value ? [value] : [])));
}

function shown(value: PackageValue | undefined): string {
  if (value?.kind === 'integer') return String(value.value);
  if (value?.kind === 'unknown') return `?${value.text}`;
  return value?.kind === 'register' ? `@${value.register.address.toString(16)}` : (value?.kind ?? 'none');
}

const THREE = `
  OperationRegion (NVS, SystemMemory, 0x1000, 8)
  Field (NVS, AnyAcc, NoLock, Preserve) { FREQ, 16, MODE, 8 }
  Device (\\_SB.PR00) {
    Name (_HID, "ACPI0007") Name (_UID, 3)
    Name (CPCA, Package () { 23, 3, ${LEVELS} })
    Name (CPCB, Package () { 23, 3, ${LEVELS} })
    Method (_CPC) {
      CPCA [3] = FREQ
      DerefOf (CPCA [6]) [7] = 0x34
      If (MODE == 1) { Return (CPCA) }
      If (MODE == 2) { Return (CPCB) }
    }
  }
  Device (\\_SB.PR01) { Name (_HID, "ACPI0007") Name (_UID, "b") Method (_CPC) { Return (\\_SB.PR00._CPC ()) } }
  Device (\\_SB.PR02) { Name (_HID, "ACPI0007") Name (_UID, "c") Method (_CPC) { Return (\\_SB.PR00._CPC ()) } }
`;

testWith(['iasl'], 'a processor has each way with its condition, its final values and who wrote them', async () => {
  const { processors } = await factsOf(THREE);
  const [first] = processors;
  assert.equal([first?.path, first?.hid, first?.uid], ['\\_SB.PR00', 'ACPI0007', 3n]);
  const object = first?.cpc;
  assert.equal([object?.ways.length, object?.nothing.length, object?.fails.length], [2, 1, 0]);
  assert.equal(
    object?.ways.map(({ when, value }) => [when.join(), value.path, shown(value.entries.get('nominal_perf'))]),
    [
      ['(MODE == 1)', '\\_SB.PR00.CPCA', '?FREQ'],
      ['(MODE != 1),(MODE == 2)', '\\_SB.PR00.CPCB', '33'],
    ],
  );
  assert.equal(object?.nothing, [['(MODE != 1)', '(MODE != 2)']]);
  const value = object?.ways[0]?.value;
  assert.is(shown(value?.entries.get('guaranteed_perf')), '@1034');
  assert.equal(value?.writes, [
    { entry: 'nominal_perf', value: 'FREQ', by: '\\_SB.PR00._CPC' },
    { entry: 'guaranteed_perf', value: '52', by: '\\_SB.PR00._CPC', byte: 7 },
  ]);
});

testWith(['iasl'], 'processors of equal facts are one group, and share their packages', async () => {
  const { cpc, processors } = await factsOf(THREE);
  assert.equal(
    groupsBy(processors, 'cpc').map((group) => group.processors.map(({ path }) => path)),
    [['\\_SB.PR00', '\\_SB.PR01', '\\_SB.PR02']],
  );
  assert.is(processors[1]?.cpc?.ways[0]?.value, processors[2]?.cpc?.ways[0]?.value);
  assert.equal(
    cpc.map(({ path, processors: of }) => [path, of.length]),
    [
      ['\\_SB.PR00.CPCA', 3],
      ['\\_SB.PR00.CPCB', 3],
    ],
  );
});

const FAILING = `
  External (\\_SB.PR09._CPC, MethodObj)
  Processor (\\_PR.CPU0, 7, 0, 0) {
    Method (_CPC) { Return (\\_SB.PR09._CPC ()) }
    Name (_PSD, Package () { 5, 0, 4, 0xFD, 2 })
    Method (_PCT) { Return (5) }
  }
`;

testWith(['iasl'], 'ways that fail have the reason; without a DSDT the value is unknown', async () => {
  const [whole] = (await factsOf(FAILING)).processors;
  assert.equal([whole?.hid, whole?.uid], [null, 7n]);
  assert.equal(
    whole?.cpc?.fails.map(({ reason, name }) => [reason, name]),
    [['unresolved-name', '\\_SB.PR09._CPC']],
  );
  assert.equal(
    whole?.pct?.fails.map(({ reason, name }) => [reason, name]),
    [['wrong-type', 'the Integer 5']],
  );
  assert.is(whole?.psd?.ways[0]?.value.path, '\\_PR.CPU0._PSD');
  const [part] = (await factsOf(FAILING, 'SSDT')).processors;
  assert.equal(part?.cpc?.fails, []);
  assert.is(part?.cpc?.unknown.length, 1);
  assert.equal(part?.cpc?.unresolved, ['\\_SB.PR09._CPC']);
});

test.run();
