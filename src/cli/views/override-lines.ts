import { basename, extname } from 'node:path';
import { shellWord } from '../../emit/qemu.js';

/** How the table of a spec is loaded over the firmware's own; nothing where the spec is on standard output. */
export function overrideLines({ output, override }: { readonly output?: string; readonly override?: true }): string[] {
  if (!override || output === undefined || output === '-') return [];
  const spec = shellWord(output);
  const stem = basename(output, extname(output));
  const archive = shellWord(`${stem}.acpi.cpio`);
  return [
    '',
    'From the initrd: the table replaces the one of the firmware.',
    `  cppc-acpi build ${spec} --emit initrd -o /boot`,
    '  GRUB:     in /etc/default/grub, then run update-grub',
    `            GRUB_EARLY_INITRD_LINUX_CUSTOM=${archive}`,
    '  syslinux: the archive first, then the initrd',
    `            initrd=${archive},initrd.img`,
    '',
    "With GRUB's command acpi: the firmware's table stays, too.",
    `  cppc-acpi build ${spec} --emit aml -o /boot`,
    '  in grub.cfg, before the line linux, with the path for GRUB',
    `            acpi ${shellWord(`/boot/${stem}.aml`)}`,
    '',
    'After a restart, see which _CPC is used:',
    '  cppc-acpi inspect /sys/firmware/acpi/tables',
  ];
}
