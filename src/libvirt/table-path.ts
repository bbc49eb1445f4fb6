import { APPARMOR_REFUSED } from '../../grammar/libvirt.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { isPrintable } from '../diagnostics/words.js';
import type { Compiled, Placement } from '../emit/format.js';
import { supportsRawTables } from '../emit/libvirt.js';
import { tableFile } from '../emit/qemu.js';

/** Problems of the path of the tables. */
export function pathProblems(compiled: Compiled, placement: Placement): readonly Diagnostic[] {
  const path = tableFile(compiled, placement, 0);
  if (!path.startsWith('/')) return [diagnostic('libvirt/relative-table-path', undefined, { path })];
  const character = [...path].find((one) => one === ':' || !isPrintable(one));
  if (character !== undefined) return [diagnostic('libvirt/table-path-character', undefined, { path, character })];
  if (!supportsRawTables(placement)) return [diagnostic('libvirt/table-unlabelled', undefined, { path })];
  const why = apparmorRefusal(path);
  return why === undefined ? [] : [diagnostic('libvirt/apparmor-path', undefined, { path, why })];
}

function apparmorRefusal(path: string): string | undefined {
  if (path.includes('"')) return 'contains a quote';
  const folder = APPARMOR_REFUSED.find((one) => path.startsWith(`${one}/`));
  return folder && `is below ${folder}`;
}
