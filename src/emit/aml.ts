import { type Format, partStem } from './format.js';

/** The tables as firmware and hypervisors load them. */
export const AML: Format = {
  name: 'aml',
  about: 'the table, as -acpitable takes it',
  text: false,
  emit: (compiled, { stem }) =>
    compiled.parts.map(({ aml }, i) => ({ file: `${partStem(stem, compiled, i)}.aml`, content: aml })),
};
