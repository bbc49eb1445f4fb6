import { join } from 'node:path';
import { QM_SNIPPETS, QM_TABLE_FOLDER } from '../../../grammar/proxmox.js';
import { isPrintable } from '../../diagnostics/words.js';
import type { Compiled, Output, Placement } from '../../emit/format.js';
import { shellWord, tableFile } from '../../emit/qemu.js';
import { pathWord } from './next-command.js';

/** The commands that give the outputs to a Proxmox VM; its number is in the name of its file, `100.conf`. */
export function proxmoxNext(
  compiled: Compiled,
  given: Placement,
  folder: string,
  outputs: readonly Output[],
  domain: string,
): string[] {
  const placement = { ...given, tablePath: given.tablePath ?? QM_TABLE_FOLDER };
  if (![placement.stem, folder].every(isPrintable)) return [];
  const path = (file: string) => pathWord(join(folder, file));
  const vmid = /(?:^|\/)(\d+)\.conf$/.exec(domain)?.[1] ?? 'VMID';
  const tables = outputs.filter(({ format }) => format === 'aml');
  const installed = tables.map(
    ({ file }, i) => `  install -D -m 644 ${path(file)} ${shellWord(tableFile(compiled, placement, i))}`,
  );
  const [args, script] = outputs.filter(({ format }) => format === 'proxmox').map(({ file }) => file);
  if (args === undefined || script === undefined) return [];
  const snippet = `${QM_SNIPPETS.storage}:snippets/${script}`;
  return [
    ...(tables.length > 0 || compiled.table.device ? [] : ['Add `--emit aml,proxmox` to write the table, too.']),
    `Next, as root on each node that may run the VM${vmid === 'VMID' ? ' (VMID is its number)' : ''}:`,
    ...installed,
    `  install -D -m 755 ${path(script)} ${shellWord(`${QM_SNIPPETS.folder}/${script}`)}`,
    'Then once, as root@pam, and restart the VM:',
    `  qm set ${vmid} --args "$(cat ${path(args)})"`,
    `  qm set ${vmid} --hookscript ${shellWord(snippet)}`,
    `The storage "${QM_SNIPPETS.storage}" must have the content type Snippets.`,
  ];
}
