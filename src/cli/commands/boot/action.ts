import { type Booted, type BootRequest, bootSpec } from '../../../boot/boot.js';
import { relevantLines } from '../../../boot/compare.js';
import type { ObservedProcessor } from '../../../boot/observation.js';
import { integerToJson } from '../../../firmware/entry-json.js';
import { compileFile } from '../../files/compile-file.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { bootLines } from '../../views/boot-lines.js';
import { bootProgress } from '../../views/boot-progress.js';

export interface BootOptions extends CommonOptions {
  readonly variant?: string;
  readonly kernel?: string;
  readonly accel: BootRequest['accelerator'];
  readonly machine: BootRequest['machine'];
  readonly cpu?: string;
  readonly append?: string;
  readonly smp?: number;
  readonly busy?: number;
  readonly timeout: number;
  readonly initrd?: true;
}

/** Boots a temporary Linux guest with the tables of a spec, and shows the values that it reads beside the spec's. */
export async function boot(path: string, options: BootOptions): Promise<number> {
  const { input, compiled, diagnostics, texts } = await compileFile(path, options);
  if (!input || !compiled) return report(options, { diagnostics, texts, facts: factsOf(undefined, false) });
  const progress = bootProgress(process.stderr);
  const { booted, diagnostics: found } = await bootSpec(compiled, input.name, requestOf(options), progress);
  progress.end();
  const ok = booted !== undefined && found.every(({ severity }) => severity !== 'error');
  return report(options, {
    diagnostics: [...diagnostics, ...found],
    texts,
    lines: booted ? bootLines(booted, options.machine, ok) : [],
    facts: factsOf(booted, ok),
  });
}

function requestOf({ kernel, accel, machine, cpu, append, smp, busy, timeout, initrd }: BootOptions): BootRequest {
  return {
    accelerator: accel,
    machine,
    timeoutSeconds: timeout,
    byInitrd: initrd === true,
    ...(kernel !== undefined && { kernel }),
    ...(cpu !== undefined && { cpuModel: cpu }),
    ...(append !== undefined && { append }),
    ...(smp !== undefined && { vcpus: smp }),
    ...(busy !== undefined && { busyLoops: busy }),
  };
}

function factsOf(booted: Booted | undefined, ok: boolean): Record<string, unknown> {
  if (!booted) {
    return { ok, kernel: null, processors: [], driver: null, ranking: null, itmt: null, busy: [], log: [] };
  }
  const { kernel, accelerator, cpuModel, observation } = booted;
  return {
    ok,
    kernel: kernel.version,
    accelerator,
    cpu_model: cpuModel,
    processors: observation.processors.map(processorToJson),
    driver: observation.drivers[0] ?? null,
    ranking:
      observation.ranking.size === 0
        ? null
        : observation.processors.map(({ vcpu }) => numberOf(observation.ranking.get(vcpu))),
    itmt: observation.itmt ?? null,
    busy: observation.report.busy,
    log: relevantLines(observation),
  };
}

function processorToJson({ vcpu, core, expected, actual }: ObservedProcessor) {
  return {
    vcpu,
    core: core ?? null,
    expected: Object.fromEntries(Object.entries(expected).map(([file, value]) => [file, integerToJson(value)])),
    seen: actual ? Object.fromEntries(Object.entries(actual).map(([file, text]) => [file, numberOf(text)])) : null,
  };
}

/** Numbers as numbers, unless JavaScript cannot represent them; other text unchanged. */
function numberOf(text: string | null | undefined): number | string | null {
  return text != null && /^\d+$/.test(text) ? integerToJson(BigInt(text)) : (text ?? null);
}
