import { isPrintable } from '../diagnostics/words.js';
import { type Format, textFile } from './format.js';
import { tableFile } from './qemu.js';

/**
 * The command by which GRUB adds tables to those of the firmware. It takes all of them at once: a second `acpi` would start
 * from the firmware's again. GRUB manual, "acpi" and "config_directory".
 */
export const GRUB: Format = {
  name: 'grub',
  about: 'the command of GRUB that loads the tables beside it',
  text: true,
  lacks: ({ layout }, { stem, tablePath = '' }) => {
    if (layout === 'acpi-cppc') return 'the acpi-cppc device has its own table';
    return [stem, tablePath].every(isPrintable) ? undefined : 'the path of the tables has control characters';
  },
  emit: (compiled, placement) => {
    const { stem, tablePath } = placement;
    const folder = tablePath === undefined ? '$config_directory/' : '';
    const files = compiled.parts.map((_, i) => `"${folder}${escaped(tableFile(compiled, placement, i))}"`);
    const lines = [
      '# Made by cppc-acpi. In GRUB, before `linux`:',
      `#   source ${tablePath === undefined ? '/boot' : escapedWord(tablePath)}/${escapedWord(stem)}.grub.cfg`,
      '# Under Secure Boot GRUB refuses the command.',
      `acpi ${files.join(' ')}`,
    ];
    return [textFile(`${stem}.grub.cfg`, `${lines.join('\n')}\n`)];
  },
};

/** Between double quotes GRUB expands variables. GRUB manual, "Quoting". */
function escaped(text: string): string {
  return text.replace(/[\\"$]/g, '\\$&');
}

function escapedWord(text: string): string {
  return text.replace(/[^\p{L}\p{N}./_+-]/gu, '\\$&');
}
