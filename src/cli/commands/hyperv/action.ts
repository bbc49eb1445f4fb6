import type { Release } from '../../../../grammar/release.js';
import type { Compiled } from '../../../emit/format.js';
import { cpuValue } from '../../../emit/qemu.js';
import { requiresInCodeOf } from '../../../hyperv/closure.js';
import { countersFrequency, exitBudgets } from '../../../hyperv/counters.js';
import { flagName, rowOf } from '../../../hyperv/enlightenments.js';
import { hypervElements } from '../../../hyperv/libvirt-elements.js';
import { qemuFlags, valueText } from '../../../hyperv/qemu-flags.js';
import { releaseProblems } from '../../../hyperv/release-rules.js';
import { knownTo } from '../../../hyperv/releases.js';
import { NEWEST } from '../../../versions/release.js';
import { xmlLines } from '../../../xml/xml-text.js';
import { compileFile } from '../../files/compile-file.js';
import type { HostOptions } from '../../files/host-facts.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { hypervLines } from '../../views/hyperv-lines.js';

export interface HypervOptions extends CommonOptions, HostOptions {
  readonly qemu?: Release;
  readonly libvirt?: Release;
  readonly variant?: string;
}

/** Shows the enlightenments of a spec: the reason and the requirements of each, and the syntax of QEMU and libvirt. */
export async function showHyperv(path: string, options: HypervOptions): Promise<number> {
  const { input, compiled, diagnostics, texts } = await compileFile(path, options);
  if (!input || !compiled) return report(options, { diagnostics, texts, facts: { enlightenments: [] } });
  const problems = [...diagnostics, ...releaseProblems(compiled.hyperv, options, input.name)];
  return report(options, {
    diagnostics: problems,
    texts,
    lines: hypervLines(compiled, options),
    facts: {
      ...enlightenmentFacts(compiled, options),
      counters: exitBudgets(
        countersFrequency(compiled.table.processors.map(({ known: levels }) => levels.nominal_freq)).mhz,
      ),
    },
  });
}

function enlightenmentFacts({ table, hyperv }: Compiled, { qemu, libvirt }: HypervOptions) {
  const { on, leftOut } = hyperv;
  const known = knownTo(on, qemu);
  const elements = hypervElements({ ...hyperv, on: known }, libvirt ?? NEWEST);
  const flags = qemuFlags(on, qemu);
  return {
    enlightenments: known.map(({ key, value, why }) => ({
      key,
      flag: flagName(key),
      value: valueText({ key, value }),
      about: rowOf(key).about,
      why: why.by,
      ...(why.by === 'required' && { required_by: why.of }),
      requires: rowOf(key).requires ?? [],
      requires_in_code: requiresInCodeOf(key),
    })),
    left_out: leftOut,
    qemu: { cpu: cpuValue(table, hyperv, qemu), arguments: flags.options.flat() },
    libvirt: {
      features: elements.hyperv ? xmlLines(elements.hyperv).join('\n') : null,
      clock: elements.timers.flatMap((one) => xmlLines(one)),
      devices: elements.devices.flatMap((one) => xmlLines(one)),
      qemu_commandline: elements.qemuArguments,
      unsayable: elements.unsupported,
    },
  };
}
