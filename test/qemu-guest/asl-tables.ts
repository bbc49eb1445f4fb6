// Tables for guests, written as ASL: the tests that break them, and what `check` and the kernel say of them.

import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import * as assert from 'uvu/assert';
import { type GuestReport, UNREADABLE } from '../support/guest.js';
import { inProcess } from '../support/in-process.js';
import { type KernelSeries, outside } from '../support/outside.js';

export type Verdict = 'accepted' | 'none' | 'unranked' | 'refused' | 'harmful';

export const NULL = register('SystemMemory, 0, 0, 0, 0');

/** The elements of a revision 3 package that every kernel accepts, by index. */
export const GOOD: readonly string[] = [
  ...['23', '3', '200', '131', '40', '15', NULL],
  ...[port(0x5f0), port(0x5f1), port(0x5f2), NULL, NULL, '0'],
  ...[register('FFixedHW, 64, 0, 0xE7, 4'), register('FFixedHW, 64, 0, 0xE8, 4'), NULL],
  ...[port(0x5f3), port(0x5f5), NULL, port(0x5f4), '131', '400', '3800'],
];

/** The verdicts of `check` for the tables of one machine. The exit status is 1 when a guest refuses them. */
export async function verdictsOf(
  kernels: readonly KernelSeries[],
  files: readonly string[],
  folder: string,
  more: readonly string[] = [],
): Promise<Readonly<Record<string, Verdict>>> {
  const machine = join(folder, 'machine');
  await rm(machine, { recursive: true, force: true });
  await mkdir(machine);
  for (const file of files) await copyFile(join(folder, file), join(machine, file));
  const names = kernels.map((kernel) => `linux-${kernel}`);
  const run = await inProcess(['check', 'machine', '--guest', names.join(','), '--json', ...more], folder);
  const { guests } = JSON.parse(run.stdout) as { guests: Record<string, { verdict: Verdict }> };
  const verdicts = Object.entries(guests).map(([guest, { verdict }]) => [guest, verdict] as const);
  assert.equal(
    verdicts.map(([guest]) => guest),
    names,
  );
  assert.ok(run.status === 1 || verdicts.every(([, verdict]) => verdict !== 'refused'), `exit status ${run.status}`);
  return Object.fromEntries(verdicts);
}

/** Whether the kernel reads levels from the processor. */
export function accepted(report: GuestReport, vcpu: number): boolean {
  const highest = report.cpus.get(vcpu)?.['highest_perf'];
  return highest !== undefined && highest !== UNREADABLE;
}

export function cpc(of: readonly string[], declared?: number): string {
  return `Name (_CPC, Package (${declared ?? of.length}) { ${of.join(', ')} })`;
}

export function psd(entries = '5, 0, VCPU, 0xFD, 1'): string {
  return `Name (_PSD, Package () { Package () { ${entries} } })`;
}

export function register(fields: string): string {
  return `ResourceTemplate () { Register (${fields}) }`;
}

export function port(address: number): string {
  return register(`SystemIO, 8, 0, ${address}, 1`);
}

/** An SSDT for a processor of QEMU: of its PCs, or of its machine `virt`, which has no container. */
export function processor(vcpu: number, objects: string, container = '\\_SB.CPUS'): string {
  const path = `${container}.C${vcpu.toString(16).toUpperCase().padStart(3, '0')}`;
  return ssdt(`External (${path}, DeviceObj)\nScope (${path}) {\n${objects.replaceAll('VCPU', String(vcpu))}\n}`);
}

function ssdt(asl: string): string {
  return `DefinitionBlock ("", "SSDT", 2, "CPPC", "BROKEN", 1) {\n${asl}\n}\n`;
}

export async function compileTo(folder: string, stem: string, asl: string): Promise<void> {
  await writeFile(join(folder, `${stem}.dsl`), asl);
  await execa(outside('iasl'), ['-f', '-ve', `${stem}.dsl`], { cwd: folder, reject: false });
}

export const OSC = ssdt(`Scope (\\_SB) {
  Method (_OSC, 4, Serialized) {
    CreateDWordField (Arg3, 4, CAP0)
    CAP0 &= 0x5060
    Return (Arg3)
  }
}`);
