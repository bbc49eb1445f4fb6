import { type Code, type Diagnostic, hasErrors } from '../diagnostics/diagnostic.js';
import { parseDomain } from '../libvirt/domain-xml.js';
import type { EditedDomain } from '../libvirt/edit-domain.js';
import type { QmConfig } from '../proxmox/config.js';
import { auditVm } from './audit.js';
import { readDomainVm } from './readers/domain.js';
import { vmOfConfig } from './readers/proxmox.js';
import type { Vm } from './readers/vm.js';
import type { AuditRequest } from './subject.js';
import { type ReadTable, withTablesOf } from './table-files.js';

/** The command `libvirt` has rules of its own for these, which know what it changes. */
const RULES_OF_LIBVIRT: readonly Code[] = [
  'audit/pin-differs',
  'audit/topoext-missing',
  'libvirt/dies-differ',
  'libvirt/machine-without-processors',
  'libvirt/no-acpi',
];

/**
 * Errors and warnings of a domain into which a spec was written: what the domain had before stays, and can contradict the
 * spec. Places are those of the text before. Notes are left to `audit`.
 */
export function mergedProblems(
  { text, placeAt }: EditedDomain,
  spec: NonNullable<AuditRequest['spec']>,
  file: string,
  readTable?: ReadTable,
): readonly Diagnostic[] {
  const { value: xml } = parseDomain(text, file);
  const { value: vm, diagnostics } = xml ? readDomainVm({ ...xml, placeAt }) : { diagnostics: [] };
  if (!vm || hasErrors(diagnostics)) return diagnostics;
  return problemsOf(vm, RULES_OF_LIBVIRT, spec, readTable);
}

/** `build --emit proxmox` has rules of its own for these. */
const RULES_OF_PROXMOX: readonly Code[] = ['audit/second-cpu', 'audit/topoext-missing', 'audit/whole-vm-pinned'];

/** The same of a Proxmox VM whose `args:` line has the options of a spec. */
export function mergedVmProblems(
  vm: QmConfig,
  spec: NonNullable<AuditRequest['spec']>,
  readTable?: ReadTable,
): readonly Diagnostic[] {
  return problemsOf(vmOfConfig(vm), RULES_OF_PROXMOX, spec, readTable);
}

function problemsOf(
  vm: Vm,
  ownRules: readonly Code[],
  spec: NonNullable<AuditRequest['spec']>,
  readTable?: ReadTable,
): readonly Diagnostic[] {
  const { compiled, stem } = spec;
  const read = readTable && withTablesOf(compiled, stem, readTable);
  const found = auditVm(vm, { spec, isMerged: true, ...(read && { readTable: read }) }).diagnostics;
  return found.filter(({ severity, code }) => severity !== 'note' && !ownRules.includes(code));
}
