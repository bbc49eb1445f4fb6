import { SOURCES, type Source } from '../../../grammar/rank-sources.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../../diagnostics/result.js';
import { writeCpuset } from '../../spec/cpuset.js';
import { highestOf } from '../cppc-files.js';
import { bestSource, type Chosen, differs, isKnown, rankValue } from '../sources.js';
import { type Host, withLevels } from '../sysfs.js';
import type { HostCore } from './host-core.js';

/** The file of sysfs that has the numbers of a source. */
const SOURCE_FILES: Readonly<Record<Source, string>> = {
  cppc: 'acpi_cppc/highest_perf',
  prefcore: 'cpufreq/amd_pstate_prefcore_ranking',
  capacity: 'cpu_capacity',
  'max-freq': 'cpufreq/cpuinfo_max_freq',
};

/** The source that --from names, or the first by which the cores differ. */
export function chooseSource(host: Host, cores: readonly HostCore[], from: Source | 'auto'): Result<Chosen> {
  if (from !== 'auto' && from !== 'cppc') return namedSource(host, cores, from);
  const source = from === 'auto' ? bestSource(cores) : from;
  if (source === undefined || source === 'cppc' || !differs(source, cores))
    return firmwareOf(host, from === 'cppc' ? 'asked' : 'first', knownSources(cores));
  const [known] = cores.flatMap(({ numbers }) => numbers ?? []);
  return ok(known ? { source, because: 'equal', equal: highestOf(known) } : { source, because: 'missing' });
}

function firmwareOf(host: Host, because: Chosen['because'], others: readonly Source[] = []): Result<Chosen> {
  const { value, diagnostics } = withLevels(host, others);
  return value ? ok({ source: 'cppc', because }) : { diagnostics };
}

function namedSource(host: Host, cores: readonly HostCore[], source: Source): Result<Chosen> {
  const without = cores.filter((core) => rankValue(source, core) === undefined);
  const [first] = without;
  if (cores.length === 0) return firmwareOf(host, 'asked');
  if (!first) return ok({ source, because: 'asked' });
  const facts = {
    file: fileName(source),
    cpus: writeCpuset(without.flatMap(({ threads }) => threads).sort((a, b) => a - b)),
    others: knownSources(cores),
  };
  return fail(diagnostic('host/source-missing', host.placeOfFile(first.threads[0] ?? 0, SOURCE_FILES[source]), facts));
}

function knownSources(cores: readonly HostCore[]): Source[] {
  return SOURCES.filter((one) => isKnown(one, cores));
}

export function fileName(source: Source): string {
  return source === 'cppc' ? 'acpi_cppc' : SOURCE_FILES[source].replace(/^.*\//, '');
}

/** Where highest_perf is not that of the firmware although nobody asked for it. */
export function sourceNotes(host: Host, { source, because, equal }: Chosen, cores: readonly HostCore[]): Diagnostic[] {
  if (because === 'asked' || because === 'first') return [];
  const place = host.placeOfFile(cores[0]?.threads[0] ?? 0, SOURCE_FILES[source]);
  return [diagnostic('host/source', place, { file: fileName(source), cores: cores.length, ...(equal && { equal }) })];
}
