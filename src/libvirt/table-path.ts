import {
  APPARMOR_LOCAL_RULES,
  APPARMOR_QEMU_READS,
  APPARMOR_READABLE,
  APPARMOR_REFUSED,
} from '../../grammar/libvirt.js';
import type { Release } from '../../grammar/release.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { isPrintable } from '../diagnostics/words.js';
import type { Compiled, Placement } from '../emit/format.js';
import { supportsRawTables } from '../emit/libvirt.js';
import { tableFile } from '../emit/qemu.js';
import { isSince, NEWEST } from '../versions/release.js';

/** Problems of the path of the tables. */
export function pathProblems(compiled: Compiled, placement: Placement): readonly Diagnostic[] {
  const path = tableFile(compiled, placement, 0);
  if (!path.startsWith('/')) return [diagnostic('libvirt/relative-table-path', undefined, { path })];
  const character = [...path].find((one) => one === ':' || !isPrintable(one));
  if (character !== undefined) return [diagnostic('libvirt/table-path-character', undefined, { path, character })];
  const { libvirt = NEWEST } = placement;
  if (!supportsRawTables(placement))
    return [diagnostic('libvirt/table-unlabelled', undefined, unlabelled(path, libvirt))];
  return apparmorProblem(path, undefined, libvirt);
}

/** A table that AppArmor's profile of a domain does not let QEMU read. */
export function apparmorProblem(path: string, place: Place | undefined, libvirt: Release = NEWEST): Diagnostic[] {
  const why = apparmorRefusal(path, libvirt);
  return why === undefined ? [] : [diagnostic('libvirt/apparmor-path', place, { path, why })];
}

/** The file for an AppArmor rule, where QEMU needs one. */
function unlabelled(path: string, libvirt: Release) {
  const isReadable = APPARMOR_QEMU_READS.some((folder) => isBelow(path, folder));
  const rules = APPARMOR_LOCAL_RULES.find(({ since }) => isSince(libvirt, since))?.file;
  return { path, ...(!isReadable && rules !== undefined && { rules }) };
}

/** Why AppArmor's helper of this libvirt keeps a domain with this table from starting. */
function apparmorRefusal(path: string, libvirt: Release): string | undefined {
  if (path.includes('"')) return 'contains a quote';
  const readable = APPARMOR_READABLE.filter(({ since }) => isSince(libvirt, since)).flatMap(({ folders }) => [
    ...folders,
  ]);
  if (readable.some((folder) => isBelow(path, folder))) return undefined;
  const folder = APPARMOR_REFUSED.find((one) => isBelow(path, one));
  return folder && `is below ${folder}`;
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}
