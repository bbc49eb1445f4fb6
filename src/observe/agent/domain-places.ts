import { readVcpuinfo, readVcpupin, type VcpuPlace } from '../vcpu-places.js';
import { type Domain, runVirsh } from './virsh.js';

/**
 * Where the vCPUs of the domain may run: what the host's kernel says (`vcpuinfo`), else the pins of the domain (`vcpupin`), which
 * libvirt also knows where QEMU has no thread for each vCPU; or why libvirt says neither.
 */
export async function placesOfDomain(domain: Domain, timeoutMs: number): Promise<readonly VcpuPlace[] | string> {
  const info = await textOf(domain, 'vcpuinfo', timeoutMs);
  const places = 'text' in info ? readVcpuinfo(info.text) : [];
  if (places.length > 0) return places;
  const pins = await textOf(domain, 'vcpupin', timeoutMs);
  const pinned = 'text' in pins ? readVcpupin(pins.text) : [];
  if (pinned.length > 0) return pinned;
  return 'why' in info ? info.why : 'virsh vcpuinfo names no vCPU';
}

/** 4,096 vCPUs, with a letter for each of 900 host threads. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

async function textOf(
  domain: Domain,
  command: string,
  timeoutMs: number,
): Promise<{ readonly text: string } | { readonly why: string }> {
  const run = await runVirsh(domain, command, [], { timeoutMs, mostOutput: MOST_CHARACTERS });
  if (run.state === 'missing') return { why: 'virsh is not in PATH' };
  if (run.state === 'stopped') return { why: run.why };
  return run.status === 0
    ? { text: run.stdout }
    : {
        why: run.stderr
          .slice(0, 4096)
          .trim()
          .replaceAll(/^error: /gm, ''),
      };
}
