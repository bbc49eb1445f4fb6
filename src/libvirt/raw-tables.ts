import type { XmlElement } from '@rgrove/parse-xml';
import { groupBy } from '../diagnostics/group-by.js';
import { isOurTable } from '../emit/our-tables.js';
import { element, textElement } from '../xml/xml-text.js';
import { childOf, childrenOf } from './children.js';
import type { Editor } from './editor.js';

/** Each `<table>` of this spec, with any type. */
export function ourTables(root: XmlElement, stem: string): readonly XmlElement[] {
  const tables = acpiElements(root).flatMap((acpi) => childrenOf(acpi, 'table'));
  return tables.filter((table) => isOurTable(table.text.trim(), stem));
}

function acpiElements(root: XmlElement): readonly XmlElement[] {
  return childrenOf(root, 'os').flatMap((os) => childrenOf(os, 'acpi'));
}

/** Writes `<os><acpi>` with a table for each path, and removes other tables of this spec. */
export function putTables(editor: Editor, root: XmlElement, stem: string, paths: readonly string[]): void {
  const ours = ourTables(root, stem);
  ours.slice(0, paths.length).forEach((table, i) => {
    editor.setAttribute(table, 'type', 'raw');
    editor.setText(table, paths[i] ?? '');
  });
  const gone = groupBy(ours.slice(paths.length), ({ parent }) => parent);
  for (const acpi of acpiElements(root)) editor.remove(gone.get(acpi) ?? [], acpi, paths.length === 0);
  const more = paths.slice(ours.length).map((path) => textElement('table', { type: 'raw' }, path));
  if (more.length === 0) return;
  const os = childOf(root, 'os');
  const acpi = acpiElements(root).at(-1);
  if (acpi) editor.append(acpi, more);
  else if (os) editor.append(os, [element('acpi', {}, more)]);
  else editor.addToRoot(element('os', {}, [element('acpi', {}, more)]));
}
