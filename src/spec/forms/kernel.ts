import { KERNEL_RELEASE } from '../../../grammar/linux.js';
import { kernelRelease } from '../../versions/release.js';
import { keyOf, reject, wrongType } from '../reading.js';
import { stringText } from '../toml-text.js';
import type { Form } from './form.js';

const WORDS = ['a release of Linux such as "6.1"', 'what `uname -r` prints on the host'];

/** A release of Linux. */
export const kernel: Form<'kernel'> = {
  read(reading, value, path) {
    if (typeof value !== 'string') return wrongType(reading, value, path, 'a string');
    if (kernelRelease(value)) return value;
    return reject(reading, 'spec/not-one-of', path, { key: keyOf(path), value: JSON.stringify(value), of: WORDS });
  },
  write: stringText,
  schema: () => ({ type: 'string', pattern: KERNEL_RELEASE }),
  words: () => WORDS.join(', or '),
};
