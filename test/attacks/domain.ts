// A domain with a password, for attacks on its copies.

import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A domain of two vCPUs, with these elements. */
export function domain(elements = ''): string {
  return `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>d</name><memory>1</memory><vcpu>2</vcpu><os><type machine='q35'>hvm</type></os><features><acpi/></features>
${elements}</domain>
`;
}

export const SECRET = domain("  <devices><graphics type='vnc' passwd='SECRET'/></devices>\n");

/** Writes the domain to `out/d.xml`, with this mode. */
export const secretDomain = (mode: number) => (folder: string) =>
  writeFileSync(join(folder, 'd.xml'), SECRET, { mode });

export const modeOf = (...path: readonly string[]) => statSync(join(...path)).mode & 0o7777;

/** Edits `d.xml` for `s.toml`. */
export const EDIT = ['libvirt', 's.toml', '--domain', 'd.xml', '-o'];
