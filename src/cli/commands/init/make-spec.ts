import type { Architecture } from '../../../../grammar/machines.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import { ok, type Result } from '../../../diagnostics/result.js';
import { guestChoice } from '../../../host/guest/guest-keys.js';
import { kvmRelease, oldestRelease } from '../../../host/guest/kvm-release.js';
import type { InitRequest, Pinned } from '../../../host/init-request.js';
import { pinsByVcpu } from '../../../host/pins.js';
import { type RankedHost, rankedHost } from '../../../host/source/ranked-host.js';
import { type Reading, specFromReadings } from '../../../host/source/variants.js';
import type { Chosen } from '../../../host/sources.js';
import { type CommentedSpec, guestArchitecture, specFrom } from '../../../host/spec-from.js';
import { readHost } from '../../../host/sysfs.js';
import type { GuestTables } from '../../../host/tables/guest-tables.js';
import { filesUnder, HERE } from '../../files/host-files.js';
import { readInput } from '../../files/input.js';
import type { ReadOptions } from './read-options.js';

/** A spec with what it was made from. */
export interface MadeSpec extends CommentedSpec {
  readonly request: InitRequest;
}

/** Reads the host and the domain, and makes the spec. `texts` gets the texts that diagnostics point into. */
export async function makeSpec(
  options: ReadOptions,
  file: string,
  texts: Map<string, string>,
): Promise<Result<MadeSpec>> {
  const pinned = await pinnedBy(options, texts);
  const tables = await tablesOf(options);
  const readings = options.readings.map(({ name, folder }) => ({ name, ...readRanked(folder, options, pinned.value) }));
  const before = [...pinned.diagnostics, ...tables.diagnostics, ...readings.flatMap(({ diagnostics }) => diagnostics)];
  const hosts = readings.flatMap(({ name, value }) => (value ? [{ name, ...value }] : []));
  const [first] = hosts;
  const { domain, tables: paths } = options.options;
  const unread = (domain !== undefined && !pinned.value) || (paths.length > 0 && !tables.value);
  if (!first || hosts.length < readings.length || unread) return { diagnostics: before };
  const request = requestOf(options, file, { pinned: pinned.value, tables: tables.value, chosen: first.chosen });
  const made = first.name === undefined ? specFrom(first.host, request) : specFromReadings(named(hosts), request);
  const diagnostics = withoutRepeats([...before, ...made.diagnostics]);
  return made.value ? ok({ ...made.value, request }, diagnostics) : { diagnostics };
}

interface ReadInputs {
  readonly pinned: Pinned | undefined;
  readonly tables: GuestTables | undefined;
  readonly chosen: Chosen;
}

function requestOf(
  { options, readings, offsets, smt }: ReadOptions,
  file: string,
  { pinned, tables, chosen }: ReadInputs,
): InitRequest {
  const { layout, prefer, guest } = options;
  const architecture = architectureHere(options.sysfs[0]);
  const kernel = oldestRelease(readings.map(({ folder }) => kvmRelease(filesUnder(folder))));
  return {
    file,
    layout,
    offsets,
    chosen,
    guest: guestChoice(guest, pinned),
    ...(architecture && { architecture }),
    ...(kernel && { kernel }),
    ...(prefer && { prefer }),
    ...(smt && { smt }),
    ...(pinned && { pinned }),
    ...(tables && { tables }),
  };
}

/** Loads the readers of tables only for --tables: start-up time. */
async function tablesOf({ options: { tables } }: ReadOptions): Promise<Result<GuestTables | undefined>> {
  if (tables.length === 0) return ok(undefined);
  const { readGuestTables } = await import('./guest-tables.js');
  return readGuestTables(tables);
}

function readRanked(folder: string, { options }: ReadOptions, pinned: Pinned | undefined): Result<RankedHost> {
  const tree = filesUnder(folder);
  const host = readHost(tree);
  const here = architectureHere(folder);
  const architecture = guestArchitecture(host, { ...(pinned && { pinned }), ...(here && { architecture: here }) });
  const { from, prefer } = options;
  return rankedHost(tree, host, { from, architecture, ...(prefer && { prefer }) });
}

function named(hosts: readonly (RankedHost & { readonly name: string | undefined })[]): readonly Reading[] {
  return hosts.map(({ name = '', host }) => ({ name, host }));
}

function withoutRepeats(all: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(all.map((one) => [`${one.code} ${one.message} ${JSON.stringify(one.place)}`, one])).values()];
}

/** Of this host Node knows the architecture; of a copy of another's sysfs only its files do. */
function architectureHere(folder: string | undefined): Architecture | undefined {
  return folder === undefined || folder === HERE ? NODE_ARCHITECTURES[process.arch] : undefined;
}

const NODE_ARCHITECTURES: Readonly<Record<string, Architecture>> = { x64: 'x86', arm64: 'aarch64', riscv64: 'riscv64' };

/** The vCPUs of the domain, with the pins of --pin in the place of its own. */
async function pinnedBy(
  { options, pins }: ReadOptions,
  texts: Map<string, string>,
): Promise<Result<Pinned | undefined>> {
  const [first] = pins;
  if (options.domain === undefined)
    return ok(first && { from: 'pins', pins, vcpus: vcpusOf(pins), place: first.place });
  const domain = await readDomainFile(options.domain, texts);
  if (!domain.value || !first) return domain;
  const given = pinsByVcpu(pins);
  const others = domain.value.pins.filter(({ vcpu }) => !given.has(vcpu));
  return { ...domain, value: { ...domain.value, pins: [...pins, ...others], byOption: true, place: first.place } };
}

function vcpusOf(pins: ReadOptions['pins']): number {
  return pins.reduce((most, { vcpu }) => Math.max(most, vcpu + 1), 0);
}

/** Loads the XML parser only for --domain: start-up time. */
async function readDomainFile(path: string, texts: Map<string, string>): Promise<Result<Pinned>> {
  const { value: input, diagnostics } = await readInput(path, 'domain or vm');
  if (!input) return { diagnostics };
  const { acceptedText } = await import('../../files/kinds/other-text.js');
  const { value: text, diagnostics: garbled } = acceptedText(input, ['domain', 'xml', 'qm']);
  if (text === undefined) return { diagnostics: garbled };
  texts.set(input.name, text);
  const { isQmConfig, readQmPinned } = await import('../../../proxmox/pinned.js');
  const { readDomain } = await import('../../../libvirt/domain-pins.js');
  const read = isQmConfig(text) ? readQmPinned(text, input.name) : readDomain(text, input.name);
  return read.value ? { ...read, value: { ...read.value, ...(await seemingWindows(text, input.name)) } } : read;
}

/** `audit` reads the guest in the same way. */
async function seemingWindows(text: string, file: string): Promise<Pick<Pinned, 'windows'>> {
  const { readVm } = await import('../../../audit/readers/kind.js');
  const { signOfWindows } = await import('../../../audit/readers/windows.js');
  const { value: vm } = readVm(text, file);
  const windows = vm && signOfWindows(vm);
  return windows ? { windows } : {};
}
