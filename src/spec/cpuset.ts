import { MOST_HOST_THREADS } from '../../grammar/spec-keys.js';

/** The numbers of a cpuset as libvirt writes it (`1-4,^2,6`), in the order of the text; or why it is none. */
export function readCpuset(text: string): number[] | { readonly why: string } {
  const threads = new Set<number>();
  for (const part of text.split(',').map((word) => word.trim())) {
    const [, not, first, last] = /^(\^?)(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (first === undefined)
      return { why: `\`${part}\` is neither a number, a range like 0-7, nor an exclusion like ^3` };
    const from = Number(first);
    const to = Number(last ?? first);
    if (to >= MOST_HOST_THREADS)
      return { why: `host threads are numbered below ${MOST_HOST_THREADS}; this says ${to}` };
    if (to < from) return { why: `the range ${part} runs backwards` };
    for (let thread = from; thread <= to; thread++) not ? threads.delete(thread) : threads.add(thread);
  }
  return threads.size > 0 ? [...threads] : { why: 'it leaves no host thread' };
}
