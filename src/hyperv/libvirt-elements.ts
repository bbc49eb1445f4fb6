import { LIBVIRT_COMMANDLINE, LIBVIRT_HYPERV_MODE } from '../../grammar/enlightenments.js';
import type { Release } from '../../grammar/release.js';
import { isSince } from '../versions/release.js';
import { element, type XmlNode } from '../xml/xml-text.js';
import { type Enlightenment, type Enlightenments, rowOf } from './enlightenments.js';
import { deviceOptions, globalOption } from './qemu-flags.js';

/** The enlightenments in a domain of one libvirt version. */
export interface HypervElements {
  /** The <hyperv mode=…> element of <features>; undefined if no flag is on. */
  readonly hyperv?: XmlNode;
  /** Children of <clock>: `<timer name='hypervclock' present='yes'/>`, and the frequency of the TSC. */
  readonly timers: readonly XmlNode[];
  /** Children of <devices>, such as <panic model='hyperv'/>. */
  readonly devices: readonly XmlNode[];
  /** QEMU arguments, word by word, for <qemu:commandline>; never a second -cpu. */
  readonly qemuArguments: readonly string[];
  /** Flags that this libvirt cannot set, for a diagnostic. */
  readonly unsupported: readonly string[];
}

/** Writes the enlightenments for a libvirt of this version. */
export function hypervElements(
  { on, tscFrequency }: Pick<Enlightenments, 'on' | 'tscFrequency'>,
  libvirt: Release,
): HypervElements {
  const { elements: own, options: rest } = splitBySupport(on, libvirt);
  const of = (place: string) => own.filter(({ key }) => rowOf(key).libvirt?.in === place);
  const children = of('hyperv').map((flag) => elementOf(flag, of('part')));
  const mode = of('mode').length > 0 ? 'passthrough' : 'custom';
  const modeIsKnown = isSince(libvirt, LIBVIRT_HYPERV_MODE);
  const commandline = isSince(libvirt, LIBVIRT_COMMANDLINE);
  const options = [...rest.map(globalOption), ...deviceOptions(on)];
  return {
    ...((children.length > 0 || mode === 'passthrough') && {
      // libvirt's schema does not allow children with mode passthrough.
      hyperv: element('hyperv', modeIsKnown ? { mode } : {}, mode === 'passthrough' ? [] : children),
    }),
    timers: [
      ...(tscFrequency === undefined ? [] : [element('timer', { name: 'tsc', frequency: String(tscFrequency) })]),
      ...of('timer').map(() => element('timer', { name: 'hypervclock', present: 'yes' })),
    ],
    devices: of('panic').map(() => element('panic', { model: 'hyperv' })),
    qemuArguments: commandline ? options.flat() : [],
    unsupported: commandline ? [] : rest.map(({ key }) => key),
  };
}

/** Splits flags into those with an element in this libvirt, and those that need an option of QEMU. */
export function splitBySupport(on: readonly Enlightenment[], libvirt: Release) {
  const elements = on.filter((flag) => hasElement(flag, on, libvirt));
  return { elements, options: on.filter((flag) => !elements.includes(flag)) };
}

/** A child element needs its parent flag, and libvirt rejects a comma in a vendor ID. */
function hasElement({ key, value }: Enlightenment, on: readonly Enlightenment[], libvirt: Release): boolean {
  const place = rowOf(key).libvirt;
  if (!place || !isSince(libvirt, place.since)) return false;
  if (typeof value === 'string' && value.includes(',')) return false;
  return place.in !== 'part' || on.some((flag) => flag.key === place.of);
}

function elementOf({ key, value }: Enlightenment, parts: readonly Enlightenment[]): XmlNode {
  const { libvirt } = rowOf(key);
  if (libvirt?.in !== 'hyperv') throw new Error(`${key} is not an element of <hyperv>`);
  const attributes = { state: 'on', ...(libvirt.value !== undefined && { [libvirt.value]: String(value) }) };
  const children = parts.flatMap((part) => {
    const of = rowOf(part.key).libvirt;
    return of?.in === 'part' && of.of === key ? [element(of.element, { state: 'on' })] : [];
  });
  return element(libvirt.element, attributes, children);
}
