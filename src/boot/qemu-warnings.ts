import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { linesOf } from './text-lines.js';

const WARNING = 'warning: ';

/** QEMU names each feature that a CPU model lacks; more than these come from a QEMU that misbehaves. */
const MOST_WARNINGS = 200;

const UNSUPPORTED = /^(TCG|host) doesn't support requested feature: (?:CPUID\S+?\.)?(\S+) \[bit \d+\]$/;
const NO_THREADS = /doesn't support hyperthreading/;

/** The warnings that QEMU prints, each once. A warning may go on in a second line without a beginning of its own. */
export function warningsIn(stderr: string): string[] {
  const warnings = new Set<string>();
  let open: string | undefined;
  let more = 0;
  for (const line of linesOf(`${stderr}\n`)) {
    const text = warningIn(line.trim());
    if (open !== undefined) {
      const warning = text === undefined && isSecondLine(line.trim()) ? `${open} ${line.trim()}` : open;
      if (warnings.size < MOST_WARNINGS) warnings.add(warning);
      else if (!warnings.has(warning)) more++;
    }
    open = text;
  }
  return more > 0 ? [...warnings, `${more} more warnings`] : [...warnings];
}

/** The text behind `warning: `, which begins the line or follows a word like `qemu-system-x86_64: `. */
function warningIn(line: string): string | undefined {
  if (line.startsWith(WARNING)) return line.slice(WARNING.length);
  const at = line.lastIndexOf(`: ${WARNING}`);
  return at < 0 ? undefined : line.slice(at + `: ${WARNING}`.length);
}

/** Whether the line does not begin like `qemu-system-x86_64: `. */
function isSecondLine(line: string): boolean {
  const [word = ''] = line.split(' ', 1);
  return line !== '' && !(word.includes('qemu') && word.endsWith(':'));
}

interface Started {
  readonly cpuModel: string;
  /** Whether a note already says that TCG has no topoext. */
  readonly lacksTopoext: boolean;
}

/** QEMU's warnings, without the features of a CPU model that TCG lacks and nobody asked for. */
export function warningProblems(warnings: readonly string[], { cpuModel, lacksTopoext }: Started): Diagnostic[] {
  const features = warnings.flatMap((text): { by: string; name: string }[] => {
    const [, by, name] = UNSUPPORTED.exec(text) ?? [];
    return by === undefined || name === undefined ? [] : [{ by, name }];
  });
  const missing = features.filter(({ by, name }) => by === 'host' || isAskedFor(cpuModel, name));
  const others = warnings.filter((text) => !UNSUPPORTED.test(text) && !(lacksTopoext && NO_THREADS.test(text)));
  const [first] = missing;
  return [
    ...(first
      ? [
          diagnostic('boot/qemu-warning', undefined, {
            text: `${first.by} doesn't support requested feature: ${missing.map(({ name }) => name).join(', ')}`,
          }),
        ]
      : []),
    ...others.map((text) => diagnostic('boot/qemu-warning', undefined, { text })),
  ];
}

/** `EPYC,topoext=on` and `EPYC,+topoext`; QEMU writes names with `-` and accepts `_`. */
function isAskedFor(cpuModel: string, name: string): boolean {
  const [, ...flags] = cpuModel.split(',');
  return flags.some((flag) => flag.replaceAll('_', '-').replace(/^\+|=on$/g, '') === name);
}
