// The ACPI tables that QEMU gives a PC, read from its memory once the firmware has put them there.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { inTemporaryFolder } from '../support/guest.js';
import { outside } from '../support/outside.js';

const MEMORY_MIB = 64;
const TIME_LIMIT_MS = 60_000;

/** The Root System Description Pointer is in the last 128 KiB below 1 MiB, on a boundary of 16 (ACPI 6.6 §5.2.5.1). */
const POINTER = { from: 0xe0000, to: 0x100000, step: 16, signature: 'RSD PTR ', rsdtAt: 16 } as const;
const HEADER_BYTES = 36;
const LENGTH_AT = 4;
/** The 32-bit address of the DSDT in the FADT. */
const DSDT_AT = 40;

/** The tables of a q35 with this many vCPUs, by signature. */
export async function qemuTables(vcpus: number): Promise<ReadonlyMap<string, Uint8Array>> {
  return inTemporaryFolder(async (folder) => {
    const qemu = execa(
      outside('qemu-system-x86_64'),
      [
        '-machine',
        'q35',
        '-accel',
        'tcg',
        '-smp',
        `${vcpus}`,
        '-m',
        `${MEMORY_MIB}`,
        '-display',
        'none',
        '-qmp',
        'stdio',
      ],
      { timeout: TIME_LIMIT_MS, reject: false, buffer: false },
    );
    try {
      qemu.stdin.write('{"execute":"qmp_capabilities"}\n');
      for (;;) {
        const tables = tablesIn(await memoryOf(qemu, join(folder, 'memory')));
        if (tables.has('DSDT')) return tables;
        await sleep(200);
      }
    } finally {
      qemu.kill('SIGKILL');
      await qemu;
    }
  });
}

interface Qemu {
  readonly stdin: { write(text: string): boolean };
  readonly exitCode: number | null;
}

/** QEMU answers when it has written the file, so the file is complete when its size is. */
async function memoryOf(qemu: Qemu, file: string): Promise<Buffer> {
  const size = MEMORY_MIB * 2 ** 20;
  qemu.stdin.write(`${JSON.stringify({ execute: 'pmemsave', arguments: { val: 0, size, filename: file } })}\n`);
  for (;;) {
    if (qemu.exitCode !== null) throw new Error('QEMU ended');
    const memory = await readFile(file).catch(() => Buffer.alloc(0));
    if (memory.length === size) return memory;
    await sleep(50);
  }
}

function tablesIn(memory: Buffer): Map<string, Uint8Array> {
  const tables = new Map<string, Uint8Array>();
  const add = (at: number) => {
    const table = memory.subarray(at, at + memory.readUInt32LE(at + LENGTH_AT));
    if (table.length >= HEADER_BYTES) tables.set(table.toString('latin1', 0, 4), table);
    return table;
  };
  for (let at: number = POINTER.from; at < POINTER.to; at += POINTER.step) {
    if (memory.toString('latin1', at, at + POINTER.signature.length) !== POINTER.signature) continue;
    const rsdt = add(memory.readUInt32LE(at + POINTER.rsdtAt));
    for (let entry = HEADER_BYTES; entry + 4 <= rsdt.length; entry += 4) add(rsdt.readUInt32LE(entry));
    const fadt = tables.get('FACP');
    if (fadt) add(Buffer.from(fadt).readUInt32LE(DSDT_AT));
  }
  return tables;
}
