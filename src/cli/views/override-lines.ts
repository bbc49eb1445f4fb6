import { basename, extname } from 'node:path';
import type { Replaced } from '../../decompile/override-ways.js';
import { shellWord } from '../../emit/qemu.js';

/** How the table of a spec is loaded over the firmware's own; nothing where the spec is on standard output. */
export function overrideLines({ output }: { readonly output?: string }, replaced: Replaced | undefined): string[] {
  if (!replaced || output === undefined || output === '-') return [];
  const spec = shellWord(output);
  const stem = basename(output, extname(output));
  return [
    ...wayByInitrd(spec, stem, replaced),
    ...(replaced.grub ? [] : grubLines(spec, stem)),
    '',
    'After a restart, see which _CPC is used:',
    '  cppc-acpi inspect /sys/firmware/acpi/tables',
  ];
}

/** With copies of earlier tables only where nothing simpler works. */
function wayByInitrd(spec: string, stem: string, { initrd, grub, later }: Replaced): string[] {
  if (!initrd) return initrdLines(spec, stem, later ? ADDED : REPLACED);
  return grub ? ['', ...COPIES, `  cppc-acpi build ${spec} --emit aml`] : [];
}

const COPIES = [
  'From the initrd, behind copies of the earlier tables of the same OEM',
  'ids, each with a higher OEM revision. docs/linux.md, "Tables of the',
  'same OEM ids", has the commands for the archive.',
];

const REPLACED = ['From the initrd: the table replaces the one of the firmware.'];

const ADDED = [
  'From the initrd: the firmware loads its own table at run time. Linux',
  'loads yours before, and then refuses its _CPC (AE_ALREADY_EXISTS).',
];

function initrdLines(spec: string, stem: string, what: readonly string[]): string[] {
  const archive = shellWord(`${stem}.acpi.cpio`);
  return [
    '',
    ...what,
    `  cppc-acpi build ${spec} --emit initrd -o /boot`,
    '  GRUB:     in /etc/default/grub, then run update-grub',
    `            GRUB_EARLY_INITRD_LINUX_CUSTOM=${archive}`,
    '  syslinux: the archive first, then the initrd',
    `            initrd=${archive},initrd.img`,
  ];
}

function grubLines(spec: string, stem: string): string[] {
  return [
    '',
    "With GRUB's command acpi: the firmware's table stays, too.",
    `  cppc-acpi build ${spec} --emit aml -o /boot`,
    '  in grub.cfg, before the line linux, with the path for GRUB',
    `            acpi ${shellWord(`/boot/${stem}.aml`)}`,
  ];
}
