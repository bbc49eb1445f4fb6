// A picture of cores as SVG: a box per core, colored by rank, readable on light and dark pages.

import { printable } from '../../../diagnostics/words.js';
import { escaped } from '../../../xml/xml-text.js';

/** One core, as the picture shows it. */
export interface CoreBox {
  /** The number of the core. */
  readonly core: number;
  /** 1 for the best; undefined where nothing ranks the core. */
  readonly rank?: number;
  /** The number by which cores are ranked. */
  readonly level?: number;
  /** The large text. */
  readonly levelText: string;
  /** Two lines below it. */
  readonly lines: readonly string[];
  /** Shown by browsers while the pointer is on the box. */
  readonly sentence: string;
}

interface BoxGroup {
  readonly label: string;
  readonly boxes: readonly CoreBox[];
}

interface Picture {
  readonly title: string;
  readonly about: string;
  readonly groups: readonly BoxGroup[];
}

/** Sizes of the boxes; more cores than `MOST_FULL` get small boxes with only their numbers. */
const FULL = { width: 118, height: 92, gap: 10, columns: 8 };
const SMALL = { width: 40, height: 28, gap: 4, columns: 24 };
const MOST_FULL = 64;

const MARGIN = 24;
const LEGEND_STEP = 150;
const MOST_IN_LEGEND = 6;

/** Colors from the best rank to the worst: readable with the text on them, and distinguishable without seeing hues. */
const BEST = [11, 74, 143] as const;
const WORST = [205, 225, 246] as const;
const UNRANKED = '#aab2bb';

/** A picture as SVG. */
export function drawn({ title, about, groups }: Picture): string {
  const cores = groups.flatMap(({ boxes }) => boxes);
  const box = cores.length > MOST_FULL ? SMALL : FULL;
  const colours = coloursOf(cores);
  const widest = Math.min(box.columns, Math.max(...groups.map(({ boxes }) => boxes.length)));
  const width = Math.max(760, 2 * MARGIN + widest * (box.width + box.gap) - box.gap);
  const best = cores.reduce((most, { level = 0 }) => Math.max(most, level), 0);
  let y = 92;
  const drawnGroups = groups.flatMap(({ label, boxes }) => {
    const labels = groups.length > 1 ? [text(MARGIN, y, 'group', label)] : [];
    const top = y + (groups.length > 1 ? 12 : -16);
    y = top + Math.ceil(boxes.length / box.columns) * (box.height + box.gap) + 34;
    return [...labels, ...boxesOf(boxes, box, top, colours, best)];
  });
  const height = y + 18;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${xmlText(title)}</title>`,
    STYLE,
    text(MARGIN, 36, 'title', title),
    text(MARGIN, 58, 'about', about),
    ...drawnGroups,
    ...legendOf(cores, colours, y - 8, width),
    '</svg>',
    '',
  ].join('\n');
}

/** Gray text outside the boxes: its contrast is sufficient on white (4.5 to 1) and on black. */
const STYLE = `<style>
text { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; font-size: 12px }
.title { font-size: 19px; font-weight: 600 }
.group { font-weight: 600 }
.title, .about, .group, .legend { fill: #6e7781 }
.level { font-size: 22px; font-weight: 600 }
.end { text-anchor: end }
.middle { text-anchor: middle }
.on-dark { fill: #ffffff }
.on-light { fill: #10233a }
</style>`;

/** A color per rank, in even steps from the best to the worst. */
function coloursOf(cores: readonly CoreBox[]): ReadonlyMap<number, { fill: string; words: string }> {
  const ranks = [...new Set(cores.flatMap(({ rank }) => rank ?? []))].sort((a, b) => a - b);
  return new Map(
    ranks.map((rank, i) => {
      const part = ranks.length > 1 ? i / (ranks.length - 1) : 0;
      const fill = BEST.map((from, channel) => Math.round(from + part * ((WORST[channel] ?? from) - from)));
      return [
        rank,
        { fill: `#${fill.map((one) => one.toString(16).padStart(2, '0')).join('')}`, words: wordsOn(fill) },
      ];
    }),
  );
}

/** White text where its contrast is higher than that of dark text. */
function wordsOn([red = 0, green = 0, blue = 0]: readonly number[]): string {
  return 0.299 * red + 0.587 * green + 0.114 * blue < 135 ? 'on-dark' : 'on-light';
}

type Colours = ReturnType<typeof coloursOf>;

function boxesOf(cores: readonly CoreBox[], box: typeof FULL, top: number, colours: Colours, best: number): string[] {
  return cores.flatMap((core, i) => {
    const x = MARGIN + (i % box.columns) * (box.width + box.gap);
    const y = top + Math.floor(i / box.columns) * (box.height + box.gap);
    const { fill, words } = colours.get(core.rank ?? 0) ?? { fill: UNRANKED, words: 'on-light' };
    const frame = `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="6" fill="${fill}"/>`;
    const inside = box === FULL ? wordsIn(core, x, y, words, best) : [smallWord(core, x, y, words)];
    return ['<g>', `<title>${xmlText(core.sentence)}</title>`, frame, ...inside, '</g>'];
  });
}

function smallWord({ core }: CoreBox, x: number, y: number, words: string): string {
  return text(x + SMALL.width / 2, y + 18, `middle ${words}`, String(core));
}

function wordsIn(
  { core, rank, level, levelText, lines }: CoreBox,
  x: number,
  y: number,
  words: string,
  best: number,
): string[] {
  const length = best === 0 || level === undefined ? 0 : Math.round(((FULL.width - 20) * level) / best);
  const bar = `<rect x="${x + 10}" y="${y + 83}" width="${length}" height="3" rx="1.5" class="${words}" opacity="0.7"/>`;
  return [
    text(x + 10, y + 18, words, `core ${core}`),
    ...(rank === undefined ? [] : [text(x + FULL.width - 10, y + 18, `end ${words}`, `rank ${rank}`)]),
    text(x + 10, y + 43, `level ${words}`, shortened(levelText, 8)),
    ...lines.map((line, i) => text(x + 10, y + 60 + 15 * i, words, shortened(line, 16))),
    ...(length > 0 ? [bar] : []),
  ];
}

function legendOf(cores: readonly CoreBox[], colours: Colours, y: number, width: number): string[] {
  const ranks = [...colours.keys()];
  const most = Math.min(MOST_IN_LEGEND, Math.floor((width - 2 * MARGIN) / LEGEND_STEP));
  const step = Math.max(1, (ranks.length - 1) / (most - 1));
  const shown = ranks.length <= most ? ranks : Array.from({ length: most }, (_, i) => ranks[Math.round(i * step)] ?? 0);
  return shown.flatMap((rank, i) => {
    const x = MARGIN + i * LEGEND_STEP;
    const level = cores.find((core) => core.rank === rank)?.level;
    return [
      `<rect x="${x}" y="${y - 10}" width="14" height="12" rx="3" fill="${colours.get(rank)?.fill}"/>`,
      text(x + 21, y, 'legend', `rank ${rank}: ${level}`),
    ];
  });
}

export function shortened(words: string, most: number): string {
  return words.length > most ? `${words.slice(0, most - 1)}…` : words;
}

function text(x: number, y: number, style: string, words: string): string {
  return `<text x="${x}" y="${y}" class="${style}">${xmlText(words)}</text>`;
}

/** Without control characters, which XML does not allow. */
function xmlText(words: string): string {
  return escaped(printable(words));
}
