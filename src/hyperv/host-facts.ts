// What the KVM of the hosts offers. A release of Linux has a row for each flag in the grammar. The output of `virsh
// domcapabilities` lists what libvirt found on that host, newer code of a distribution included, but not every flag.

import type { CpuVendor } from '../../grammar/cpu-models.js';
import type { Distribution } from '../../grammar/distributions.js';
import type { EnlightenmentKey } from '../../grammar/enlightenments.js';
import { KVM_ENLIGHTENMENTS, type KvmRow } from '../../grammar/kvm-enlightenments.js';
import type { Release } from '../../grammar/release.js';
import { list } from '../diagnostics/words.js';
import { isSince, kernelRelease, releaseText } from '../versions/release.js';

const ROWS: ReadonlyMap<string, KvmRow> = new Map(KVM_ENLIGHTENMENTS.map((row) => [row.key, row]));

/** The enlightenments of one host, as libvirt reports them; it says nothing about the others. */
export interface HostCapabilities {
  readonly file: string;
  readonly offered: ReadonlySet<EnlightenmentKey>;
  readonly lacking: ReadonlySet<EnlightenmentKey>;
  /** The file says that this KVM has none at all. */
  readonly unsupported?: true;
}

/** What is known about the hosts of a guest: of several, the oldest kernel, and the capabilities of each. */
export interface HostFacts {
  readonly kernel?: Release;
  readonly capabilities?: readonly HostCapabilities[];
  /** Its kernel holds where nothing else is known about the hosts. */
  readonly distribution?: Distribution;
}

/** Whether anything tells what the hosts offer. */
export function knowsHost({ kernel, capabilities, distribution }: HostFacts): boolean {
  return kernel !== undefined || capabilities !== undefined || distribution?.kernel !== undefined;
}

/** The facts of the command line; its kernel takes the place of the one in the spec. */
export function hostFactsFor(host: HostFacts, kernelOfSpec: string | undefined): HostFacts {
  const kernel = host.kernel ?? (kernelOfSpec === undefined ? undefined : kernelRelease(kernelOfSpec));
  return { ...host, ...(kernel && { kernel }) };
}

/** Why QEMU would not start with this flag on the hosts: it is … . Undefined if nothing speaks against it. */
export function whyNotOffered(key: string, host: HostFacts, cpu: CpuVendor | undefined): string | undefined {
  const { capabilities = [] } = host;
  const lacking = capabilities.filter((one) => one.lacking.has(key as EnlightenmentKey));
  const namesOf = (unsupported: boolean) =>
    lacking.filter((one) => (one.unsupported ?? false) === unsupported).map(({ file }) => file);
  const [unlisted, unsupported] = [namesOf(false), namesOf(true)];
  const reasons = [
    ...kernelReason(key, host, cpu),
    ...(unlisted.length > 0 ? [`not listed in ${list(unlisted, 'and')}`] : []),
    ...(unsupported.length > 0 ? [`not supported by the KVM of ${list(unsupported, 'and')}`] : []),
  ];
  return reasons.length > 0 ? list(reasons, 'and') : undefined;
}

function kernelReason(key: string, host: HostFacts, cpu: CpuVendor | undefined): string[] {
  const since = kvmSince(key, cpu);
  const { release, words } = kernelFor(key, host, cpu);
  if (!release || !since || isSince(release, since)) return [];
  return [`not in KVM before Linux ${releaseText(since)} (${words})`];
}

/** The kernel that decides about a flag: that of the host, else that of its distribution, unless the files of the hosts do. */
function kernelFor(key: string, host: HostFacts, cpu: CpuVendor | undefined): { release?: Release; words: string } {
  const { kernel, distribution, capabilities = [] } = host;
  if (kernel) return { release: kernel, words: `the host runs ${releaseText(kernel)}` };
  const isOpen = capabilities.length === 0 || filesWithout(key, host, cpu).length > 0;
  const [release, title = ''] = isOpen ? [distribution?.kernel, distribution?.title] : [];
  if (!release) return { words: '' };
  return { release, words: `${title} has ${releaseText(release)}: for another kernel give --host-kernel` };
}

/** The first Linux whose KVM offers a flag; where the vendor is not known, on AMD and Intel. */
export function kvmSince(key: string, cpu: CpuVendor | undefined): Release | undefined {
  const row = ROWS.get(key);
  return cpu === 'intel' ? row?.since : (row?.sinceOnAmd ?? row?.since);
}

/** The files that do not tell whether their host offers a flag. */
export function silentFiles(key: EnlightenmentKey, host: HostFacts, cpu: CpuVendor | undefined): readonly string[] {
  return host.kernel || host.distribution?.kernel ? [] : filesWithout(key, host, cpu);
}

/** The files that neither list a flag nor anything as new. */
function filesWithout(key: string, { capabilities = [] }: HostFacts, cpu: CpuVendor | undefined): readonly string[] {
  const since = kvmSince(key, cpu);
  if (!since) return [];
  const silent = capabilities.filter(
    ({ offered, lacking }) =>
      !lacking.has(key as EnlightenmentKey) &&
      !offered.has(key as EnlightenmentKey) &&
      !isSince(kernelOf(offered, cpu), since),
  );
  return silent.map(({ file }) => file);
}

const OLDEST: Release = [0, 0];

/** A host that offers a flag has at least the KVM that the flag came with. */
function kernelOf(offered: ReadonlySet<EnlightenmentKey>, cpu: CpuVendor | undefined): Release {
  const releases = [...offered].map((key) => kvmSince(key, cpu) ?? OLDEST);
  return releases.reduce((newest, one) => (isSince(one, newest) ? one : newest), OLDEST);
}
