/** An element to put into a domain. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

/** What `[hyperv]` is in the words of libvirt. */
export interface HypervElements {
  /** The whole `<hyperv>` of `<features>`. */
  readonly hyperv?: XmlElement;
  /** Children of `<clock>`. */
  readonly timers: readonly XmlElement[];
  /** Children of `<devices>`. */
  readonly devices: readonly XmlElement[];
  /** Words for `<qemu:commandline>`. */
  readonly qemuArguments: readonly string[];
  /** What libvirt has no word for. */
  readonly unsayable: readonly string[];
}
