import { AML_PROBLEMS } from './catalog/aml.js';
import { BOOT_PROBLEMS } from './catalog/boot.js';
import { CLI_PROBLEMS } from './catalog/cli.js';
import { CPC_PROBLEMS } from './catalog/cpc/cpc.js';
import { DEVICE_PROBLEMS } from './catalog/cpc/device.js';
import { REGISTER_PROBLEMS } from './catalog/cpc/registers.js';
import { TOPOLOGY_PROBLEMS } from './catalog/cpc/topology.js';
import { DECOMPILE_PROBLEMS } from './catalog/decompile.js';
import { EMIT_PROBLEMS } from './catalog/emit.js';
import { GUEST_LINUX_PROBLEMS } from './catalog/guest/linux.js';
import { GUEST_RANKING_PROBLEMS } from './catalog/guest/ranking.js';
import { GUEST_WINDOWS_PROBLEMS } from './catalog/guest/windows.js';
import { HOST_PROBLEMS } from './catalog/host.js';
import { HYPERV_PROBLEMS } from './catalog/hyperv.js';
import { IASL_PROBLEMS } from './catalog/iasl.js';
import { INSPECT_PROBLEMS } from './catalog/inspect.js';
import { LIBVIRT_PROBLEMS } from './catalog/libvirt.js';
import { SPEC_PROBLEMS } from './catalog/spec.js';
import { TABLE_PROBLEMS } from './catalog/table/table.js';

/** Every diagnostic. The folder of its rule is the first part of its code. */
export const CATALOG = {
  ...AML_PROBLEMS,
  ...SPEC_PROBLEMS,
  ...CPC_PROBLEMS,
  ...REGISTER_PROBLEMS,
  ...TOPOLOGY_PROBLEMS,
  ...DEVICE_PROBLEMS,
  ...EMIT_PROBLEMS,
  ...GUEST_LINUX_PROBLEMS,
  ...GUEST_RANKING_PROBLEMS,
  ...GUEST_WINDOWS_PROBLEMS,
  ...HOST_PROBLEMS,
  ...HYPERV_PROBLEMS,
  ...IASL_PROBLEMS,
  ...LIBVIRT_PROBLEMS,
  ...INSPECT_PROBLEMS,
  ...TABLE_PROBLEMS,
  ...DECOMPILE_PROBLEMS,
  ...BOOT_PROBLEMS,
  ...CLI_PROBLEMS,
} as const;
