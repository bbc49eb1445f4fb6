import type { CpcTable } from '../cpc/ir.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { Compiled } from '../emit/format.js';
import { INITRD } from '../emit/initrd.js';
import { smpValue } from '../emit/qemu.js';
import { runAccelerated } from './accelerator.js';
import { findBusybox } from './busybox.js';
import { type Guest, type GuestRun, type OnReport, runGuest } from './guest.js';
import { judge } from './judge.js';
import { chooseKernel, type Kernel } from './kernel.js';
import { bootWords, cpuModelOf, planProblems } from './plan.js';
import type { Accelerator } from './qemu.js';
import { type Seen, seenOf } from './seen.js';

/** What a person may choose of the guest. */
export interface BootWish {
  readonly kernel?: string;
  readonly accelerator: Accelerator | 'auto';
  readonly machine: 'q35' | 'pc';
  readonly cpuModel?: string;
  readonly append?: string;
  readonly vcpus?: number;
  readonly busyLoops?: number;
  readonly timeoutSeconds: number;
  /** The tables lie in the initrd, not in QEMU's firmware. */
  readonly byInitrd: boolean;
}

/** Called when a guest starts, and while it runs with what is there of its report. */
export interface Watcher {
  readonly starts: (kernel: Kernel, accelerator: Accelerator) => void;
  readonly reports: OnReport;
}

/** A guest that came up and reported. */
export interface Booted {
  readonly kernel: Kernel;
  readonly accelerator: Accelerator;
  readonly cpuModel: string;
  readonly seen: Seen;
}

export interface Boot {
  readonly booted?: Booted;
  readonly diagnostics: readonly Diagnostic[];
}

/** More loops say little more, and each takes its time. */
const MOST_BUSY_LOOPS_UNASKED = 3;

/** Boots a throw-away Linux with the compiled tables, and judges what it saw. */
export async function bootSpec(compiled: Compiled, file: string, wish: BootWish, watcher?: Watcher): Promise<Boot> {
  const { table } = compiled;
  const vcpus = wish.vcpus ?? table.processors.length;
  const [kernel, busybox] = [await chooseKernel(wish.kernel), await findBusybox()];
  const problems = [
    ...planProblems(table, vcpus, file),
    ...kernel.diagnostics,
    ...(busybox.file === undefined ? [diagnostic('boot/no-busybox', undefined, { refused: busybox.refused })] : []),
  ];
  if (problems.length > 0 || !kernel.value || busybox.file === undefined) return { diagnostics: problems };
  const { file: image, release } = kernel.value;
  const words = [...bootWords(release), ...(wish.append === undefined ? [] : [wish.append])];
  const given = { ...tablesOf(compiled, wish), kernel: image, busybox: busybox.file, machine: wish.machine, words };
  const guestOf = (accelerator: Accelerator): Guest => ({
    ...given,
    accelerator,
    cpuModel: cpuModelOf(table, wish.cpuModel, accelerator),
    smp: smpValue(table, vcpus),
    busyLoops: wish.busyLoops ?? unaskedLoops(table, vcpus),
    timeoutSeconds: wish.timeoutSeconds,
  });
  const chosen = kernel.value;
  const { run, accelerator, insteadOfKvm } = await runAccelerated(wish.accelerator, (one) => {
    watcher?.starts(chosen, one);
    return runGuest(guestOf(one), watcher?.reports);
  });
  const fallen = insteadOfKvm === undefined ? [] : [diagnostic('boot/tcg-instead', undefined, { why: insteadOfKvm })];
  if (run.state !== 'reported') return { diagnostics: [...fallen, failureOf(run, accelerator)] };
  const seen = seenOf(table, run.report);
  return {
    booted: { kernel: chosen, accelerator, cpuModel: guestOf(accelerator).cpuModel, seen },
    diagnostics: [...fallen, ...judge(table, seen, release)],
  };
}

function unaskedLoops({ processors }: CpcTable, vcpus: number): number {
  const cores = new Set(processors.map(({ core }) => core)).size;
  return Math.min(MOST_BUSY_LOOPS_UNASKED, cores, vcpus);
}

function tablesOf(compiled: Compiled, { byInitrd }: BootWish): Pick<Guest, 'tables' | 'initrdPrefix'> {
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
    case 'silent':
    case 'ended':
      return diagnostic('boot/no-report', undefined, { accelerator, why: run.why });
  }
}
