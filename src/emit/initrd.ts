import { LINUX_INITRD_FOLDER } from '../../grammar/machines.js';
import { type Format, lacksName, partStem } from './format.js';
import { newcArchive } from './newc.js';

/** The tables at the path where Linux reads them from an initrd, for hypervisors that cannot load tables. */
export const INITRD: Format = {
  name: 'initrd',
  about: "an archive to put in front of a Linux guest's initrd",
  text: false,
  // Linux prints the path, and so does every program that lists the archive.
  lacks: ({ architecture }, { stem }) => {
    // ARCH_HAS_ACPI_TABLE_UPGRADE is missing in arch/riscv/Kconfig; seen by booting 6.12 and 7.2.
    if (architecture === 'riscv64') return 'Linux on RISC-V takes no table from an initrd; use `--emit grub`';
    return lacksName({ stem });
  },
  emit: (compiled, { stem }) => {
    const files = compiled.parts.map(({ aml }, i) => ({
      path: `${LINUX_INITRD_FOLDER}/${partStem(stem, compiled, i)}.aml`,
      content: aml,
    }));
    return [{ file: `${stem}.acpi.cpio`, content: newcArchive(files) }];
  },
};
