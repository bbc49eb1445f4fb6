import { type Booted, bootCommand, bootSpec } from '../../../boot/boot.js';
import type { BootRequest } from '../../../boot/start-plan.js';
import { type Diagnostic, diagnostic } from '../../../diagnostics/diagnostic.js';
import type { Compiled } from '../../../emit/format.js';
import { shellWord } from '../../../emit/qemu.js';
import { releaseText } from '../../../versions/release.js';
import { type CompiledSource, compileFile } from '../../files/compile-file.js';
import { SCHEMAS } from '../../terminal/json.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { type BootProblems, bootLines } from '../../views/boot-lines.js';
import { bootProgress } from '../../views/boot-progress.js';
import { guestFacts } from '../../views/observe/json.js';

export interface BootOptions extends CommonOptions {
  readonly variant?: string;
  readonly kernel?: string;
  readonly accel: BootRequest['accelerator'];
  readonly machine: BootRequest['machine'];
  readonly cpu?: string;
  readonly append?: string;
  readonly smp?: number;
  readonly busy?: number;
  readonly timeout?: number;
  readonly busybox?: string;
  readonly firmware?: string;
  readonly initrd?: true;
  readonly require?: 'ranked';
  readonly printCommand?: true;
}

/** Boots a temporary Linux guest with the tables of a spec, and shows the values that it reads beside the spec's. */
export async function boot(path: string, options: BootOptions): Promise<number> {
  const { input, compiled, diagnostics, texts } = await compileFile(path, options);
  if (!input || !compiled) return report(options, { diagnostics, texts, facts: factsOf(undefined, false) });
  if (options.printCommand) return printCommand(compiled, input.name, options, { diagnostics, texts });
  const progress = bootProgress(process.stderr);
  const { booted, diagnostics: observed } = await bootSpec(compiled, input.name, requestOf(options), progress);
  progress.end();
  const found = [...observed, ...requirementProblems(booted, options)];
  const ok = booted !== undefined && found.every(({ severity }) => severity !== 'error');
  return report(options, {
    diagnostics: [...diagnostics, ...found],
    texts,
    lines: booted ? bootLines(booted, booted.machine, problemsOf(found), process.stdout.columns) : [],
    facts: factsOf(booted, ok),
  });
}

function problemsOf(found: readonly Diagnostic[]): BootProblems {
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return 'none';
  return errors.every(({ code }) => code === 'boot/required-ranked') ? 'ranking' : 'values';
}

/** `--require ranked`: whatever else the guest did, its scheduler has to prefer better cores. */
function requirementProblems(booted: Booted | undefined, { require }: BootOptions): Diagnostic[] {
  if (!booted || require === undefined || booted.ranked === true) return [];
  return [diagnostic('boot/required-ranked', undefined, { ranked: booted.ranked })];
}

/** Prints how QEMU would be started, and starts nothing. */
async function printCommand(
  compiled: Compiled,
  file: string,
  options: BootOptions,
  { diagnostics, texts }: Pick<CompiledSource, 'diagnostics' | 'texts'>,
): Promise<number> {
  const { value: words, diagnostics: found } = await bootCommand(compiled, file, requestOf(options));
  return report(options, {
    diagnostics: [...diagnostics, ...found],
    texts,
    lines: words ? [`${words.map(shellWord).join(' ')}\n`, ...commandFiles(compiled)] : [],
    facts: { schema: SCHEMAS.boot, command: words ?? null },
  });
}

/** What the files are that the command names without a folder. */
function commandFiles({ table: { architecture } }: Compiled): string[] {
  const files = {
    x86: '`initrd`, `table-1.aml` and `report` are',
    aarch64: '`initrd`, which begins with the tables, and `report` are',
    riscv64: '`grub.efi`, an image of GRUB with kernel, initrd and tables, `variables.fd` and `report` are',
  };
  return [
    `${files[architecture]} in a temporary folder while \`boot\` runs.`,
    '`build --emit aml` writes the table.',
    'The initrd has a static busybox and an init that reads /sys and writes to the second serial line.',
  ];
}

function requestOf({ kernel, accel, machine, cpu, append, smp, busy, timeout, ...options }: BootOptions): BootRequest {
  return {
    accelerator: accel,
    machine,
    byInitrd: options.initrd === true,
    ...(timeout !== undefined && { timeoutSeconds: timeout }),
    ...(options.busybox !== undefined && { busybox: options.busybox }),
    ...(options.firmware !== undefined && { firmware: options.firmware }),
    ...(kernel !== undefined && { kernel }),
    ...(cpu !== undefined && { cpuModel: cpu }),
    ...(append !== undefined && { append }),
    ...(smp !== undefined && { vcpus: smp }),
    ...(busy !== undefined && { busyLoops: busy }),
  };
}

function factsOf(booted: Booted | undefined, ok: boolean): Record<string, unknown> {
  if (!booted) return { schema: SCHEMAS.boot, ok, ...NOT_BOOTED };
  const { kernel, accelerator, cpuModel, observation, ranked, because, itmt, qemuWarnings } = booted;
  return {
    schema: SCHEMAS.boot,
    ok,
    ranked: ranked ?? null,
    because,
    system: 'linux',
    release: releaseText(kernel.release),
    kernel: kernel.version,
    accelerator,
    cpu_model: cpuModel,
    ...guestFacts(observation, itmt),
    qemu_warnings: qemuWarnings,
  };
}

/** The same keys without a guest. */
const NOT_BOOTED = {
  ranked: null,
  because: [],
  system: 'linux',
  release: null,
  kernel: null,
  processors: [],
  driver: null,
  ranking: null,
  itmt: null,
  capacity: null,
  boost: null,
  busy: [],
  log: [],
  log_left_out: 0,
  qemu_warnings: [],
};
