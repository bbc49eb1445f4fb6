import { LINUX_INITRD_FOLDER } from '../../grammar/machines.js';
import { type Format, partStem } from './format.js';
import { newcArchive } from './newc.js';

/** The tables at the path where Linux reads them from an initrd, for hypervisors that cannot load tables. */
export const INITRD: Format = {
  name: 'initrd',
  about: "an archive to put in front of a Linux guest's initrd",
  text: false,
  emit: (compiled, { stem }) => {
    const files = compiled.parts.map(({ aml }, i) => ({
      path: `${LINUX_INITRD_FOLDER}/${partStem(stem, compiled, i)}.aml`,
      content: aml,
    }));
    return [{ file: `${stem}.acpi.cpio`, content: newcArchive(files) }];
  },
};
