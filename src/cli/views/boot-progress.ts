import type { Watcher } from '../../boot/boot.js';
import { loopsBegun } from '../../boot/report.js';
import { count, printable } from '../../diagnostics/words.js';

/** A line of the report that begins a busy loop may come in two pieces. */
const LONGEST_MARK = 40;

/** A progress line on a terminal; nothing elsewhere. */
export function bootProgress(stream: NodeJS.WriteStream): Watcher & { readonly end: () => void } {
  if (!stream.isTTY) return { starts: () => {}, reports: () => {}, end: () => {} };
  const begun = process.hrtime.bigint();
  let about = '';
  let stage = '';
  let tail = '';
  const show = () => {
    const seconds = Number((process.hrtime.bigint() - begun) / 1_000_000_000n);
    stream.write(`\r\u001b[K${about}: ${stage}, ${seconds} s`);
  };
  return {
    starts: ({ version }, accelerator) => {
      about = `Linux ${printable(version)} in QEMU (${accelerator.toUpperCase()})`;
      stage = 'boots';
      show();
    },
    reports: (added) => {
      const loops = loopsBegun(`${tail}${added}`);
      tail = `${tail}${added}`.slice(-LONGEST_MARK);
      if (loops !== undefined) stage = `runs ${count(loops, 'busy loop')}`;
      else if (stage === 'boots' && added !== '') stage = 'reads the tables';
      show();
    },
    end: () => void stream.write('\r\u001b[K'),
  };
}
