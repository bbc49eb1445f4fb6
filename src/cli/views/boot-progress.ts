import type { Watcher } from '../../boot/boot.js';
import { loopsBegun } from '../../boot/report.js';
import { count } from '../../diagnostics/words.js';

/** A progress line on a terminal; nothing elsewhere. */
export function bootProgress(stream: NodeJS.WriteStream): Watcher & { readonly end: () => void } {
  if (!stream.isTTY) return { starts: () => {}, reports: () => {}, end: () => {} };
  const begun = process.hrtime.bigint();
  let about = '';
  let stage = '';
  const show = () => {
    const seconds = Number((process.hrtime.bigint() - begun) / 1_000_000_000n);
    stream.write(`\r\u001b[K${about}: ${stage}, ${seconds} s`);
  };
  return {
    starts: ({ version }, accelerator) => {
      about = `Linux ${version} in QEMU (${accelerator.toUpperCase()})`;
      stage = 'boots';
      show();
    },
    reports: (raw) => {
      const loops = loopsBegun(raw);
      stage = loops === undefined ? (raw === '' ? 'boots' : 'reads the tables') : `runs ${count(loops, 'busy loop')}`;
      show();
    },
    end: () => void stream.write('\r\u001b[K'),
  };
}
