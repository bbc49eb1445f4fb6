import { type Diagnostic, diagnostic } from '../../../diagnostics/diagnostic.js';
import { groupBy } from '../../../diagnostics/group-by.js';
import { count } from '../../../diagnostics/words.js';
import { type Comparison, compare, type Difference, shownValue } from '../../../inspect/diff.js';
import { pathRanges } from '../../../inspect/path-ranges.js';
import { readGiven } from '../../files/machines.js';
import { type ReadFirmware, readFirmware } from '../../files/read-firmware.js';
import { EXIT } from '../../terminal/exit.js';
import { type CommonOptions, report } from '../../terminal/report.js';

export interface DiffOptions extends CommonOptions {
  readonly variant?: string;
}

/** Compares two machines' packages by processor and entry. */
export async function diff(a: string, b: string, options: DiffOptions): Promise<number> {
  const sides = [await readSide(a, options.variant), await readSide(b, options.variant)] as const;
  const texts = new Map(sides.flatMap((side) => [...side.texts]));
  const unread = sides.flatMap((side) => [...side.diagnostics, ...nothingIn(side)]);
  const [liftedA, liftedB] = sides.map(({ firmware }) => firmware?.lifted);
  if (!liftedA || !liftedB || sides.some((side) => nothingIn(side).length > 0)) {
    return report(options, { diagnostics: unread, texts, facts: { equal: false, differences: [] } });
  }
  const compared = compare(liftedA, liftedB);
  const notes = compared.byOrder ? [diagnostic('diff/by-order', undefined, { a, b })] : [];
  const equal = compared.differences.length === 0;
  const processors = new Set(liftedA.cpc.flatMap((cpc) => cpc.processors)).size;
  const lines = equal ? [`equal: ${count(processors, 'processor')}`] : differenceLines(compared);
  const facts = { equal, differences: compared.differences };
  const status = await report(options, { diagnostics: [...unread, ...notes], texts, lines, facts });
  return equal ? status : Math.max(status, EXIT.problems);
}

async function readSide(path: string, variant?: string): Promise<ReadFirmware> {
  const [given] = await readGiven([path], 'spec or table');
  if (!given) throw new Error('one path is always one input');
  return readFirmware(given, variant);
}

function nothingIn({ name, firmware }: ReadFirmware): Diagnostic[] {
  return firmware?.lifted.cpc.length === 0 ? [diagnostic('diff/nothing', { file: name }, {})] : [];
}

/** Processors with equal differences share a block. */
function differenceLines({ differences }: Comparison): string[] {
  const ofProcessor = groupBy(differences, ({ processor }) => processor);
  const blocks = [...groupBy(ofProcessor, ([, own]) => blockOf(own))].map(
    ([block, same]) => `${pathRanges(same.map(([path]) => path))}\n${block}`,
  );
  return [blocks.join('\n\n'), '', `${count(ofProcessor.size, 'processor differs', 'processors differ')}`];
}

function blockOf(differences: readonly Difference[]): string {
  const width = Math.max(...differences.map(({ entry }) => entry.length));
  return differences
    .map(({ entry, a, b }) => `  ${entry.padEnd(width)}  ${shownValue(a)} -> ${shownValue(b)}`)
    .join('\n');
}
