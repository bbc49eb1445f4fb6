import { hex } from '../diagnostics/words.js';
import { type CompiledPart, type Format, partStem, textFile } from './format.js';

const BYTES_PER_LINE = 12;

/** The tables as C arrays, for firmware that links them in. Names as `iasl -tc` makes them. */
export const C: Format = {
  name: 'c',
  about: 'the table as a C array',
  text: true,
  emit: (compiled, { stem }) => {
    const arrays = compiled.parts.map((part, i) => arrayOf(identifier(partStem(stem, compiled, i)), part));
    return [textFile(`${stem}.h`, `/* Made by cppc-acpi. */\n\n${arrays.join('\n')}`)];
  },
};

function arrayOf(name: string, { aml }: CompiledPart): string {
  const lines = [];
  for (let at = 0; at < aml.length; at += BYTES_PER_LINE) {
    lines.push(`    ${Array.from(aml.subarray(at, at + BYTES_PER_LINE), (byte) => hex(byte)).join(', ')},`);
  }
  return `unsigned char ${name}_aml_code[${aml.length}] = {\n${lines.join('\n')}\n};\n`;
}

/** Characters that C does not allow become `_`. */
function identifier(stem: string): string {
  return stem.replace(/[^A-Za-z0-9_]/g, '_').replace(/^\d/, '_$&');
}
