import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { isOurTable } from '../../emit/our-tables.js';
import { apparmorProblem } from '../../libvirt/table-path.js';
import type { Subject } from '../subject.js';
import type { TableFile } from '../table-files.js';

/** Added ACPI tables: whether the host has them, and QEMU may read them. */
export function tableRules(subject: Subject): Diagnostic[] {
  const { vm, spec, tableFiles } = subject;
  const tables = vm.tables ?? [];
  return [
    ...tableFiles.flatMap((file) => [
      ...(vm.kind === 'libvirt' ? apparmorProblem(file.value, file.place) : []),
      ...unread(file, subject),
    ]),
    ...(spec && vm.tables ? missingTable(vm, spec, tables) : []),
  ];
}

type Table = NonNullable<Subject['vm']['tables']>[number];

/** Beside a table that was not read, the one of the spec may have no effect. */
function unread({ value: path, place, why }: TableFile, { vm: { kind }, spec, isMerged }: Subject): Diagnostic[] {
  if (why === undefined) return [];
  if (!isMerged || !spec) return [diagnostic('audit/table-unreadable', place, { path, why })];
  if (isOurTable(path, spec.stem)) return [];
  return [diagnostic('audit/table-not-compared', place, { path, why, stem: spec.stem, kind })];
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
