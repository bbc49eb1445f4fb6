import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { CpcTable } from '../cpc/ir.js';
import { type Code, type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import type { Compiled } from '../emit/format.js';
import { INITRD } from '../emit/initrd.js';
import { smpValue } from '../emit/qemu.js';
import { runAccelerated } from './accelerator.js';
import { findBusybox } from './busybox.js';
import { compareBoot } from './compare.js';
import { type Guest, type GuestRun, type OnReport, qemuArguments, runGuest } from './guest.js';
import { chooseKernel, type Kernel } from './kernel.js';
import { type Observation, observe } from './observation.js';
import { bootWords, cpuModelOf, limitProblems, planProblems, topologyProblems } from './plan.js';
import { type Accelerator, accelArguments, QEMU_PROGRAM } from './qemu.js';
import { warningProblems, warningsIn } from './qemu-warnings.js';
import { type ItmtSwitch, rankedOf } from './ranked.js';
import { lacksTopoext } from './siblings.js';

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
  /** Whether its scheduler prefers better cores; undefined if it cannot be told. */
  readonly ranked: boolean | undefined;
  readonly itmt: ItmtSwitch;
  /** The codes of the diagnostics that say why it is not known to. */
  readonly because: readonly Code[];
  /** The warnings of QEMU. */
  readonly qemuWarnings: readonly string[];
}

interface Boot {
  readonly booted?: Booted;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a guest is started with, for an accelerator. */
interface BootPlan {
  readonly kernel: Kernel;
  readonly vcpus: number;
  readonly guestOf: (accelerator: Accelerator) => Guest;
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
  const { value: plan, diagnostics } = await planBoot(compiled, file, request);
  if (!plan) return { diagnostics };
  const { run, accelerator, insteadOfKvm } = await runAccelerated(request.accelerator, (one) => {
    watcher?.starts(plan.kernel, one);
    return runGuest(plan.guestOf(one), watcher?.reports);
  });
  const fallback = insteadOfKvm === undefined ? [] : [diagnostic('boot/tcg-instead', undefined, { why: insteadOfKvm })];
  if (run.state !== 'reported') return { diagnostics: [...fallback, failureOf(run, accelerator)] };
  const { booted, diagnostics: found } = judge(compiled.table, plan, run, accelerator);
  return { booted, diagnostics: [...fallback, ...found] };
}

/** The command that starts QEMU, with KVM where this user may use it. The files of its temporary folder have names without one. */
export async function bootCommand(
  compiled: Compiled,
  file: string,
  request: BootRequest,
): Promise<Result<readonly string[]>> {
  const { value: plan, diagnostics } = await planBoot(compiled, file, request);
  if (!plan) return fail(...diagnostics);
  const accelerator = request.accelerator === 'auto' ? ((await opensKvm()) ? 'kvm' : 'tcg') : request.accelerator;
  return ok([QEMU_PROGRAM, ...accelArguments(accelerator), ...qemuArguments(plan.guestOf(accelerator))]);
}

function opensKvm(): Promise<boolean> {
  return access('/dev/kvm', constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

async function planBoot(compiled: Compiled, file: string, request: BootRequest): Promise<Result<BootPlan>> {
  const { table } = compiled;
  const vcpus = request.vcpus ?? table.processors.length;
  const [kernel, busybox] = [await chooseKernel(request.kernel), await findBusybox()];
  const problems = [
    ...planProblems(table, file),
    ...topologyProblems(table, vcpus, file),
    ...(await limitProblems(vcpus, request.machine, file)),
    ...kernel.diagnostics,
    ...(busybox.file === undefined ? [diagnostic('boot/no-busybox', undefined, { refused: busybox.refused })] : []),
  ];
  if (problems.length > 0 || !kernel.value || busybox.file === undefined) return fail(...problems);
  const { file: image, release } = kernel.value;
  const fixed = {
    ...tablesOf(compiled, request),
    kernel: image,
    busybox: busybox.file,
    machine: request.machine,
    words: [...bootWords(release, table), ...(request.append === undefined ? [] : [request.append])],
    vcpus,
    smp: smpValue(table, vcpus),
    busyLoops: request.busyLoops ?? defaultLoops(table, vcpus),
    timeoutSeconds: request.timeoutSeconds,
  };
  const guestOf = (accelerator: Accelerator): Guest => ({
    ...fixed,
    accelerator,
    cpuModel: cpuModelOf(table, request.cpuModel, accelerator, vcpus),
  });
  return ok({ kernel: kernel.value, vcpus, guestOf });
}

function judge(
  table: CpcTable,
  { kernel, vcpus, guestOf }: BootPlan,
  { report, stderr }: Extract<GuestRun, { state: 'reported' }>,
  accelerator: Accelerator,
): Required<Boot> {
  const started = { release: kernel.release, accelerator, cpuModel: guestOf(accelerator).cpuModel, vcpus };
  const observation = observe(table, report);
  const { ranked, itmt, diagnostics: unranked } = rankedOf(observation, kernel.release, vcpus);
  const qemuWarnings = warningsIn(stderr);
  const about = { cpuModel: started.cpuModel, lacksTopoext: lacksTopoext(table, started) };
  const because = unranked.map(({ code }) => code);
  return {
    booted: { kernel, accelerator, cpuModel: started.cpuModel, observation, ranked, itmt, because, qemuWarnings },
    diagnostics: [...warningProblems(qemuWarnings, about), ...compareBoot(table, observation, started), ...unranked],
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
      return diagnostic('boot/no-temporary-files', undefined, { folder: run.folder, why: run.why, error: run.error });
    case 'silent':
      return diagnostic('boot/no-report', undefined, { accelerator, by: 'itself', why: run.why });
    case 'ended':
      return diagnostic('boot/no-report', undefined, { accelerator, by: run.by, why: run.why });
  }
}
