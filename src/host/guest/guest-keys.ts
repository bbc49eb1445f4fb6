import { type GuestName, NAMED_GUESTS } from '../../../grammar/guests.js';
import { LIBOSINFO_GUESTS, LIBOSINFO_LINUX } from '../../../grammar/libosinfo.js';
import type { Architecture } from '../../../grammar/machines.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import type { Spec } from '../../spec/spec.js';
import { releaseText } from '../../versions/release.js';
import type { DomainGuest, GuestChoice, InitRequest, Pinned } from '../init-request.js';
import type { Host } from '../sysfs.js';

/** The guest of libosinfo's id; undefined for a system that ranks no cores, or that is not known. */
export function guestOfLibosinfo(given: string): DomainGuest['guest'] {
  const id = given.replace(/^https:/, 'http:');
  const row = LIBOSINFO_GUESTS.find((one) => one.id === id);
  if (row) return row.guest;
  return LIBOSINFO_LINUX.some((start) => id.startsWith(`http://${start}/`)) ? 'linux' : undefined;
}

/** The guests of --guest, else of the domain, else Windows where the domain is made for it, else Linux. */
export function guestChoice(asked: readonly string[] | undefined, pinned: Pinned | undefined): GuestChoice {
  if (asked) return { names: asked, from: 'option' };
  const ofDomain = pinned?.guest?.guest;
  if (ofDomain) return { names: [ofDomain], from: 'domain' };
  return pinned?.windows ? { names: [LIKELY_WINDOWS], from: 'likely' } : { names: ['linux'], from: 'default' };
}

/** Reports a guest system of a domain that the spec cannot name, or that the domain does not name. */
export function guestNotes({ guest, pinned }: Pick<InitRequest, 'guest' | 'pinned'>): Diagnostic[] {
  const own = pinned?.guest;
  if (own?.guest || guest?.from === 'option') return [];
  const named = guest?.names.join(', ') ?? 'linux';
  if (own) return [diagnostic('host/guest-unknown', own.place, { id: own.id, guest: named })];
  return guest?.from === 'likely' ? [diagnostic('host/guest-likely', pinned?.windows, { guest: named })] : [];
}

/** Of the Windows that specs can name, the one that people install today. */
const LIKELY_WINDOWS = 'windows11' satisfies GuestName;

export function isWindows(name: string): boolean {
  return NAMED_GUESTS.some(({ guest, family }) => guest === name && family === 'windows');
}

interface GuestKeys {
  readonly os: Pick<Spec['guest'], 'os'>;
  readonly layout: Pick<Spec['layout'], 'counters'>;
  readonly hyperv: Pick<Spec, 'hyperv'>;
}

/** `os` for every guest but the default, and for a Windows guest what docs/windows.md recommends. */
export function guestKeys(
  { guest, layout, kernel }: Pick<InitRequest, 'guest' | 'layout' | 'kernel'>,
  { architecture, vendor }: { readonly architecture: Architecture; readonly vendor: Host['vendor'] },
): GuestKeys {
  const names = guest?.names ?? ['linux'];
  const windows = names.some(isWindows) && architecture === 'x86';
  const ofHost = { ...(vendor && { cpu: vendor }), ...(kernel && { host_kernel: releaseText(kernel) }) };
  const hyperv = { settings: { preset: 'recommended', ...ofHost }, flags: {} } as const;
  return {
    os: names.join() === 'linux' ? {} : { os: names as readonly GuestName[] },
    layout: windows && layout === 'constant' ? { counters: 'none' } : {},
    hyperv: windows ? { hyperv } : {},
  };
}
