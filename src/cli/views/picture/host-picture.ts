import type { Source } from '../../../../grammar/rank-sources.js';
import { groupBy } from '../../../diagnostics/group-by.js';
import { count, sizeText } from '../../../diagnostics/words.js';
import type { ReportedCore } from '../../../host/report/core.js';
import type { HostReport } from '../../../host/report/host-report.js';
import { rankValue } from '../../../host/sources.js';
import { RANKED_BY } from '../host/ranked-by.js';
import { type CoreBox, drawn, shortened } from './drawing.js';

/** No host has more; else they are drawn as one group. */
const MOST_GROUPS = 16;

/** A picture of the cores of a host, in groups that share an L3. */
export function hostPicture({ model, vendor, source, cores }: HostReport): string {
  const groups = groupBy(cores, labelOf);
  const drawnGroups = groups.size > MOST_GROUPS ? new Map([['', cores]]) : groups;
  const by = source ? `The number is ${RANKED_BY[source]}: higher is better.` : 'Nothing ranks the cores.';
  const threads = cores.reduce((sum, one) => sum + one.threads.length, 0);
  return drawn({
    title: shortened(model ?? vendor ?? 'Host', 64),
    about: `${count(cores.length, 'core')}, ${count(threads, 'thread')}. ${by}`,
    groups: [...drawnGroups].map(([label, members]) => ({
      label: `${count(members.length, 'core')}${label}`,
      boxes: members.map((core) => boxOf(core, source)),
    })),
  });
}

function labelOf({ l3, kind }: ReportedCore): string {
  return [...(l3 ? [`, L3 ${l3.id} of ${sizeText(l3.bytes)}`] : []), ...(kind ? [`, ${kind}`] : [])].join('');
}

function boxOf(core: ReportedCore, source: Source | undefined): CoreBox {
  const value = source && rankValue(source, core);
  const { rank, threads, maxMegahertz } = core;
  const level = value === undefined ? '-' : String(value);
  return {
    core: core.core,
    ...(rank !== undefined && { rank }),
    ...(value !== undefined && { level: Number(value) }),
    levelText: level,
    lines: [`threads ${threads.join(', ')}`, ...(maxMegahertz === undefined ? [] : [`max ${maxMegahertz} MHz`])],
    sentence: `core ${core.core}; ${rank === undefined ? 'no rank' : `rank ${rank}, ${level}`}; threads ${threads.join(', ')}${labelOf(core)}`,
  };
}
