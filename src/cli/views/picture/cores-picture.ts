import type { CpcTable } from '../../../cpc/ir.js';
import { count } from '../../../diagnostics/words.js';
import { hostThreadsText } from '../host-threads.js';
import { type Ranked, rankedCores } from '../ranking.js';
import { groupsOf } from './core-groups.js';
import { type CoreBox, drawn, shortened } from './drawing.js';

/** A picture of the cores of a spec. */
export function coresPicture(table: CpcTable, name: string): string {
  const cores = rankedCores(table);
  const groups = groupsOf(cores).map(({ label, cores: members }) => ({ label, boxes: members.map(boxOf) }));
  return drawn({ title: titleOf(table, name), about: aboutOf(table, cores), groups });
}

function titleOf({ variant }: CpcTable, name: string): string {
  return shortened(variant === undefined ? name : `${name}, variant "${variant}"`, 64);
}

function aboutOf({ processors, layout }: CpcTable, cores: readonly Ranked[]): string {
  const words = `${count(cores.length, 'core')}, ${count(processors.length, 'vCPU')}, layout "${layout}"`;
  return cores.some(({ rank }) => rank !== undefined)
    ? `${words}. The number is highest_perf: guests prefer cores where it is higher.`
    : `${words}. highest_perf is a register: the ranks are known at run time.`;
}

function boxOf(ranked: Ranked): CoreBox {
  const { first, rank, processors } = ranked;
  const level = first.known.highest_perf;
  const pins = hostThreadsText(processors, ', ');
  return {
    core: first.core,
    ...(rank !== undefined && { rank }),
    ...(level !== undefined && { level: Number(level) }),
    levelText: level === undefined ? 'register' : String(level),
    lines: [`vCPU ${processors.map(({ vcpu }) => vcpu).join(', ')}`, ...(pins === '' ? [] : [`host ${pins}`])],
    sentence: sentenceOf(ranked),
  };
}

function sentenceOf({ first, rank, processors }: Ranked): string {
  const pins = hostThreadsText(processors, ', ');
  return [
    `core ${first.core}`,
    rank === undefined ? 'rank known at run time' : `rank ${rank}, highest_perf ${first.known.highest_perf}`,
    `vCPUs ${processors.map(({ vcpu }) => vcpu).join(', ')}`,
    ...(pins === '' ? [] : [`host threads ${pins}`]),
  ].join('; ');
}
