import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';

/** The vCPUs of a VM that Proxmox adds as devices. */
interface Hotplugged {
  readonly threads: number;
  readonly dies: number;
  /** vCPUs that -smp itself starts. */
  readonly started: number;
  /** Whether threads and dies are those of the spec; else of the VM. */
  readonly ofSpec: boolean;
}

/**
 * With hotplug of vCPUs, Proxmox starts QEMU with one vCPU, and adds each of the others as a device with a socket, a core of
 * its own and thread 0: print_cpu_device() in src/PVE/QemuServer.pm.
 */
export function hotplugProblems(vcpus: Hotplugged, place: Place): Diagnostic[] {
  const fits = vcpus.threads === 1 && vcpus.dies === 1 && vcpus.started === 1;
  return fits ? [] : [diagnostic('proxmox/cpu-hotplug', place, vcpus)];
}
