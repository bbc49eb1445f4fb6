import { reportOn } from '../../../host/report/host-report.js';
import { hostProblems } from '../../../host/report/problems.js';
import { readHost } from '../../../host/sysfs.js';
import { filesUnder } from '../../files/host-files.js';
import { withoutAllowed } from '../../terminal/exit.js';
import { printLines } from '../../terminal/print.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { hostToJson } from '../../views/host/host-json.js';
import { hostLines } from '../../views/host/host-lines.js';

export interface HostOptions extends CommonOptions {
  readonly sysfs: string;
}

/** Reports the cores of a host, and then what is wrong with it. */
export async function host(options: HostOptions): Promise<number> {
  const tree = filesUnder(options.sysfs);
  const made = reportOn(tree, readHost(tree));
  const diagnostics = hostProblems(made);
  const lines = hostLines(made, process.stdout.columns);
  if (!options.json && lines.length > 0) {
    const none = withoutAllowed(diagnostics, options).length === 0;
    printLines([...lines, '', ...(none ? ['no problems found'] : [])]);
  }
  return report(options, { diagnostics, texts: new Map(), facts: hostToJson(made) });
}
