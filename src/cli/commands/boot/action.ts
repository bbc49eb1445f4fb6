import { type Booted, type BootWish, bootSpec } from '../../../boot/boot.js';
import { linesAboutUs } from '../../../boot/judge.js';
import type { SeenProcessor } from '../../../boot/seen.js';
import { integerToJson } from '../../../firmware/entry-json.js';
import { compileFile } from '../../files/compile-file.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { bootLines } from '../../views/boot-lines.js';
import { bootProgress } from '../../views/boot-progress.js';

export interface BootOptions extends CommonOptions {
  readonly variant?: string;
  readonly kernel?: string;
  readonly accel: BootWish['accelerator'];
  readonly machine: BootWish['machine'];
  readonly cpu?: string;
  readonly append?: string;
  readonly smp?: number;
  readonly busy?: number;
  readonly timeout: number;
  readonly initrd?: true;
}

/** Boots a throw-away Linux with the spec's tables, and shows what it saw beside what the spec says. */
export async function boot(path: string, options: BootOptions): Promise<number> {
  const { input, compiled, diagnostics, texts } = await compileFile(path, options.variant);
  if (!input || !compiled) return report(options, { diagnostics, texts, facts: factsOf(undefined, false) });
  const progress = bootProgress(process.stderr);
  const { booted, diagnostics: found } = await bootSpec(compiled, input.name, wishOf(options), progress);
  progress.end();
  const ok = booted !== undefined && found.every(({ severity }) => severity !== 'error');
  return report(options, {
    diagnostics: [...diagnostics, ...found],
    texts,
    lines: booted ? bootLines(booted, options.machine, ok) : [],
    facts: factsOf(booted, ok),
  });
}

function wishOf({ kernel, accel, machine, cpu, append, smp, busy, timeout, initrd }: BootOptions): BootWish {
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
  const { kernel, accelerator, cpuModel, seen } = booted;
  return {
    ok,
    kernel: kernel.version,
    accelerator,
    cpu_model: cpuModel,
    processors: seen.processors.map(processorToJson),
    driver: seen.drivers[0] ?? null,
    ranking: seen.ranking.size === 0 ? null : seen.processors.map(({ vcpu }) => numberOf(seen.ranking.get(vcpu))),
    itmt: seen.itmt ?? null,
    busy: seen.report.busy,
    log: linesAboutUs(seen),
  };
}

function processorToJson({ vcpu, core, expected, seen }: SeenProcessor) {
  return {
    vcpu,
    core: core ?? null,
    expected: Object.fromEntries(Object.entries(expected).map(([file, value]) => [file, integerToJson(value)])),
    seen: seen ? Object.fromEntries(Object.entries(seen).map(([file, text]) => [file, numberOf(text)])) : null,
  };
}

/** Numbers as numbers, unless they are too long for JavaScript; other text as it is. */
function numberOf(text: string | null | undefined): number | string | null {
  return text != null && /^\d+$/.test(text) ? integerToJson(BigInt(text)) : (text ?? null);
}
