// A spec and VMs of Proxmox, and what `build --emit proxmox` makes of them.

import { compile } from '../../src/compile.js';
import type { Code } from '../../src/diagnostics/diagnostic.js';
import { readQmConfig } from '../../src/proxmox/config.js';
import { proxmoxOutputs } from '../../src/proxmox/outputs.js';

/** A spec whose cores have these host threads, one per core or two. */
export function specOf(pins: readonly (readonly string[])[], more = '', guest = ''): string {
  const cores = pins.map(
    (threads, i) =>
      `[[core]]\nhighest_perf = ${230 - i}\nhost_threads = [${threads.map((one) => `"${one}"`).join(', ')}]`,
  );
  const threads = pins[0]?.length ?? 1;
  return `[guest]\nthreads_per_core = ${threads}\nos = ["windows11"]\nhost_vendor = "amd"\n${guest}
[registers]\nlayout = "constant"\ncounters = "none"\n${more}
[defaults]\nnominal_perf = 100\nlowest_nonlinear_perf = 40\nlowest_perf = 15\nnominal_freq = 4000\nlowest_freq = 400\n
${cores.join('\n\n')}\n`;
}

interface Made {
  readonly args: string | undefined;
  readonly script: string | undefined;
  readonly codes: readonly Code[];
}

/** The args line and the hookscript for a VM with this configuration. */
export async function makeFor(spec: string, config: string, tablePath?: string): Promise<Made> {
  const { value: compiled, diagnostics } = await compile({ text: spec, file: 'x3d.toml' });
  const vm = readQmConfig(config, '100.conf');
  if (!compiled || !vm.value) throw new Error(JSON.stringify([...diagnostics, ...vm.diagnostics]));
  const made = proxmoxOutputs(compiled, { stem: 'x3d', ...(tablePath !== undefined && { tablePath }) }, vm.value);
  const [args, script] = (made.value?.outputs ?? []).map(({ content }) => new TextDecoder().decode(content));
  return { args: args?.trimEnd(), script, codes: made.diagnostics.map(({ code }) => code) };
}
