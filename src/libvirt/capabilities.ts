// Reads the enlightenments in the output of `virsh domcapabilities`. A flag that is not in its list is not offered, if this
// libvirt reports the flag at all: older releases know fewer, and parts of other elements stand among the defaults.

import type { XmlElement } from '@rgrove/parse-xml';
import type { EnlightenmentKey } from '../../grammar/enlightenments.js';
import { KVM_ENLIGHTENMENTS, REPORTED_ENLIGHTENMENTS } from '../../grammar/kvm-enlightenments.js';
import { LIBVIRT_ARCHITECTURES } from '../../grammar/libvirt.js';
import { diagnostic } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import { short } from '../diagnostics/words.js';
import type { HostCapabilities } from '../hyperv/host-facts.js';
import { childOf, childrenOf } from './children.js';
import { parseDocument } from './domain-xml.js';

/** The enlightenments that the host of this file offers; no value if the file does not report any. */
export function readCapabilities(text: string, file: string): Result<HostCapabilities> {
  const { value: xml, diagnostics } = parseDocument(text, file, 'domainCapabilities', 'libvirt/bad-capabilities');
  if (!xml) return { diagnostics };
  const features = childOf(xml.root, 'features');
  const hyperv = childOf(features, 'hyperv');
  const why = whyUnknown(xml.root, hyperv);
  if (why === undefined && hyperv) return ok({ file, ...reported(hyperv) });
  const place = xml.placeAt((hyperv ?? features ?? xml.root).start);
  const found = diagnostic('libvirt/capabilities-without-hyperv', place, { why: why ?? '' });
  return fail(found);
}

function whyUnknown(root: XmlElement, hyperv: XmlElement | undefined): string | undefined {
  const [arch, type] = ['arch', 'domain'].map((name) => childOf(root, name)?.text.trim() ?? '');
  const isX86 = LIBVIRT_ARCHITECTURES.some((row) => row.arch === arch && row.architecture === 'x86');
  if (arch && !isX86) return `they are of guests with architecture "${short(arch)}"`;
  if (type && type !== 'kvm') return `they are of guests without KVM (type "${short(type)}")`;
  return hyperv ? undefined : 'this libvirt reports none: it is older than 9.0, or could not ask its QEMU';
}

type Reported = Omit<HostCapabilities, 'file'>;

function reported(hyperv: XmlElement): Reported {
  // A KVM that is built without Hyper-V.
  if (hyperv.attributes['supported'] === 'no')
    return { offered: new Set(), lacking: new Set(KVM_ENLIGHTENMENTS.map(({ key }) => key)), unsupported: true };
  const listed = new Set([...valuesIn(hyperv), ...defaultsIn(hyperv)]);
  const known = [
    ...REPORTED_ENLIGHTENMENTS.features,
    ...(isLater(hyperv, listed) ? REPORTED_ENLIGHTENMENTS.laterFeatures : []),
    ...(childOf(hyperv, 'defaults') ? Object.values(REPORTED_ENLIGHTENMENTS.defaults) : []),
  ];
  const has = (key: EnlightenmentKey) => listed.has(key);
  return { offered: new Set(known.filter(has)), lacking: new Set(known.filter((key) => !has(key))) };
}

function isLater(hyperv: XmlElement, listed: ReadonlySet<string>): boolean {
  return (
    childOf(hyperv, 'defaults') !== undefined || REPORTED_ENLIGHTENMENTS.laterFeatures.some((key) => listed.has(key))
  );
}

function valuesIn(hyperv: XmlElement): string[] {
  const lists = childrenOf(hyperv, 'enum').filter(({ attributes }) => attributes['name'] === 'features');
  return lists.flatMap((list) => childrenOf(list, 'value').map(({ text }) => text.trim()));
}

/** Parts of elements, which are on by default where the host offers them. */
function defaultsIn(hyperv: XmlElement): string[] {
  const names: Readonly<Record<string, string>> = REPORTED_ENLIGHTENMENTS.defaults;
  const on = childrenOf(childOf(hyperv, 'defaults')).filter(({ text }) => text.trim() === 'on');
  return on.flatMap(({ name }) => (Object.hasOwn(names, name) ? [names[name] ?? ''] : []));
}
