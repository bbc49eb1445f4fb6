import { isPrintable } from '../diagnostics/words.js';
import { type Format, lacksName, textFile } from './format.js';
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
    return (
      lacksName({ stem }) ?? (isPrintable(tablePath) ? undefined : 'the path of the tables has control characters')
    );
  },
  emit: (compiled, placement) => {
    const { stem, tablePath } = placement;
    const folder = tablePath === undefined ? '$config_directory/' : '';
    const files = compiled.parts.map((_, i) => `"${folder}${escaped(tableFile(compiled, placement, i))}"`);
    const lines = [
      '# Made by cppc-acpi. In GRUB, before `linux`:',
      `#   ${sourceCommand(stem, tablePath)}`,
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

/** The command that runs the file; without a folder it is in /boot. */
export function sourceCommand(stem: string, tablePath = '/boot'): string {
  return `source "${escaped(`${tablePath.replace(/\/+$/, '')}/${stem}.grub.cfg`)}"`;
}
