import { compile } from '../../src/compile.js';
import type { Compiled } from '../../src/emit/format.js';

const CORES = (pins: readonly string[]) =>
  pins
    .map(
      (pin, i) =>
        `[[core]]\nhighest_perf = ${166 + i}\n${pin === '' ? '' : `threads = ${pin.split(',').length}\nhost_threads = [${pin}]`}`,
    )
    .join('\n');

export interface HypervChoice {
  /** Lines of `[hyperv]`. */
  readonly hyperv: string;
  readonly guest?: string;
  readonly registers?: string;
  /** Host threads of each core; empty for none. */
  readonly pins?: readonly string[];
}

/** A spec with two cores, and these enlightenments. */
export function hypervText({ hyperv, guest = '', registers = '', pins = ['', ''] }: HypervChoice): string {
  return `[hyperv]
${hyperv}
[guest]
${guest}
[registers]
${registers || 'layout = "constant"\ncounters = "none"'}
[defaults]
nominal_perf = 131
lowest_nonlinear_perf = 40
lowest_perf = 15
${registers.includes('acpi-cppc') ? '' : 'nominal_freq = 2000\n'}
${CORES(pins)}
`;
}

/** Codes of `hyperv/…` in the order of the report. */
export async function hypervCodes(choice: HypervChoice): Promise<string[]> {
  const { diagnostics } = await compile({ text: hypervText(choice), file: 'spec.toml' });
  return diagnostics.map(({ code }) => code).filter((code) => /^(hyperv|spec)\//.test(code));
}

export async function compileHyperv(choice: HypervChoice): Promise<Compiled> {
  const { value, diagnostics } = await compile({ text: hypervText(choice), file: 'spec.toml' });
  if (!value) throw new Error(diagnostics.map((one) => `${one.code}: ${one.message}`).join('\n'));
  return value;
}

/** Keys that are on, in the order of the grammar. */
export async function keysOn(hyperv: string): Promise<string> {
  const { hyperv: enlightenments } = await compileHyperv({ hyperv });
  return enlightenments.on.map(({ key }) => key).join(' ');
}
