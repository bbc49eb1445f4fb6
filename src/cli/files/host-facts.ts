import type { Distribution } from '../../../grammar/distributions.js';
import type { Release } from '../../../grammar/release.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { HostCapabilities, HostFacts } from '../../hyperv/host-facts.js';
import { readInput } from './input.js';
import { tooManyGiven } from './taken.js';

/** Options of a command that say what the hosts of the guest offer. */
export interface HostOptions {
  readonly hostKernel?: Release;
  /** Files with the output of `virsh domcapabilities`, one for each host. */
  readonly capabilities?: readonly string[];
  /** The distribution of the hosts, which --libvirt names. */
  readonly distribution?: Distribution;
}

export interface HostRead {
  /** The files that could be read. */
  readonly host: HostFacts;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads what the options say about the hosts. */
export async function readHostFacts({
  hostKernel,
  capabilities: files = [],
  distribution,
}: HostOptions): Promise<HostRead> {
  const capabilities: HostCapabilities[] = [];
  const diagnostics: Diagnostic[] = [];
  const texts = new Map<string, string>();
  const tooMany = tooManyGiven(files);
  if (tooMany) return { host: {}, diagnostics: [tooMany], texts };
  for (const file of files) {
    const { value: input, diagnostics: unread } = await readInput(file, 'capabilities');
    const { acceptedText } = await import('./kinds/other-text.js');
    const text = input ? acceptedText(input, ['capabilities', 'xml']) : { diagnostics: unread };
    diagnostics.push(...text.diagnostics);
    if (text.value === undefined) continue;
    const name = input?.name ?? file;
    const { readCapabilities } = await import('../../libvirt/capabilities.js'); // on use: the XML parser
    const read = readCapabilities(text.value, name);
    diagnostics.push(...read.diagnostics);
    if (read.value) capabilities.push(read.value);
    texts.set(name, text.value);
  }
  const host = {
    ...(hostKernel && { kernel: hostKernel }),
    ...(capabilities.length > 0 && { capabilities }),
    ...(distribution && { distribution }),
  };
  return { host, diagnostics, texts };
}
