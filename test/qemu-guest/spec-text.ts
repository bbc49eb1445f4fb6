// Specs for guests, and how they are booted: with the code of `boot`, under TCG.

import { type Booted, bootSpec } from '../../src/boot/boot.js';
import type { BootRequest } from '../../src/boot/start-plan.js';
import { compile } from '../../src/compile.js';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import { type KernelSeries, outside } from '../support/outside.js';

/** Numbers that amd-pstate accepts; all differ, so that no file can be confused with another. */
export const DEFAULTS = {
  nominal_perf: 131,
  lowest_nonlinear_perf: 40,
  lowest_perf: 15,
  nominal_freq: 3800,
  lowest_freq: 400,
} as const;

export interface SpecFacts {
  readonly highestPerf: readonly number[];
  readonly threads?: number;
  /** Lines under [registers] beside the layout. */
  readonly registers?: readonly string[];
  /** Lines under [table]. */
  readonly table?: readonly string[];
}

export function specText({ highestPerf, threads = 1, registers = [], table = [] }: SpecFacts): string {
  return [
    ...['[table]', ...table, '[guest]', `threads_per_core = ${threads}`],
    ...['[registers]', 'layout = "constant"', ...registers],
    ...['[defaults]', ...Object.entries(DEFAULTS).map(([key, value]) => `${key} = ${value}`)],
    ...highestPerf.map((value) => `[[core]]\nhighest_perf = ${value}`),
  ].join('\n');
}

export interface Tried {
  readonly booted: Booted;
  /** The diagnostics of `boot`. */
  readonly diagnostics: readonly Diagnostic[];
  /** Their codes, without that of a ranking that no busy loop showed. */
  readonly codes: readonly string[];
}

export async function bootText(text: string, series: KernelSeries, request: Partial<BootRequest> = {}): Promise<Tried> {
  const { value, diagnostics: wrong } = await compile({ text, file: 'guest.toml' });
  if (!value) throw new Error(wrong.map(({ message }) => message).join('\n'));
  const { booted, diagnostics } = await bootSpec(value, 'guest.toml', {
    kernel: outside(`kernel ${series}`),
    accelerator: 'tcg',
    machine: 'q35',
    busyLoops: 0,
    timeoutSeconds: 120,
    byInitrd: false,
    ...request,
  });
  if (!booted) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  // Without busy loops nothing shows the ranking.
  const codes = diagnostics.map(({ code }) => code).filter((code) => code !== 'boot/ranking-not-observed');
  return { booted, diagnostics, codes };
}

/** A file of acpi_cppc, vCPU by vCPU. */
export function reads({ booted }: Tried, file: string): (string | null | undefined)[] {
  return booted.observation.processors.map(
    ({ actual }) => (actual as Record<string, string | null> | undefined)?.[file],
  );
}
