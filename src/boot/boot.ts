import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { CpcTable } from '../cpc/ir.js';
import { type Code, type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import type { Compiled } from '../emit/format.js';
import { runAccelerated } from './accelerator.js';
import { rankedByCapacity } from './capacity.js';
import { compareBoot } from './compare.js';
import { type GuestRun, type OnReport, qemuArguments, runGuest } from './guest.js';
import { type Observation, observe } from './observation.js';
import type { Kernel } from './parts/kernel.js';
import { isNative } from './parts/native.js';
import { isVirt, machineName, programOf } from './platform.js';
import { type Accelerator, accelArguments } from './qemu.js';
import { warningProblems, warningsIn } from './qemu-warnings.js';
import { type ItmtSwitch, rankedOf } from './ranked.js';
import { lacksTopoext } from './siblings.js';
import { type BootPlan, type BootRequest, planBoot } from './start-plan.js';

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
  /** Undefined on Arm and RISC-V, which have no such switch. */
  readonly itmt?: ItmtSwitch;
  /** QEMU's name of the machine. */
  readonly machine: string;
  /** The codes of the diagnostics that say why it is not known to. */
  readonly because: readonly Code[];
  /** The warnings of QEMU. */
  readonly qemuWarnings: readonly string[];
}

interface Boot {
  readonly booted?: Booted;
  readonly diagnostics: readonly Diagnostic[];
}

/** Boots a temporary Linux guest with the compiled tables, and compares its report with them. */
export async function bootSpec(
  compiled: Compiled,
  file: string,
  request: BootRequest,
  watcher?: Watcher,
): Promise<Boot> {
  const { value: plan, diagnostics } = await planBoot(compiled, file, request);
  if (!plan) return { diagnostics };
  const { run, accelerator, insteadOfKvm } = await runAccelerated(possible(request, compiled.table), (one) => {
    watcher?.starts(plan.kernel, one);
    return runGuest(plan.guestOf(one), watcher?.reports);
  });
  const fallback = insteadOfKvm === undefined ? [] : [diagnostic('boot/tcg-instead', undefined, { why: insteadOfKvm })];
  const notes = [...fallback, ...plan.notes];
  if (run.state !== 'reported') return { diagnostics: [...notes, failureOf(run, accelerator, plan)] };
  const { booted, diagnostics: found } = judge(compiled.table, plan, run, accelerator);
  return { booted, diagnostics: [...notes, ...found] };
}

/** KVM runs only guests of the host's own architecture. */
function possible({ accelerator }: BootRequest, { architecture }: CpcTable): BootRequest['accelerator'] {
  return accelerator === 'auto' && !isNative(architecture) ? 'tcg' : accelerator;
}

/** The command that starts QEMU, with KVM where this user may use it. The files of its temporary folder have names without one. */
export async function bootCommand(
  compiled: Compiled,
  file: string,
  request: BootRequest,
): Promise<Result<readonly string[]>> {
  const { value: plan, diagnostics } = await planBoot(compiled, file, request);
  if (!plan) return fail(...diagnostics);
  const requested = possible(request, compiled.table);
  const accelerator = requested === 'auto' ? ((await opensKvm()) ? 'kvm' : 'tcg') : requested;
  return ok([programOf(plan.machine), ...accelArguments(accelerator), ...qemuArguments(plan.guestOf(accelerator))]);
}

function opensKvm(): Promise<boolean> {
  return access('/dev/kvm', constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

function judge(
  table: CpcTable,
  { kernel, machine, vcpus, guestOf }: BootPlan,
  { report, stderr }: Extract<GuestRun, { state: 'reported' }>,
  accelerator: Accelerator,
): Required<Boot> {
  const { cpuModel } = guestOf(accelerator);
  const started = { release: kernel.release, version: kernel.version, accelerator, cpuModel, vcpus };
  const observation = observe(table, report);
  const { diagnostics: unranked, ...ranking } = isVirt(machine)
    ? rankedByCapacity(observation, kernel.release)
    : rankedOf(observation, kernel.release, vcpus);
  const qemuWarnings = warningsIn(stderr);
  const about = { cpuModel, lacksTopoext: lacksTopoext(table, started) };
  const because = unranked.map(({ code }) => code);
  return {
    booted: {
      kernel,
      machine: machineName(machine),
      accelerator,
      cpuModel,
      observation,
      ...ranking,
      because,
      qemuWarnings,
    },
    diagnostics: [...warningProblems(qemuWarnings, about), ...compareBoot(table, observation, started), ...unranked],
  };
}

function failureOf(
  run: Exclude<GuestRun, { state: 'reported' }>,
  accelerator: Accelerator,
  { machine }: BootPlan,
): Diagnostic {
  switch (run.state) {
    case 'missing':
      return diagnostic('boot/no-qemu', undefined, {
        program: programOf(machine),
        package: isVirt(machine) ? machine.row.qemuPackage : 'qemu-system-x86',
      });
    case 'failed':
      return diagnostic('boot/qemu-failed', undefined, { why: run.why });
    case 'no-image':
      return diagnostic('boot/no-grub', undefined, { why: run.why });
    case 'no-scratch':
      return diagnostic('boot/no-temporary-files', undefined, { folder: run.folder, why: run.why, error: run.error });
    case 'silent':
      return diagnostic('boot/no-report', undefined, { accelerator, by: 'itself', why: run.why });
    case 'ended':
      return diagnostic('boot/no-report', undefined, {
        accelerator,
        by: isVirt(machine) && run.by === 'itself' && run.why.includes('Kernel panic') ? 'panic' : run.by,
        why: run.why,
      });
  }
}
