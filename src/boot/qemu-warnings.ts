import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';

const WARNING = /^(?:\S*qemu\S*: )?(?:.*: )?warning: (.*)$/;
const UNSUPPORTED = /^(TCG|host) doesn't support requested feature: (?:CPUID\S+?\.)?(\S+) \[bit \d+\]$/;
const NO_THREADS = /doesn't support hyperthreading/;

/** The warnings that QEMU prints, each once. A warning may go on in a second line without a beginning of its own. */
export function warningsIn(stderr: string): string[] {
  const warnings: string[] = [];
  let open = false;
  for (const line of stderr.split('\n').map((one) => one.trim())) {
    const [, text] = WARNING.exec(line) ?? [];
    if (text !== undefined) warnings.push(text);
    else if (open && line !== '' && !/^\S*qemu\S*: /.test(line)) warnings.push(`${warnings.pop()} ${line}`);
    open = text !== undefined;
  }
  return [...new Set(warnings)];
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
