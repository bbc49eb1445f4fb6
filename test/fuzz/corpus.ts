// Inputs that fuzzing starts from: the fixtures, and what is made of them.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { compile } from '../../src/compile.js';
import { bytesOf } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';

/** A larger one makes rounds slow and finds no more. */
const MOST_CHARACTERS = 20_000;

function filesBelow(folder: string, extension: string): string[] {
  return readdirSync(join(FIXTURES, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => extname(file) === extension)
    .map((file) => join(FIXTURES, folder, file))
    .sort();
}

function textsOf(files: readonly string[]): string[] {
  return files.map((file) => readFileSync(file, 'utf8')).filter((text) => text.length < MOST_CHARACTERS);
}

const accepted = filesBelow('accept', '.toml').filter((file) => basename(file) === 'spec.toml');

/** The specs of the fixtures, sound and broken. */
export function specTexts(): string[] {
  return textsOf([...accepted, ...filesBelow('reject', '.toml'), join(FIXTURES, 'domains/x3d.toml')]);
}

/** Tables that lower makes of the fixtures' specs, and those that fixtures have as hex. */
export async function tables(): Promise<Uint8Array[]> {
  const compiled = await Promise.all(textsOf(accepted).map((text) => compile({ text, file: 'spec.toml' })));
  const made = compiled.flatMap(({ value }) => value?.parts.map(({ aml }) => aml) ?? []);
  const hex = filesBelow('reject', '.hex').map(bytesOf);
  return [...made.filter(({ length }) => length < MOST_CHARACTERS), ...hex];
}

export function domainTexts(): string[] {
  return textsOf([...filesBelow('domains', '.xml'), ...filesBelow('reject', '.xml')]);
}

export function dumpTexts(): string[] {
  return textsOf(filesBelow('reject', '.acpidump'));
}

/** Configurations of VMs: of Proxmox, command lines of QEMU, values of -cpu, and domains. */
export function configurationTexts(): string[] {
  const proxmox = [
    ...filesBelow('proxmox', '.conf'),
    ...filesBelow('reject', '.conf'),
    join(FIXTURES, 'audit/qm-config.txt'),
  ];
  return [...textsOf(proxmox), ...domainTexts().slice(0, 6), ...COMMAND_LINES];
}

const COMMAND_LINES = [
  "qemu-system-x86_64 -machine q35,accel=kvm -cpu host,hv-time,hv-relaxed -smp 4,sockets=1,cores=2,threads=2 -acpitable 'file=/v/x3d.aml'\n",
  '#!/bin/sh\nexec taskset -c 0-3 qemu-system-x86_64 -M pc -enable-kvm -smp 2 \\\n  -cpu "$MODEL" -rtc base=localtime -device vfio-pci,host=1\n',
  'qemu-kvm\0-cpu\0EPYC-Milan,+topoext,hv_vapic\0-smp\x02\0-global\0x86_64-cpu.hv-time=on\0',
  'host,hv-passthrough,hv-evmcs,-hypervisor',
];

/** Reports of guests, and what virsh says of vCPUs. */
export function reportTexts(): string[] {
  const reports = readdirSync(join(FIXTURES, 'reject/scratch/reports')).map((name) =>
    join(FIXTURES, 'reject/scratch/reports', name),
  );
  const places = 'VCPU:           0\nCPU:            3\nState:          running\nCPU Affinity:   yyyy----\n\n';
  return [
    ...textsOf([...reports, ...filesBelow('guest-reports', '.xml')]),
    places,
    ' VCPU   CPU Affinity\n---\n 0      0-3\n',
  ];
}

export function capabilitiesTexts(): string[] {
  return textsOf(filesBelow('reject/scratch/capabilities', '.xml'));
}
