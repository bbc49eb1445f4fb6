import { compile } from '../../src/compile.js';
import type { Compiled } from '../../src/emit/format.js';

/** A spec to compile, in the keys that tell it from others. */
export interface SpecChoice {
  readonly name: string;
  /** Keys of `[registers]`. */
  readonly registers: string;
  readonly revision?: 2 | 3 | 4;
  readonly cores?: number;
  /** More lines under `[table]`, `[guest]`, and of the first core. */
  readonly table?: string;
  readonly guest?: string;
  readonly core?: string;
  /** The cores have no levels of their own: registers answer them. */
  readonly levels?: boolean;
}

const LEVELS = 'nominal_perf = 131\nlowest_nonlinear_perf = 40\nlowest_perf = 15';
const FREQUENCIES = 'nominal_freq = 4200\nlowest_freq = 400';

/** The spec's text: one `[[core]]` after the other, each better than the next, so that no two `_CPC` need be equal. */
export function specText({ registers, revision = 3, cores = 2, levels = true, ...more }: SpecChoice): string {
  const core = (i: number) => `[[core]]${levels ? `\nhighest_perf = ${140 + ((cores - i) % 100)}` : ''}`;
  const [first, ...others] = Array.from({ length: cores }, (_, i) => core(i));
  const frequencies = revision >= 3 && !registers.includes('acpi-cppc') ? FREQUENCIES : '';
  return [
    `[table]\ncpc_revision = ${revision}\n${more.table ?? ''}`,
    `[guest]\n${more.guest ?? ''}`,
    `[registers]\n${registers}`,
    `[defaults]\n${levels ? LEVELS : ''}\n${frequencies}`,
    `${first}\n${more.core ?? ''}`,
    ...others,
  ].join('\n');
}

export async function compileChoice(choice: SpecChoice): Promise<Compiled> {
  return compileText(specText(choice));
}

export async function compileText(text: string): Promise<Compiled> {
  const { value, diagnostics } = await compile({ text, file: 'spec.toml' });
  if (!value) throw new Error(`${diagnostics.map((one) => `${one.code}: ${one.message}`).join('\n')}\n${text}`);
  return value;
}

const PCC = '{ space = "PCC", bit_width = 32, bit_offset = 0, subspace = 3, address = 0x10 }';
const WIDE =
  '{ space = "SystemMemory", bit_width = 64, bit_offset = 0, access_size = "QWord", address = 0xFFFFFFFF00000000 }';

const CUSTOM = `layout = "custom"
highest_perf = ${PCC.replace('0x10', '0x00')}
nominal_perf = ${PCC.replace('0x10', '0x04')}
lowest_nonlinear_perf = 4294967295
lowest_perf = { space = "SystemMemory", bit_width = 16, bit_offset = 16, access_size = "DWord", address = 0xFED00000 }
guaranteed_perf = ${PCC.replace('0x10', '0x08')}
desired_perf = ${PCC}
reference_counter = ${WIDE}
delivered_counter = ${WIDE}
perf_limited = ${PCC.replace('0x10', '0x14')}
autonomous_selection = 0
wraparound_time = 18446744073709551615
reference_perf = 4294967296`;

const PRIORITY = `ospm_nominal_perf = ${PCC.replace('0x10', '0x20')}
resource_priority = [
  { resources = [0, 1, 255, 256], enable_value = 1, count = 4, enable_register = ${PCC.replace('0x10', '0x24')}, register = ${PCC.replace('0x10', '0x28')} },
  { resources = [65536], enable_value = 0, count = 256, enable_register = "none", register = ${WIDE} },
]`;

/** Every layout with every of its settings. */
export const LAYOUT_CHOICES: readonly SpecChoice[] = [
  ...['sink', 'none'].flatMap((controls) =>
    ['msr', 'pm-timer', 'none'].map((counters) => ({
      name: `constant, controls ${controls}, counters ${counters}`,
      registers: `layout = "constant"\ncontrols = "${controls}"\ncounters = "${counters}"`,
    })),
  ),
  { name: 'amd', registers: 'layout = "amd"', levels: false },
  { name: 'intel-hwp', registers: 'layout = "intel-hwp"', levels: false },
  { name: 'custom with PCC and SystemMemory', registers: CUSTOM, levels: false },
  ...[0, 1, 2].map((addrspace) => ({
    name: `acpi-cppc, addrspace ${addrspace}`,
    registers: `layout = "acpi-cppc"\naddrspace = ${addrspace}`,
  })),
];

/** The entries that revision 4 brings, with two resource priorities. */
export const PRIORITY_CHOICE: SpecChoice = {
  name: 'custom with resource priorities',
  registers: `${CUSTOM}\n${PRIORITY}`,
  revision: 4,
  levels: false,
};
