import { type Code, type Diagnostic, hasErrors } from '../diagnostics/diagnostic.js';
import { parseDomain } from '../libvirt/domain-xml.js';
import type { EditedDomain } from '../libvirt/edit-domain.js';
import { auditVm } from './audit.js';
import { readDomainVm } from './readers/domain.js';
import type { AuditRequest } from './subject.js';

/** The command `libvirt` has rules of its own for these, which know what it changes. */
const OWN_RULES: readonly Code[] = [
  'audit/no-topology',
  'audit/pin-differs',
  'audit/topoext-missing',
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
): readonly Diagnostic[] {
  const { value: xml } = parseDomain(text, file);
  const { value: vm, diagnostics } = xml ? readDomainVm({ ...xml, placeAt }) : { diagnostics: [] };
  if (!vm || hasErrors(diagnostics)) return diagnostics;
  const found = auditVm(vm, { spec }).diagnostics;
  return found.filter(({ severity, code }) => severity !== 'note' && !OWN_RULES.includes(code));
}
