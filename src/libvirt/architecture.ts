import type { XmlElement } from '@rgrove/parse-xml';
import { LIBVIRT_ARCHITECTURES } from '../../grammar/libvirt.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { childOf } from './children.js';

/** The architecture of a domain that is not of x86, with its element. */
export function foreignArchIn(root: XmlElement): { readonly arch: string; readonly element: XmlElement } | undefined {
  const element = childOf(childOf(root, 'os'), 'type');
  const { arch = LIBVIRT_ARCHITECTURES[0].arch } = element?.attributes ?? {};
  const isX86 = LIBVIRT_ARCHITECTURES.some((row) => row.arch === arch && row.architecture === 'x86');
  return element && !isX86 ? { arch, element } : undefined;
}

export function libvirtArchProblem({
  value: arch,
  place,
}: {
  readonly value: string;
  readonly place: Place;
}): Diagnostic[] {
  return [diagnostic('libvirt/not-x86', place, { arch })];
}
