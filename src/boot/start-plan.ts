import type { CpcTable } from '../cpc/ir.js';
import { virtMachine } from '../cpc/machine.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import type { Compiled } from '../emit/format.js';
import { INITRD } from '../emit/initrd.js';
import { smpValue } from '../emit/qemu.js';
import type { Guest } from './guest.js';
import { findBusybox } from './parts/busybox.js';
import { findDriver } from './parts/driver.js';
import { findFirmware } from './parts/firmware.js';
import { findGrub } from './parts/grub-image.js';
import { chooseKernel, isFolder, type Kernel } from './parts/kernel.js';
import { bootWords, cpuModelOf, limitProblems, planProblems, topologyProblems } from './plan.js';
import type { GuestMachine, PcMachine } from './platform.js';
import type { Accelerator } from './qemu.js';

/** The options of a boot. */
export interface BootRequest {
  readonly kernel?: string;
  readonly accelerator: Accelerator | 'auto';
  /** Of an x86 guest; others are in the machine of their spec. */
  readonly machine: PcMachine;
  readonly cpuModel?: string;
  readonly append?: string;
  readonly vcpus?: number;
  readonly busyLoops?: number;
  readonly timeoutSeconds?: number;
  /** A static busybox of the guest's architecture. */
  readonly busybox?: string;
  /** EDK2 for a guest of Arm or RISC-V. */
  readonly firmware?: string;
  /** The tables are in the initrd, not in QEMU's firmware. */
  readonly byInitrd: boolean;
}

/** What a guest is started with, for an accelerator. */
export interface BootPlan {
  readonly kernel: Kernel;
  readonly machine: GuestMachine;
  readonly vcpus: number;
  readonly guestOf: (accelerator: Accelerator) => Guest;
  /** Notes about what the guest lacks. */
  readonly notes: readonly Diagnostic[];
}

/** More loops show little more, and each takes about a second. */
const DEFAULT_BUSY_LOOPS = 3;

/** Seconds for a guest with its firmware: EDK2 starts slowly under TCG. */
const DEFAULT_SECONDS = { pc: 120, virt: 180 } as const;

/** Finds everything that the guest is made of; a failure lists all that is missing. */
export async function planBoot(compiled: Compiled, file: string, request: BootRequest): Promise<Result<BootPlan>> {
  const { table } = compiled;
  const vcpus = request.vcpus ?? table.processors.length;
  const parts = await partsOf(table, request);
  const problems = [
    ...planProblems(table, file),
    ...topologyProblems(table, vcpus, file),
    ...(parts.machine === undefined ? [] : await limitProblems(vcpus, parts.machine, file)),
    ...parts.problems,
  ];
  const { kernel, busybox, machine } = parts;
  if (problems.length > 0 || !kernel || busybox === undefined || machine === undefined) return fail(...problems);
  const isPc = typeof machine === 'string';
  const fixed = {
    ...tablesOf(compiled, isPc ? request.byInitrd : machine.grub === undefined),
    kernel: kernel.file,
    busybox,
    machine,
    words: [...bootWords(kernel.release, table), ...(request.append === undefined ? [] : [request.append])],
    vcpus,
    smp: smpValue(table, vcpus),
    busyLoops: request.busyLoops ?? defaultLoops(table, vcpus),
    timeoutSeconds: request.timeoutSeconds ?? DEFAULT_SECONDS[isPc ? 'pc' : 'virt'],
  };
  const guestOf = (accelerator: Accelerator): Guest => ({
    ...fixed,
    accelerator,
    cpuModel: cpuModelOf(table, request.cpuModel, accelerator, vcpus),
  });
  return ok({ kernel, machine, vcpus, guestOf, notes: parts.notes });
}

interface Parts {
  readonly kernel: Kernel | undefined;
  readonly busybox: string | undefined;
  readonly machine: GuestMachine | undefined;
  readonly problems: readonly Diagnostic[];
  readonly notes: readonly Diagnostic[];
}

/** The files of the guest. A folder of `--kernel` may be the root of a system, which then has the other files, too. */
async function partsOf({ architecture, machine }: CpcTable, request: BootRequest): Promise<Parts> {
  const root = request.kernel !== undefined && (await isFolder(request.kernel)) ? request.kernel : undefined;
  const kernel = await chooseKernel(request.kernel, architecture);
  const ofRoot = architecture === 'x86' || root === undefined ? {} : { root };
  const busybox = await findBusybox({
    architecture,
    ...ofRoot,
    ...(request.busybox !== undefined && { requested: request.busybox }),
  });
  const noBusybox = { architecture, requested: request.busybox !== undefined, refused: busybox.refused };
  const virt = virtMachine(machine);
  const started = virt ? await virtStart(virt, kernel.value, root, request) : { machine: request.machine };
  return {
    kernel: kernel.value,
    busybox: busybox.file,
    machine: started.machine,
    problems: [
      ...kernel.diagnostics,
      ...(busybox.file === undefined ? [diagnostic('boot/no-busybox', undefined, noBusybox)] : []),
      ...('problems' in started ? started.problems : []),
    ],
    notes: 'notes' in started ? started.notes : [],
  };
}

type VirtParts = Pick<Parts, 'machine' | 'problems' | 'notes'>;

async function virtStart(
  row: NonNullable<ReturnType<typeof virtMachine>>,
  kernel: Kernel | undefined,
  root: string | undefined,
  request: BootRequest,
): Promise<VirtParts> {
  const firmware = await findFirmware(row, request.firmware, root);
  const driver = kernel && (await findDriver(kernel));
  const noDriver =
    kernel && driver === undefined ? [diagnostic('boot/no-driver', undefined, { version: kernel.version })] : [];
  if (firmware === undefined) {
    const facts = { requested: request.firmware, package: row.package, architecture: row.architecture };
    return { machine: undefined, problems: [diagnostic('boot/no-firmware', undefined, facts)], notes: noDriver };
  }
  const grub = row.format === 'grub' ? await findGrub(root) : undefined;
  if (row.format === 'grub' && grub === undefined)
    return { machine: undefined, problems: [diagnostic('boot/no-grub', undefined, {})], notes: noDriver };
  const files = { ...(driver !== undefined && { driver }), ...(grub !== undefined && { grub }) };
  return { machine: { row, firmware, ...files }, problems: [], notes: noDriver };
}

function defaultLoops({ processors }: CpcTable, vcpus: number): number {
  const cores = new Set(processors.map(({ core }) => core)).size;
  return Math.min(DEFAULT_BUSY_LOOPS, cores, vcpus);
}

function tablesOf(compiled: Compiled, byInitrd: boolean): Pick<Guest, 'tables' | 'initrdPrefix'> {
  if (!byInitrd) return { tables: compiled.parts.map(({ aml }) => aml) };
  const [archive] = INITRD.emit(compiled, { stem: 'table' }, []);
  return { tables: [], ...(archive && { initrdPrefix: archive.content }) };
}
