import { MOST_QM_CHARACTERS } from '../../grammar/proxmox.js';
import type { Result } from '../diagnostics/result.js';
import type { Pinned } from '../host/init-request.js';
import { type QmConfig, readQmConfig } from './config.js';

/** The first line that counts is an option, or the section of changes; XML begins with `<`, and a section of TOML has another name. */
export function isQmConfig(text: string): boolean {
  const line = text
    .slice(0, MOST_QM_CHARACTERS)
    .replace(/^\uFEFF/, '')
    .split('\n')
    .find((one) => !/^\s*(?:#|$)/.test(one));
  return line !== undefined && (/^(?:[a-z][a-z_-]*\d*:\s|\[pending\]\s*$)/i.test(line) || WITHOUT_SPACE.test(line));
}

/** Proxmox needs no space behind the colon. Other kinds of text have such a word, too, so these are its commonest options. */
const WITHOUT_SPACE =
  /^(?:agent|affinity|args|balloon|bios|boot|cores|cpu|hotplug|machine|memory|name|numa|ostype|scsihw|sockets|vcpus):\S/;

/** What `init` needs of a Proxmox VM. */
export function readQmPinned(text: string, file: string): Result<Pinned> {
  const { value: config, diagnostics } = readQmConfig(text, file);
  return config ? { value: pinnedOf(config), diagnostics } : { diagnostics };
}

/** `affinity` holds for every thread of the VM, so each vCPU may run on all of it. */
function pinnedOf({ vcpus: { maximum }, affinity, ostype, guest, options, placeOf }: QmConfig): Pinned {
  const place = placeOf('affinity');
  const pins = affinity ? Array.from({ length: maximum }, (_, vcpu) => ({ vcpu, threads: affinity, place })) : [];
  const [first] = pins;
  const system = { id: `ostype ${ostype}`, ...(guest && { guest }), place: placeOf('ostype') };
  return {
    from: 'proxmox',
    vcpus: maximum,
    pins,
    ...(first && { whole: { by: 'affinity', pin: first } }),
    place,
    architecture: 'x86',
    ...(options.has('ostype') && { guest: system }),
  };
}
