import { COLLECT_SCRIPT } from '../../../host/report/collect-script.js';
import { type HostReport, reportOn } from '../../../host/report/host-report.js';
import { hostProblems } from '../../../host/report/problems.js';
import { readHost } from '../../../host/sysfs.js';
import { filesUnder } from '../../files/host-files.js';
import { replaceFile } from '../../files/replace-file.js';
import { EXIT, withoutAllowed } from '../../terminal/exit.js';
import { printLines } from '../../terminal/print.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { hostToJson } from '../../views/host/host-json.js';
import { hostLines } from '../../views/host/host-lines.js';
import { hostPicture } from '../../views/picture/host-picture.js';

export interface HostOptions extends CommonOptions {
  readonly sysfs: string;
  readonly svg?: string;
  readonly script?: true;
}

/** Reports the cores of a host, and then what is wrong with it. */
export async function host(options: HostOptions): Promise<number> {
  if (options.script) {
    process.stdout.write(COLLECT_SCRIPT);
    return EXIT.ok;
  }
  const tree = filesUnder(options.sysfs);
  const made = reportOn(tree, readHost(tree));
  const diagnostics = hostProblems(made);
  if (options.svg !== undefined && made.cores.length > 0) return draw(made, options, options.svg);
  if (!options.json) printReport(made, withoutAllowed(diagnostics, options).length === 0);
  return report(options, { diagnostics, texts: new Map(), facts: hostToJson(made) });
}

function printReport(made: HostReport, clean: boolean): void {
  const lines = hostLines(made, process.stdout.columns);
  if (lines.length > 0) printLines([...lines, '', ...(clean ? ['no problems found'] : [])]);
}

/** The picture instead of the table. */
async function draw(made: HostReport, options: HostOptions, file: string): Promise<number> {
  const picture = hostPicture(made);
  const toOutput = file === '-';
  const failures = toOutput ? [] : replaceFile(file, picture, '--svg FILE');
  const written = !toOutput && failures.length === 0;
  if (toOutput) process.stdout.write(picture);
  return report(options, {
    diagnostics: [...hostProblems(made), ...failures],
    texts: new Map(),
    lines: written ? [`Written: ${file} (${Buffer.byteLength(picture)} bytes)`] : [],
    facts: { file: written ? file : null, ...hostToJson(made) },
  });
}

/** The reason for a usage error, if any. */
export function hostUsageProblem({ svg, json, script, sysfs }: HostOptions): string | undefined {
  if (svg === '-' && json) return '--svg - cannot be combined with --json: both write to standard output';
  const other = json ? '--json' : svg !== undefined ? '--svg' : sysfs !== '/sys' ? '--sysfs' : undefined;
  return script && other ? `--script cannot be combined with ${other}: the script runs on another host` : undefined;
}
