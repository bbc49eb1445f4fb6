import { printTable } from '../asl/print.js';
import { type Format, partStem, textFile } from './format.js';

/** The tables as people read them and iasl compiles them, to the same bytes. */
export const ASL: Format = {
  name: 'asl',
  about: 'its commented source, which iasl compiles to the same bytes',
  text: true,
  emit: (compiled, { stem }) =>
    compiled.parts.map(({ tree, notes }, i) => textFile(`${partStem(stem, compiled, i)}.asl`, printTable(tree, notes))),
};
