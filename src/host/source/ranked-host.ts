import type { Architecture } from '../../../grammar/machines.js';
import type { Preference, Source } from '../../../grammar/rank-sources.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { ok, type Result } from '../../diagnostics/result.js';
import { hostCores } from '../guest-cores.js';
import { type Chosen, differs } from '../sources.js';
import { type Host, numbersOf } from '../sysfs.js';
import type { Tree } from '../tree.js';
import { chooseSource, sourceNotes } from './choose.js';
import { type HostCore, hostCoresIn, withNumbers } from './host-core.js';
import { levelsFrom } from './levels.js';
import { withPreference } from './prefer.js';

interface RankRequest {
  readonly from: Source | 'auto';
  readonly prefer?: Preference;
  /** The architecture of the guest. */
  readonly architecture: Architecture;
}

/** A host whose numbers are those that a guest gets, and where highest_perf comes from. */
export interface RankedHost {
  readonly host: Host;
  readonly chosen: Chosen;
}

/** Takes highest_perf from the source, and ranks the dies as --prefer asks. */
export function rankedHost(tree: Tree, host: Host, request: RankRequest): Result<RankedHost> {
  if (isRankedByFirmware(host, request)) return ok({ host, chosen: { source: 'cppc', because: 'first' } });
  const cores = hostCoresIn(tree, host);
  const { value: chosen, diagnostics } = chooseSource(host, cores, request.from);
  if (!chosen) return { diagnostics };
  const replaced = chosen.source !== 'cppc';
  const numbers = replaced ? levelsFrom(chosen.source, cores, request.architecture) : [];
  const sourced = withNumbers(host, cores, numbers);
  const notes = [
    ...sourceNotes(host, chosen, cores),
    ...(replaced ? assumedProblems(host, cores, request.architecture) : []),
  ];
  const { prefer, architecture } = request;
  if (prefer === undefined) return ok({ host: sourced, chosen }, notes);
  const preferred = withPreference(sourced, hostCoresIn(tree, sourced), { prefer, architecture });
  if (!preferred.value) return { diagnostics: [...notes, ...preferred.diagnostics] };
  return ok({ host: preferred.value, chosen }, notes);
}

/** Then no other file is read: it would be a dozen for each CPU. */
function isRankedByFirmware(host: Host, { from, prefer }: RankRequest): boolean {
  const cores = hostCores(host).map(([first = 0]) => ({ numbers: numbersOf(host, first) }));
  const known = cores.flatMap(({ numbers }) => (numbers ? [{ numbers }] : []));
  return from === 'auto' && prefer === undefined && differs('cppc', known);
}

/** The keys that no file of the host shows. Arm and RISC-V have nominal_perf = highest_perf anyway. */
function assumedProblems(host: Host, cores: readonly HostCore[], architecture: Architecture): Diagnostic[] {
  const without = cores.find(({ numbers }) => !numbers);
  if (!without) return [];
  const nominal = architecture === 'x86' ? (['nominal_perf'] as const) : [];
  const keys = [...nominal, 'lowest_nonlinear_perf', 'lowest_perf'];
  return [diagnostic('host/levels-assumed', host.placeOfFile(without.threads[0] ?? 0, 'acpi_cppc'), { keys })];
}
