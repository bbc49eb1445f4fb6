import type { XmlElement } from '@rgrove/parse-xml';
import { OSINFO_LINUX, OSINFO_WINDOWS } from '../../grammar/osinfo.js';
import { childrenOf } from './children.js';

/** The guest that the libosinfo id of a domain names, as virt-manager and virt-install write it; undefined for another system. */
export function guestOfDomain(root: XmlElement): string | undefined {
  const metadata = childrenOf(root, 'metadata').flatMap((one) => childrenOf(one));
  const infos = metadata.filter(({ name }) => localName(name) === 'libosinfo').flatMap((one) => childrenOf(one));
  const ids = infos.filter(({ name }) => localName(name) === 'os').flatMap(({ attributes }) => attributes['id'] ?? []);
  const [id = ''] = ids.map((one) => one.replace(/^https?:\/\//, ''));
  if (Object.hasOwn(OSINFO_WINDOWS, id)) return OSINFO_WINDOWS[id];
  return OSINFO_LINUX.some((prefix) => id.startsWith(prefix)) ? 'linux' : undefined;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
