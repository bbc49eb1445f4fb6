import { reportOn } from '../../../host/report/host-report.js';
import { readHost } from '../../../host/sysfs.js';
import { filesUnder } from '../../files/host-files.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { hostToJson } from '../../views/host/host-json.js';
import { hostLines } from '../../views/host/host-lines.js';

export interface HostOptions extends CommonOptions {
  readonly sysfs: string;
}

/** Reports the cores of a host. */
export async function host(options: HostOptions): Promise<number> {
  const tree = filesUnder(options.sysfs);
  const found = readHost(tree);
  const made = reportOn(tree, found);
  return report(options, {
    diagnostics: [],
    texts: new Map(),
    lines: hostLines(made),
    facts: hostToJson(made),
  });
}
