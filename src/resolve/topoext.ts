// QEMU shows threads to guests on AMD CPUs through CPUID 8000_001E, which needs the flag topoext. `-cpu host` does not set it
// by itself, and on Intel hosts libvirt refuses to start a domain that requires it.

import { TOPOEXT } from '../../grammar/cpu-models.js';
import { flagOf } from '../cpc/cpu-model.js';
import type { CpcTable } from '../cpc/ir.js';
import { threadsPerCore } from '../cpc/topology.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import type { Spec } from '../spec/spec.js';
import type { Settings } from './settings.js';

/** What the CPU gets: true for `topoext=on`, false for `topoext=off`, undefined for nothing. */
export function topoextOf(
  { machine, topoext, vendor, cpuModel }: Settings,
  processors: CpcTable['processors'],
): boolean | undefined {
  if (machine !== 'qemu' || flagOf(cpuModel, TOPOEXT) !== undefined) return undefined;
  if (topoext !== 'auto') return topoext;
  return vendor === 'amd' && hasThreads(processors) ? true : undefined;
}

function hasThreads(processors: CpcTable['processors']): boolean {
  return (threadsPerCore({ processors }) ?? 1) > 1;
}

export function topoextProblems(table: CpcTable, spec: Spec): Diagnostic[] {
  const { machine, vendor, cpuModel } = table;
  const given = spec.guest.topoext ?? 'auto';
  const place = { file: spec.file, path: ['guest', 'topoext'] };
  if (spec.unreadable(place.path)) return [];
  if (machine !== 'qemu')
    return given === 'auto' ? [] : [diagnostic('resolve/topoext-other-machine', place, { machine })];
  if (given === true && vendor === 'intel') return [diagnostic('resolve/topoext-intel', place, { cpuModel })];
  const threads = threadsPerCore(table) ?? 1;
  if (threads < 2 || vendor === 'intel') return [];
  const [flag, known] = [flagOf(cpuModel, TOPOEXT), vendor !== undefined];
  if (flag === false)
    return [
      diagnostic('resolve/topoext-off', { ...place, path: ['guest', 'cpu_model'] }, { threads, known, cpuModel }),
    ];
  if (flag) return [];
  if (given === false) return [diagnostic('resolve/topoext-off', place, { threads, known })];
  if (given === 'auto' && vendor === undefined)
    return [diagnostic('resolve/topoext-unknown', threadsPlace(spec), { cpuModel, threads })];
  return [];
}

/** The key that gives the cores their threads. */
function threadsPlace({ file, guest, cores }: Spec): Place {
  const own = cores.find(({ threads, vcpus }) => threads !== undefined || vcpus !== undefined);
  if (guest.threads_per_core !== undefined || !own) return { file, path: ['guest', 'threads_per_core'] };
  return { file, path: [...own.at, own.threads === undefined ? 'vcpus' : 'threads'] };
}
