import type { CpcTable } from '../cpc/ir.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { Compiled } from '../emit/format.js';
import { INITRD } from '../emit/initrd.js';
import { smpValue } from '../emit/qemu.js';
import { runAccelerated } from './accelerator.js';
import { findBusybox } from './busybox.js';
import { compareBoot } from './compare.js';
import { type Guest, type GuestRun, type OnReport, runGuest } from './guest.js';
import { chooseKernel, type Kernel } from './kernel.js';
import { type Observation, observe } from './observation.js';
import { bootWords, cpuModelOf, planProblems } from './plan.js';
import type { Accelerator } from './qemu.js';

/** The options of a boot. */
export interface BootRequest {
  readonly kernel?: string;
  readonly accelerator: Accelerator | 'auto';
  readonly machine: 'q35' | 'pc';
  readonly cpuModel?: string;
  readonly append?: string;
  readonly vcpus?: number;
  readonly busyLoops?: number;
  readonly timeoutSeconds: number;
  /** The tables are in the initrd, not in QEMU's firmware. */
  readonly byInitrd: boolean;
}

/** Called when a guest starts, and while it runs with its report so far. */
export interface Watcher {
  readonly starts: (kernel: Kernel, accelerator: Accelerator) => void;
  readonly reports: OnReport;
}

/** A guest that booted and reported. */
export interface Booted {
  readonly kernel: Kernel;
  readonly accelerator: Accelerator;
  readonly cpuModel: string;
  readonly observation: Observation;
}

interface Boot {
  readonly booted?: Booted;
  readonly diagnostics: readonly Diagnostic[];
}

/** More loops show little more, and each takes about a second. */
const DEFAULT_BUSY_LOOPS = 3;

/** Boots a temporary Linux guest with the compiled tables, and compares its report with them. */
export async function bootSpec(
  compiled: Compiled,
  file: string,
  request: BootRequest,
  watcher?: Watcher,
): Promise<Boot> {
  const { table } = compiled;
  const vcpus = request.vcpus ?? table.processors.length;
  const [kernel, busybox] = [await chooseKernel(request.kernel), await findBusybox()];
  const problems = [
    ...planProblems(table, vcpus, file),
    ...kernel.diagnostics,
    ...(busybox.file === undefined ? [diagnostic('boot/no-busybox', undefined, { refused: busybox.refused })] : []),
  ];
  if (problems.length > 0 || !kernel.value || busybox.file === undefined) return { diagnostics: problems };
  const { file: image, release } = kernel.value;
  const words = [...bootWords(release), ...(request.append === undefined ? [] : [request.append])];
  const fixed = {
    ...tablesOf(compiled, request),
    kernel: image,
    busybox: busybox.file,
    machine: request.machine,
    words,
  };
  const guestOf = (accelerator: Accelerator): Guest => ({
    ...fixed,
    accelerator,
    cpuModel: cpuModelOf(table, request.cpuModel, accelerator),
    smp: smpValue(table, vcpus),
    busyLoops: request.busyLoops ?? defaultLoops(table, vcpus),
    timeoutSeconds: request.timeoutSeconds,
  });
  const chosen = kernel.value;
  const { run, accelerator, insteadOfKvm } = await runAccelerated(request.accelerator, (one) => {
    watcher?.starts(chosen, one);
    return runGuest(guestOf(one), watcher?.reports);
  });
  const fallback = insteadOfKvm === undefined ? [] : [diagnostic('boot/tcg-instead', undefined, { why: insteadOfKvm })];
  if (run.state !== 'reported') return { diagnostics: [...fallback, failureOf(run, accelerator)] };
  const observation = observe(table, run.report);
  return {
    booted: { kernel: chosen, accelerator, cpuModel: guestOf(accelerator).cpuModel, observation },
    diagnostics: [...fallback, ...compareBoot(table, observation, release)],
  };
}

function defaultLoops({ processors }: CpcTable, vcpus: number): number {
  const cores = new Set(processors.map(({ core }) => core)).size;
  return Math.min(DEFAULT_BUSY_LOOPS, cores, vcpus);
}

function tablesOf(compiled: Compiled, { byInitrd }: BootRequest): Pick<Guest, 'tables' | 'initrdPrefix'> {
  if (!byInitrd) return { tables: compiled.parts.map(({ aml }) => aml) };
  const [archive] = INITRD.emit(compiled, { stem: 'table' }, []);
  return { tables: [], ...(archive && { initrdPrefix: archive.content }) };
}

function failureOf(run: Exclude<GuestRun, { state: 'reported' }>, accelerator: Accelerator): Diagnostic {
  switch (run.state) {
    case 'missing':
      return diagnostic('boot/no-qemu', undefined, {});
    case 'failed':
      return diagnostic('boot/qemu-failed', undefined, { why: run.why });
    case 'no-scratch':
      return diagnostic('boot/no-temporary-files', undefined, { folder: run.folder, why: run.why });
    case 'silent':
    case 'ended':
      return diagnostic('boot/no-report', undefined, { accelerator, why: run.why });
  }
}
