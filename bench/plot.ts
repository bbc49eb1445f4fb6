/** A line of the plot: seconds by vCPUs. */
export interface Series {
  readonly title: string;
  readonly color: string;
  readonly points: readonly (readonly [vcpus: number, seconds: number])[];
}

const TITLE_HEIGHT = 15;
const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [720, 420, 60, 50, 20, 170];

/** Seconds by vCPUs, both axes logarithmic. */
export function plot(series: readonly Series[]): string {
  const points = series.flatMap((one) => one.points);
  const x = scale(points.map(([vcpus]) => vcpus).map(Math.log2), LEFT, WIDTH - RIGHT, (from, to) => [from, to]);
  const y = scale(points.map(([, seconds]) => seconds).map(Math.log10), HEIGHT - BOTTOM, TOP, (from, to) => [
    Math.floor(from),
    Math.ceil(to),
  ]);
  const sizes = [...new Set(points.map(([vcpus]) => vcpus))];
  const decades = [0.01, 0.1, 1, 10].filter((seconds) => y.has(Math.log10(seconds)));
  const text = (at: readonly [number, number], words: string, anchor = 'middle') =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
  const titles = spread(series.map(({ points: own }) => y.of(Math.log10(own.at(-1)?.[1] ?? 1))));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    ...decades.map((seconds) => {
      const at = y.of(Math.log10(seconds)).toFixed(1);
      return `<path d="M${LEFT} ${at}H${WIDTH - RIGHT}" stroke="#ccc"/>${text([LEFT - 6, Number(at) + 4], `${seconds} s`, 'end')}`;
    }),
    ...sizes.map((vcpus) => text([x.of(Math.log2(vcpus)), HEIGHT - BOTTOM + 20], String(vcpus))),
    text([(LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10], 'vCPUs'),
    ...series.flatMap(({ title, color, points }, i) => {
      const places = points.map(([vcpus, s]) => [x.of(Math.log2(vcpus)), y.of(Math.log10(s))] as const);
      const line = places.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ');
      const [lastX] = places.at(-1) ?? [0];
      return [
        `<polyline points="${line}" fill="none" stroke="${color}" stroke-width="2"/>`,
        `<g fill="${color}">${text([lastX + 8, (titles[i] ?? 0) + 4], title, 'start')}</g>`,
      ];
    }),
    '</svg>',
    '',
  ].join('\n');
}

/** Heights of a line of text each, moved down where two would lie over each other. */
function spread(heights: readonly number[]): number[] {
  const placed = [...heights];
  let least = 0;
  for (const [i, height] of [...heights.entries()].sort(([, a], [, b]) => a - b)) {
    placed[i] = Math.max(height, least);
    least = (placed[i] ?? 0) + TITLE_HEIGHT;
  }
  return placed;
}

function scale(
  values: readonly number[],
  low: number,
  high: number,
  round: (from: number, to: number) => [number, number],
) {
  const [from, to] = round(Math.min(...values), Math.max(...values));
  return {
    of: (value: number) => low + ((value - from) / (to - from || 1)) * (high - low),
    has: (value: number) => value >= from && value <= to,
  };
}
