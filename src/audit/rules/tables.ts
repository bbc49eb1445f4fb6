import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { isOurTable } from '../../emit/our-tables.js';
import { apparmorProblem } from '../../libvirt/table-path.js';
import type { Subject } from '../subject.js';

/** Added ACPI tables: whether the host has them, and QEMU may read them. */
export function tableRules({ vm, spec, whyUnread }: Subject): Diagnostic[] {
  const tables = vm.tables ?? [];
  return [
    ...tables.flatMap(({ value: path, place }) => [
      ...(vm.kind === 'libvirt' ? apparmorProblem(path, place) : []),
      ...unread(path, place, whyUnread),
    ]),
    ...(spec && vm.tables ? missingTable(vm, spec, tables) : []),
  ];
}

type Table = NonNullable<Subject['vm']['tables']>[number];

function unread(path: string, place: Table['place'], whyUnread: Subject['whyUnread']): Diagnostic[] {
  const why = whyUnread?.(path);
  return why === undefined ? [] : [diagnostic('audit/table-unreadable', place, { path, why })];
}

/** The device of layout acpi-cppc has a table of its own. */
function missingTable(
  { place, kind }: Subject['vm'],
  spec: NonNullable<Subject['spec']>,
  tables: readonly Table[],
): Diagnostic[] {
  const { compiled, stem } = spec;
  if (compiled.table.layout === 'acpi-cppc' || tables.some(({ value }) => isOurTable(value, stem))) return [];
  return [diagnostic('audit/table-missing', place, { table: `${stem}.aml`, stem, kind })];
}
