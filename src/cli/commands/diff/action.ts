import { type Diagnostic, diagnostic } from '../../../diagnostics/diagnostic.js';
import { count } from '../../../diagnostics/words.js';
import { compare } from '../../../inspect/diff.js';
import { hasObjects } from '../../../inspect/pairs.js';
import { readGiven } from '../../files/machines.js';
import { type ReadFirmware, readFirmware } from '../../files/read-firmware.js';
import { EXIT } from '../../terminal/exit.js';
import { SCHEMAS } from '../../terminal/json.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { messageWidth } from '../../terminal/width.js';
import { differenceLines } from '../../views/difference-lines.js';

export interface DiffOptions extends CommonOptions {
  readonly variant?: string;
}

/** Compares what the objects of two machines' processors evaluate to. */
export async function diff(a: string, b: string, options: DiffOptions): Promise<number> {
  const sides = [await readSide(a, options.variant), await readSide(b, options.variant)] as const;
  const texts = new Map(sides.flatMap((side) => [...side.texts]));
  const problems = sides.flatMap((side) => [...side.diagnostics, ...factProblems(side)]);
  const [factsOfA, factsOfB] = sides.map(({ firmware }) => firmware?.facts);
  if (!factsOfA?.processors.some(hasObjects) || !factsOfB?.processors.some(hasObjects)) {
    await report(options, {
      diagnostics: problems,
      texts,
      facts: { schema: SCHEMAS.diff, equal: false, differences: [] },
    });
    return EXIT.usage;
  }
  const { differences, byOrder } = compare(factsOfA, factsOfB);
  const notes = byOrder ? [diagnostic('diff/by-order', undefined, { a, b })] : [];
  const equal = differences.length === 0;
  const compared = factsOfA.processors.filter(hasObjects).length;
  const lines = equal
    ? [`equal: ${count(compared, 'processor')}`]
    : differenceLines(differences, messageWidth(process.stdout));
  const facts = { schema: SCHEMAS.diff, equal, differences };
  const status = await report(options, { diagnostics: [...problems, ...notes], texts, lines, facts });
  if (!equal) return EXIT.problems;
  // 1 means different, and nothing else.
  return status === EXIT.ok ? EXIT.ok : EXIT.usage;
}

async function readSide(path: string, variant?: string): Promise<ReadFirmware> {
  const [given] = await readGiven([path], 'spec or table');
  if (!given) throw new Error('one path is always one input');
  return readFirmware(given, variant);
}

function factProblems({ name, firmware }: ReadFirmware): Diagnostic[] {
  if (!firmware) return [];
  const { processors } = firmware.facts;
  const place = { file: name };
  if (!processors.some(hasObjects)) return [diagnostic('diff/nothing', place, {})];
  const cut = processors.flatMap(({ cpc, psd, pct, pss }) =>
    [cpc, psd, pct, pss].flatMap((object) => (object && object.limits.length > 0 ? [object.path] : [])),
  );
  return cut.length > 0 ? [diagnostic('diff/not-followed', place, { paths: cut })] : [];
}
