import type { Architecture } from '../../../../grammar/machines.js';
import { VIRT_MACHINES } from '../../../../grammar/virt-machines.js';

export const BUSYBOX_OF_HOST = 'install a static busybox (Debian and Ubuntu: `apt install busybox-static`)';

/** Packages of another architecture are unpacked, not installed. */
export function unpackHelp(what: 'busybox-static' | 'linux-image', architecture: Architecture): string {
  const debian = VIRT_MACHINES.find((one) => one.architecture === architecture)?.debian ?? '';
  const name = what === 'linux-image' ? `linux-image-VERSION-${debian}` : what;
  const option = what === 'linux-image' ? '' : ', or name the file with `--busybox FILE`';
  return `unpack Debian's ${name}:${debian} into a folder (\`dpkg -x PACKAGE.deb DIR\`) and name it with \`--kernel DIR\`${option}`;
}
