import { MACHINES_WITHOUT_PROCESSORS } from '../../../grammar/machines.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { libvirtArchProblem } from '../../libvirt/domain-pins.js';
import { foreignArchProblem } from '../../proxmox/rules.js';
import type { Subject } from '../subject.js';

/** Whether the guest has ACPI, and processors in it to which a table can belong. */
export function acpiRules({ vm, spec }: Subject): Diagnostic[] {
  const { machine, acpi, kind, foreignArch, tables = [] } = vm;
  if (foreignArch && (spec || tables.length > 0))
    return kind === 'libvirt' ? libvirtArchProblem(foreignArch) : foreignArchProblem(foreignArch);
  const type = MACHINES_WITHOUT_PROCESSORS.find((one) => one === machine?.value);
  if (machine && type !== undefined) {
    if (kind === 'libvirt') return [diagnostic('libvirt/machine-without-processors', machine.place, { machine: type })];
    return [diagnostic('audit/machine-without-processors', machine.place, { machine: type, kind })];
  }
  if (acpi?.value !== false) return [];
  if (kind === 'libvirt') return [diagnostic('libvirt/no-acpi', acpi.place, {})];
  return [diagnostic('audit/no-acpi', acpi.place, { by: acpi.by })];
}
