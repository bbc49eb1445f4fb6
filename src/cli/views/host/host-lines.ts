import { CPC_LEVELS } from '../../../../grammar/cpc.js';
import type { HostReport, ReportedCore } from '../../../host/report/host-report.js';
import { type Column, columns } from '../columns.js';

/** A row per core. */
export function hostLines({ cores }: HostReport): string[] {
  const column = (title: string, of: (core: ReportedCore) => unknown): Column<ReportedCore> => ({
    title,
    align: 'right',
    cell: (core) => String(of(core) ?? '-'),
  });
  const all = [
    column('core', ({ core }) => core),
    column('threads', ({ threads }) => threads.join(',')),
    ...CPC_LEVELS.map((key) => column(key.replace(/_perf$/, ''), ({ numbers }) => numbers?.get(key))),
    column('rank', ({ rank }) => rank),
  ];
  return columns(all, cores);
}
