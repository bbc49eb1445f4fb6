// What is wrong with a host, or worth knowing, with what to do.

import { CPPC_DRIVER } from '../../../grammar/linux.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { groupBy } from '../../diagnostics/group-by.js';
import { writeCpuset } from '../../spec/cpuset.js';
import { siblingProblems } from '../core-rules.js';
import { highestOf } from '../cppc-files.js';
import { unreadProblems } from '../numbers.js';
import { withLevels } from '../sysfs.js';
import { cacheProblems } from './cache-rules.js';
import type { HostReport } from './host-report.js';

export function hostProblems(report: HostReport): Diagnostic[] {
  const { host, cores } = report;
  if (cores.length === 0) return [...withLevels(host).diagnostics];
  return [
    ...levelProblems(report),
    ...equalProblems(report),
    ...siblingProblems(
      host,
      cores.map(({ threads }) => threads),
    ),
    ...unreadFiles(report),
    ...cacheProblems(report),
    ...offlineNotes(report),
    ...schedulerNotes(report),
  ];
}

/** Cores without levels: of all of them, or of some. */
function levelProblems({ host, cores, source }: HostReport): Diagnostic[] {
  const cpus = [...host.online.values()];
  const [first] = cpus;
  const none = cpus.every(({ absent }) => absent);
  if (!none || !first) return unreadProblems(host, cpus);
  const facts = {
    cpus: writeCpuset(cpus.map(({ cpu }) => cpu)),
    all: { x86: host.architecture === undefined || host.architecture === 'x86', ...insteadOf(cores, source) },
  };
  return [diagnostic('host/cpu-without-cppc', host.placeOfFile(first.cpu, 'acpi_cppc'), facts)];
}

/** The source that ranks the cores where acpi_cppc does not. */
function insteadOf(cores: HostReport['cores'], source: HostReport['source']) {
  const ranks = new Set(cores.flatMap(({ rank }) => rank ?? []));
  return source && source !== 'cppc' && ranks.size > 1 ? { instead: source } : {};
}

function equalProblems({ host, cores, source }: HostReport): Diagnostic[] {
  const levels = cores.flatMap(({ numbers }) => (numbers ? [highestOf(numbers)] : []));
  const [value] = levels;
  if (value === undefined || levels.length < 2 || levels.some((one) => one !== value)) return [];
  const [first = 0] = cores[0]?.threads ?? [];
  const facts = { cores: levels.length, value, ...insteadOf(cores, source) };
  return [diagnostic('host/all-equal', host.placeOfFile(first, 'acpi_cppc/highest_perf'), facts)];
}

/** Files beside acpi_cppc, one diagnostic for each reason. */
function unreadFiles({ host, cores, unread }: HostReport): Diagnostic[] {
  const ofCores = cores.flatMap((core) => core.unread.map((one) => ({ ...one, cpu: core.threads[0] ?? 0 })));
  const groups = [...groupBy(ofCores, ({ file, why }) => `${file} ${why}`).values()];
  return [
    ...groups.flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const cpus = writeCpuset(group.map(({ cpu }) => cpu));
      return [diagnostic('host/file-unread', host.placeOfFile(first.cpu, first.file), { ...first, cpus })];
    }),
    ...unread.map(({ file, why }) => {
      const place = { file: file.startsWith('proc/') ? file : `${host.folder}/${file}` };
      return diagnostic('host/file-unread', place, { file, why });
    }),
  ];
}

function offlineNotes({ host }: HostReport): Diagnostic[] {
  const [first] = host.offline;
  if (first === undefined) return [];
  return [diagnostic('host/offline', host.placeOfFile(first), { cpus: writeCpuset([...host.offline]), first })];
}

function schedulerNotes({ host, cores, scheduler, drivers, source }: HostReport): Diagnostic[] {
  const { ranks, because } = scheduler;
  const different = new Set(cores.flatMap(({ rank }) => rank ?? [])).size > 1;
  const place = { file: host.folder };
  if (ranks === undefined) return [diagnostic('host/ranks-unknown', place, { because })];
  if (ranks || !different || source === undefined) return [];
  return [diagnostic('host/not-ranked', place, { because, advice: adviceFor(drivers, host) })];
}

function adviceFor(drivers: readonly string[], { architecture, vendor }: HostReport['host']) {
  if (drivers.includes(CPPC_DRIVER)) return 'boost';
  if (architecture !== undefined && architecture !== 'x86') return 'none';
  return vendor === 'amd' || vendor === 'intel' ? vendor : 'none';
}
