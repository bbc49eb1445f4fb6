import type { XmlElement } from '@rgrove/parse-xml';
import { LIBVIRT_ARCHITECTURES } from '../../grammar/libvirt.js';
import { MOST_PROCESSORS } from '../../grammar/machines.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { ok, type Result } from '../diagnostics/result.js';
import type { Pinned } from '../host/init-request.js';
import { makePin, type Pin, type Why } from '../host/pins.js';
import { type CpusetReader, cpusetReader } from '../spec/cpuset.js';
import { childOf, childrenOf } from './children.js';
import { guestOfDomain } from './domain-guest.js';
import { type DomainXml, parseDomain } from './domain-xml.js';

/** Reads `<vcpu>`, `<cputune><vcpupin>` and `<cpu><topology>` of a libvirt domain. */
export function readDomain(text: string, file: string): Result<Pinned> {
  const { value: xml, diagnostics } = parseDomain(text, file);
  return xml ? readPinned(xml) : { diagnostics };
}

/** Does the same for parsed XML. */
export function readPinned(xml: DomainXml): Result<Pinned> {
  const reader: Reader = { xml, diagnostics: [], cpusets: cpusetReader() };
  const domain = pinnedOf(reader, xml.root);
  return reader.diagnostics.length > 0 ? { diagnostics: reader.diagnostics } : ok(domain);
}

interface Reader {
  readonly xml: DomainXml;
  readonly diagnostics: Diagnostic[];
  readonly cpusets: CpusetReader;
}

function pinnedOf(reader: Reader, root: XmlElement): Pinned {
  const vcpu = childOf(root, 'vcpu');
  const topology = childOf(childOf(root, 'cpu'), 'topology');
  const cputune = childOf(root, 'cputune');
  const pins = pinElements(reader, cputune).flatMap((element) => pinsOf(reader, element));
  const vcpus = vcpu
    ? countIn(reader, vcpu, vcpu.text.trim())
    : pins.reduce((most, pin) => Math.max(most, pin.vcpu + 1), 0);
  const inherited = inheritedPins(reader, vcpu, vcpus, pins);
  const [whole] = inherited;
  // Without `<topology>`, libvirt gives each vCPU its own socket.
  const threads = topology ? countIn(reader, topology, topology.attributes['threads'] ?? '') : 1;
  const guest = guestOfDomain(reader.xml);
  const topologyPlace = placeOfElement(reader, topology ?? childOf(root, 'cpu') ?? root);
  return {
    from: 'domain',
    vcpus,
    pins: [...pins, ...inherited],
    ...(whole && { whole: { by: '<vcpu cpuset>', pin: whole } }),
    place: placeOfElement(reader, cputune ?? root),
    ...architectureOf(root),
    ...(guest && { guest }),
    topology: { threads, given: topology !== undefined, ...diesIn(topology), place: topologyPlace },
  };
}

/** Dies of one socket; those of several sockets are no dies of a spec. */
function diesIn(topology: XmlElement | undefined): { dies?: number } {
  const { sockets = '1', dies = '1' } = topology?.attributes ?? {};
  return sockets === '1' && /^\d{1,4}$/.test(dies) ? { dies: Number(dies) } : {};
}

function architectureOf(root: XmlElement): Pick<Pinned, 'architecture'> {
  const arch = childOf(childOf(root, 'os'), 'type')?.attributes['arch'] ?? '';
  const row = LIBVIRT_ARCHITECTURES.find((one) => one.arch === arch);
  return row ? { architecture: row.architecture } : {};
}

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

/** libvirt takes one pin for each vCPU. */
function pinElements(reader: Reader, cputune: XmlElement | undefined): readonly XmlElement[] {
  const [pins, most] = [childrenOf(cputune, 'vcpupin'), MOST_PROCESSORS];
  const past = pins[most];
  if (!past) return pins;
  const facts = { of: 'pins', count: pins.length, most } as const;
  reader.diagnostics.push(diagnostic('libvirt/too-many', placeOfElement(reader, past), facts));
  return [];
}

function pinsOf(reader: Reader, element: XmlElement): readonly Pin[] {
  const { vcpu = '', cpuset = '' } = element.attributes;
  const threads = reader.cpusets(cpuset);
  const pin = /^\d{1,9}$/.test(vcpu)
    ? pinOrWhy(Number(vcpu), threads, placeOfElement(reader, element))
    : { why: `vcpu="${vcpu}" is not a number` };
  if (!('why' in pin)) return [pin];
  reader.diagnostics.push(badDomain(reader, element, pin.why));
  return [];
}

function pinOrWhy(vcpu: number, threads: readonly number[] | Why, place: Place): Pin | Why {
  return 'why' in threads ? { why: `cannot read its cpuset: ${threads.why}` } : makePin(vcpu, threads, place);
}

/** `<vcpu cpuset>` pins vCPUs without a vcpupin. */
function inheritedPins(
  reader: Reader,
  vcpu: XmlElement | undefined,
  vcpus: number,
  own: readonly Pin[],
): readonly Pin[] {
  const cpuset = vcpu?.attributes['cpuset'];
  if (!vcpu || cpuset === undefined) return [];
  const threads = reader.cpusets(cpuset);
  if ('why' in threads) {
    reader.diagnostics.push(badDomain(reader, vcpu, `cannot read its cpuset: ${threads.why}`));
    return [];
  }
  const pinned = new Set(own.map((pin) => pin.vcpu));
  const others = Array.from({ length: vcpus }, (_, i) => i).filter((i) => !pinned.has(i));
  return others.map((i) => ({ vcpu: i, threads, place: placeOfElement(reader, vcpu) }));
}

function countIn(reader: Reader, element: XmlElement, text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST_PROCESSORS) return count;
  const what = element.name === 'topology' ? 'threads' : 'the number of vCPUs';
  reader.diagnostics.push(
    badDomain(reader, element, `${what} must be from 1 to ${MOST_PROCESSORS}, not "${text.slice(0, 20)}"`),
  );
  return 1;
}

function badDomain(reader: Reader, element: XmlElement, why: string): Diagnostic {
  return diagnostic('libvirt/bad-domain', placeOfElement(reader, element), { why });
}

function placeOfElement({ xml }: Reader, { start }: XmlElement): Place {
  return xml.placeAt(start);
}
