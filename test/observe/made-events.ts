import { compile } from '../../src/compile.js';
import type { CpcTable } from '../../src/cpc/ir.js';

export interface MadeEvent {
  readonly number?: number;
  readonly group?: number;
  readonly percent?: number;
  readonly stateType?: string;
  readonly implementation?: number;
  readonly time?: string;
  readonly computer?: string;
  readonly id?: number;
  readonly message?: boolean;
}

export const CPPC = 'ACPI Collaborative Processor Performance Control';

/** An event 55 as wevtutil prints it with `/f:RenderedXml`. */
export function eventXml({
  number = 0,
  group = 0,
  percent = 180,
  stateType = CPPC,
  implementation = 3,
  time = '2096-10-02T07:06:40.1234567Z',
  computer = 'guest',
  id = 55,
  message = true,
}: MadeEvent): string {
  const data = {
    Group: group,
    Number: number,
    NominalFrequency: 3800,
    MaximumPerformancePercent: percent,
    PerformanceImplementation: implementation,
  };
  const items = Object.entries(data).map(([name, value]) => `<Data Name='${name}'>${value}</Data>`);
  const text = `Idle state type: None Performance state type: ${stateType} Nominal Frequency (MHz): 3800`;
  const rendered = message ? `<RenderingInfo Culture='en-US'><Message>${text}</Message></RenderingInfo>` : '';
  return `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Kernel-Processor-Power'/><EventID>${id}</EventID><TimeCreated SystemTime='${time}'/><Computer>${computer}</Computer></System><EventData>${items.join('')}</EventData>${rendered}</Event>`;
}

/** The table of a spec of one thread a core, with these levels and a common nominal_perf of 131. */
export async function tableOf(levels: readonly number[], nominal = 131): Promise<CpcTable> {
  const cores = levels.map((level) => `[[core]]\nhighest_perf = ${level}\n`);
  const text = `[registers]\nlayout = "constant"\n[defaults]\nnominal_perf = ${nominal}\nlowest_nonlinear_perf = 40\nlowest_perf = 15\nnominal_freq = 3800\nlowest_freq = 400\n${cores.join('')}`;
  const { value, diagnostics } = await compile({ text, file: 'made.toml', guests: false });
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return value.table;
}
