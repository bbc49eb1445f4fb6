import type { XmlElement } from '@rgrove/parse-xml';
import { guestOfLibosinfo } from '../host/guest/guest-keys.js';
import type { DomainGuest } from '../host/init-request.js';
import { childOf, childrenOf } from './children.js';
import type { DomainXml } from './domain-xml.js';

/** The guest system that virt-manager and virt-install name in the metadata; the prefix of its namespace is free. */
export function guestOfDomain({ root, placeAt }: DomainXml): DomainGuest | undefined {
  const metadata = childOf(root, 'metadata');
  const [os] = metadata ? named(metadata, 'libosinfo').flatMap((one) => named(one, 'os')) : [];
  const id = os?.attributes['id'];
  if (!os || id === undefined) return undefined;
  const guest = guestOfLibosinfo(id);
  return { id, ...(guest && { guest }), place: placeAt(os.start) };
}

function named(element: XmlElement, name: string): XmlElement[] {
  return childrenOf(element).filter((one) => one.name.replace(/^.*:/, '') === name);
}
