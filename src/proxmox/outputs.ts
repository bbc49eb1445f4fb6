import { QEMU_CPU_TYPE } from '../../grammar/enlightenments.js';
import { QM_TABLE_FOLDER } from '../../grammar/proxmox.js';
import type { CpcTable } from '../cpc/ir.js';
import { type Diagnostic, diagnostic, hasErrors } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import { cpuProperties } from '../emit/cpu-flags.js';
import { type Compiled, type Output, type Placement, textFile } from '../emit/format.js';
import { PROXMOX } from '../emit/formats.js';
import { cpuValue, lacksMachine, lacksPath, qemuOptions, smpValue } from '../emit/qemu.js';
import { flagName } from '../hyperv/enlightenments.js';
import { type QemuOption, qemuFlags } from '../hyperv/qemu-flags.js';
import type { QmConfig } from './config.js';
import { hookscript, hookscriptName } from './hookscript.js';
import { mergeArgs, optionsOf } from './merge-args.js';
import { changeNotes, vmProblems } from './rules.js';
import { splitArgs } from './words.js';

const FORMAT = PROXMOX.name;

interface Made {
  readonly outputs: readonly Output[];
  /** The VM with the merged line. */
  readonly merged: QmConfig;
}

/** The `args:` line of the VM with the options of the spec, and the hookscript that pins its vCPUs. */
export function proxmoxOutputs(compiled: Compiled, given: Placement, vm: QmConfig): Result<Made> {
  const placement = { ...given, tablePath: given.tablePath ?? QM_TABLE_FOLDER };
  const { table, hyperv } = compiled;
  const lacks = whyNot(table, given, placement);
  if (lacks) return fail(lacks);
  const line = vm.options.get('args')?.value ?? '';
  const off = hyperv.off.map((key) => `${QEMU_CPU_TYPE}.${flagName(key)}`);
  const merged = mergeArgs(line, vm.args, optionsFor(compiled, placement, vm), { stem: placement.stem, off });
  const problems = [...vmProblems(vm, compiled, placement), ...changeNotes(vm, merged.changes)];
  if (hasErrors(problems)) return { diagnostics: problems };
  const files = [
    textFile(`${placement.stem}.proxmox.args`, `${merged.text}\n`),
    textFile(hookscriptName(placement.stem), hookscript(table, placement.stem, vm.vcpus.current)),
  ];
  const outputs = files.map((file) => ({ format: FORMAT, ...file }));
  return ok({ outputs, merged: withArgs(vm, merged) }, problems);
}

function withArgs(vm: QmConfig, { text, originalOf }: ReturnType<typeof mergeArgs>): QmConfig {
  const before = vm.options.get('args');
  const place = vm.placeOf('args');
  const placeAt = (index: number) => {
    const at = originalOf(index);
    return before && at !== undefined ? before.placeAt(at) : place;
  };
  const args = { key: 'args', value: text, line: before?.line ?? 0, place, placeAt };
  return { ...vm, options: new Map(vm.options).set('args', args), args: splitArgs(text) ?? [] };
}

function whyNot(table: CpcTable, given: Placement, placement: Placement): Diagnostic | undefined {
  const lack = lacksMachine(table) ?? lacksAbsolutePath(table, given) ?? lacksPath(table, placement);
  if (lack === undefined) return undefined;
  const ofPath =
    given.tablePath !== undefined && (lacksPath(table, { stem: given.stem }) ?? lacksMachine(table)) === undefined;
  const reason = typeof lack === 'string' ? { why: lack } : lack;
  return diagnostic('emit/unavailable', undefined, {
    format: FORMAT,
    ...reason,
    ...(ofPath && { option: '--table-path' }),
  });
}

/** Proxmox starts QEMU in a folder that depends on who starts the VM. */
function lacksAbsolutePath({ layout }: CpcTable, { tablePath = '/' }: Placement): string | undefined {
  if (layout === 'acpi-cppc' || tablePath.startsWith('/')) return undefined;
  return `Proxmox needs an absolute path, not "${tablePath}"`;
}

/** Never a `-cpu`, which would replace the one of Proxmox: the flags of the spec are properties that add to it. */
function optionsFor(compiled: Compiled, placement: Placement, vm: QmConfig): QemuOption[] {
  const { table, hyperv } = compiled;
  const properties = cpuProperties(cpuValue(table, hyperv, placement.qemu));
  return [
    ...smpOption(table, vm),
    ...properties.map((property): QemuOption => ['-global', `${QEMU_CPU_TYPE}.${property}`]),
    ...qemuFlags(hyperv.on, placement.qemu).options,
    ...qemuOptions(compiled, placement),
  ];
}

/** Proxmox has no threads. Of two -smp, QEMU takes each key from the last one that has it, so ours is complete. */
function smpOption(table: CpcTable, { args, vcpus, cpuHotplug, sockets, cores: perSocket }: QmConfig): QemuOption[] {
  const value = smpValue(table);
  const isSet = optionsOf(args).some(({ option }) => option === '-smp');
  const cores = table.processors.length;
  const isPlain = [`${cores}`, `${cores},sockets=1,cores=${cores},threads=1`].includes(value);
  if (!isSet && isPlain) return [];
  // Proxmox adds the other vCPUs as devices, to its own sockets.
  if (cpuHotplug) return [['-smp', `1,sockets=${sockets},cores=${perSocket},threads=1,maxcpus=${vcpus.maximum}`]];
  return [['-smp', `${value.replace(/^\d+/, String(vcpus.current))},maxcpus=${vcpus.maximum}`]];
}
