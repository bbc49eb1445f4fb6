import type { GuestRun } from './guest.js';
import type { Accelerator } from './qemu.js';

interface AcceleratedRun {
  readonly run: GuestRun;
  readonly accelerator: Accelerator;
  /** Why KVM was not used. */
  readonly insteadOfKvm?: string;
}

/** Runs with KVM where it works, else with TCG; on some hosts /dev/kvm opens and the guest then prints nothing. */
export async function runAccelerated(
  requested: Accelerator | 'auto',
  run: (accelerator: Accelerator) => Promise<GuestRun>,
): Promise<AcceleratedRun> {
  if (requested !== 'auto') return { run: await run(requested), accelerator: requested };
  const first = await run('kvm');
  if (first.state !== 'silent' && first.state !== 'failed') return { run: first, accelerator: 'kvm' };
  return { run: await run('tcg'), accelerator: 'tcg', insteadOfKvm: first.why };
}
