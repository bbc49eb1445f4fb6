import { U32_MAX } from '../../grammar/limits.js';
import type { AmlTable } from '../aml/tree.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { quoted, some } from '../diagnostics/words.js';
import { loadsFromInitrd, type Obstacle, type Replaced } from './override-ways.js';

/** What keeps the table of the spec from taking the place of the firmware's, or is lost if it does. */
export function overrideProblems(file: string, replaced: Replaced): Diagnostic[] {
  const { header, lost, initrd, grub, incomplete } = replaced;
  const table = nameOf(header);
  const why = initrd && initrdReason(initrd, header);
  const notByGrub = grub && grubReason(grub);
  const unknown = incomplete ? [diagnostic('decompile/override-incomplete', { file }, {})] : [];
  if (why && notByGrub && !loadsFromInitrd(initrd)) {
    const facts = { table, why, grub: notByGrub, by: loadedBy(replaced) };
    return [...unknown, diagnostic('decompile/override-whole', { file }, facts)];
  }
  const afterCopies = notByGrub !== undefined && initrd?.kind === 'twins';
  return [
    ...unknown,
    ...(why ? [diagnostic('decompile/override-initrd', { file }, { table, why, afterCopies })] : []),
    ...(lost.length > 0 && loadsFromInitrd(initrd)
      ? [diagnostic('decompile/override-loses', { file }, { table, lost, grub: !grub })]
      : []),
    ...(notByGrub ? [diagnostic('decompile/override-grub', { file }, { why: notByGrub })] : []),
  ];
}

function nameOf({ signature, oemId, oemTableId }: AmlTable['header']): string {
  return `${signature} ${quoted(oemId)} ${quoted(oemTableId)}`;
}

function initrdReason(obstacle: Obstacle, { signature, oemRevision }: AmlTable['header']): string {
  switch (obstacle.kind) {
    case 'signature':
      return `only a table with the signature ${signature} can replace it, and \`build\` writes an SSDT`;
    case 'ids':
      return 'its OEM ids are not printable ASCII, so that a spec cannot repeat them';
    case 'revision':
      return `its OEM revision is 0x${oemRevision.toString(16).toUpperCase()}, and Linux takes only a higher one`;
    case 'twins': {
      const { tables } = obstacle;
      const [word, verb] = tables.length > 1 ? ['tables', 'have'] : ['table', 'has'];
      return `the earlier ${word} ${some(tables.map(String))} of the machine ${verb} the same signature and OEM ids, and Linux compares only the first`;
    }
    case 'processors':
      return 'it also defines the processors';
    case 'other':
      return stays(obstacle);
  }
}

function grubReason(obstacle: Obstacle): string {
  if (obstacle.kind === 'processors')
    return `the new table comes before ${nameOf(obstacle.table)}, which defines the processors`;
  return obstacle.kind === 'other' ? stays(obstacle) : obstacle.kind;
}

function stays({ path, table }: Extract<Obstacle, { kind: 'other' }>): string {
  return table ? `${path} stays that of ${nameOf(table)}` : `${path} does not get the values of the new table`;
}

function loadedBy({ header, initrd }: Replaced): 'initrd' | 'dsdt' | 'exclude' | 'twins' {
  if (initrd?.kind === 'twins') return 'twins';
  if (header.oemRevision < Number(U32_MAX)) return 'initrd';
  return header.signature === 'DSDT' ? 'dsdt' : 'exclude';
}
