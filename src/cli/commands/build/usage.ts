import { FORMATS, PROXMOX } from '../../../emit/formats.js';
import { QEMU_FIXTURE } from '../../../emit/qemu-fixture.js';
import { depfileUsageProblem } from '../../files/depfile.js';
import type { BuildOptions } from './action.js';

/** The reason for a usage error, if any. */
export function buildUsageProblem(spec: string, options: BuildOptions): string | undefined {
  const { emit, output, json, check, depfile, domain } = options;
  const names = FORMATS.map((format) => format.name).concat('all');
  const unknown = emit?.find((name) => !names.includes(name));
  if (unknown !== undefined) return `--emit "${unknown}": no such format; formats are ${names.join(', ')}`;
  const ofProxmox = domainUsageProblem(spec, options);
  if (ofProxmox !== undefined) return ofProxmox;
  if (check && depfile !== undefined) return '--check cannot be combined with --depfile: it writes nothing';
  if (depfile !== undefined) return depfileUsageProblem(spec, depfile, output, domain);
  if (emit?.includes(QEMU_FIXTURE.name) && output === undefined)
    return `--emit ${QEMU_FIXTURE.name} needs -o DIR: the QEMU source tree`;
  if (output !== '-') return undefined;
  if (check) return '--check cannot be combined with -o -: it compares files';
  if (emit?.includes(QEMU_FIXTURE.name)) return `--emit ${QEMU_FIXTURE.name} needs -o DIR: the QEMU source tree`;
  if (json) return undefined;
  if (emit?.length !== 1) return '-o - writes one format to standard output: name it with --emit, or add --json';
  if (emit[0] === 'all') return '-o - writes one format to standard output, not all: add --json';
  const [only] = FORMATS.filter((format) => format.name === emit[0]);
  return only?.text ? undefined : `-o - writes text formats only; ${emit[0]} is binary: name a folder, or add --json`;
}

/** The VM is an input of one format alone. */
function domainUsageProblem(spec: string, { emit = [], domain, output, json }: BuildOptions): string | undefined {
  const isAsked = emit.includes(PROXMOX.name);
  if (isAsked && domain === undefined)
    return '--emit proxmox needs --domain FILE: the output of `qm config VMID`, or /etc/pve/qemu-server/VMID.conf';
  if (!isAsked && domain !== undefined)
    return '--domain is for --emit proxmox alone; for libvirt use `cppc-acpi libvirt`';
  if (isAsked && output === '-' && !json)
    return '-o - writes one file to standard output, and proxmox has two: name a folder, or add --json';
  return spec === '-' && domain === '-' ? 'only one of spec and --domain can be standard input (-)' : undefined;
}
