import type { CpuVendor } from '../../grammar/cpu-models.js';
import { cpuModelOf } from '../cpc/cpu-model.js';
import type { Spec } from '../spec/spec.js';

/** The vendor of the guest's CPU: a known CPU model, else the vendor of the host, which `[hyperv] cpu` and `host_vendor` name. */
export function vendorOf(spec: Spec, cpuModel: string): CpuVendor | undefined {
  const model = cpuModelOf(cpuModel);
  if (model) return model.vendor === 'Intel' ? 'intel' : 'amd';
  return hostVendorOf(spec);
}

/** The vendor of the host's CPU, if the spec names it. */
export function hostVendorOf({ hyperv, guest }: Pick<Spec, 'hyperv' | 'guest'>): CpuVendor | undefined {
  return hyperv?.settings.cpu ?? guest.host_vendor;
}
