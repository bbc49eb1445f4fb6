import type { Enlightenments } from './enlightenments.js';

/** An XML element to be written into a domain. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

/** What a libvirt of the version says itself of the enlightenments, and what it cannot. */
export interface HypervElements {
  /** The whole <hyperv mode=…> element of <features>; undefined when nothing is on. */
  readonly hyperv?: XmlElement;
  /** Children of <clock>, such as <timer name='hypervclock' present='yes'/>. */
  readonly timers: readonly XmlElement[];
  /** Children of <devices>, such as <panic model='hyperv'/>. */
  readonly devices: readonly XmlElement[];
  /** QEMU arguments, word by word, for <qemu:commandline>; never a second -cpu. */
  readonly qemuArguments: readonly string[];
  /** Flags that this libvirt has no way to set, for a diagnostic. */
  readonly unsayable: readonly string[];
}

/** The enlightenments as a libvirt of this version takes them. */
export function hypervElements(_enlightenments: Enlightenments, _libvirt: readonly [number, number]): HypervElements {
  return { timers: [], devices: [], qemuArguments: [], unsayable: [] };
}
