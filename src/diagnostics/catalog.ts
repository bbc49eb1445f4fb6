import { AML_PROBLEMS } from './catalog/aml.js';
import { AUDIT_FLAGS } from './catalog/audit/flags.js';
import { AUDIT_MACHINE } from './catalog/audit/machine.js';
import { AUDIT_PINS } from './catalog/audit/pins.js';
import { BOOT_PROBLEMS } from './catalog/boot/problems.js';
import { BOOT_VIRT } from './catalog/boot/virt.js';
import { CLI_PROBLEMS } from './catalog/cli.js';
import { CPC_FEEDBACK } from './catalog/cpc/feedback.js';
import { CPC_FIXED_HARDWARE } from './catalog/cpc/fixed-hardware.js';
import { CPC_FREQUENCIES } from './catalog/cpc/frequencies.js';
import { CPC_NUMBERS } from './catalog/cpc/numbers.js';
import { CPC_REGISTERS } from './catalog/cpc/registers.js';
import { DECOMPILE_PROBLEMS } from './catalog/decompile.js';
import { DIFF_PROBLEMS } from './catalog/diff.js';
import { EMIT_PROBLEMS } from './catalog/emit.js';
import { FIRMWARE_EVALUATION } from './catalog/firmware/evaluation.js';
import { FIRMWARE_LEVELS } from './catalog/firmware/levels.js';
import { FIRMWARE_NEIGHBOURS } from './catalog/firmware/neighbours.js';
import { FIRMWARE_PRIORITIES } from './catalog/firmware/priorities.js';
import { FIRMWARE_PSD } from './catalog/firmware/psd.js';
import { FIRMWARE_SHAPE } from './catalog/firmware/shape.js';
import { FIRMWARE_SOURCES } from './catalog/firmware/sources.js';
import { GUEST_ARM_PROBLEMS } from './catalog/guest/arm.js';
import { GUEST_LINUX_PROBLEMS } from './catalog/guest/linux.js';
import { GUEST_PACKAGE_PROBLEMS } from './catalog/guest/packages.js';
import { GUEST_RANKING_PROBLEMS } from './catalog/guest/ranking.js';
import { GUEST_WINDOWS_PROBLEMS } from './catalog/guest/windows.js';
import { HOST_PROBLEMS } from './catalog/host/problems.js';
import { HOST_REPORT } from './catalog/host/report.js';
import { HOST_SOURCES } from './catalog/host/sources.js';
import { HOST_TABLES } from './catalog/host/tables.js';
import { HYPERV_PROBLEMS } from './catalog/hyperv.js';
import { IASL_PROBLEMS } from './catalog/iasl.js';
import { INSPECT_PROBLEMS } from './catalog/inspect.js';
import { LIBVIRT_PROBLEMS } from './catalog/libvirt.js';
import { LOWER_PROBLEMS } from './catalog/lower.js';
import { OBSERVE_AGENT } from './catalog/observe/agent.js';
import { OBSERVE_LINUX } from './catalog/observe/linux.js';
import { OBSERVE_PLACES } from './catalog/observe/places.js';
import { OBSERVE_REPORT } from './catalog/observe/report.js';
import { OBSERVE_WINDOWS } from './catalog/observe/windows.js';
import { PROXMOX_PROBLEMS } from './catalog/proxmox.js';
import { RESOLVE_CORE } from './catalog/resolve/core.js';
import { RESOLVE_DEVICE } from './catalog/resolve/device.js';
import { RESOLVE_TOPOLOGY } from './catalog/resolve/topology.js';
import { SPEC_PROBLEMS } from './catalog/spec.js';

/** Every diagnostic. Its prefix names the room of its rule, and the file or folder of `catalog/` that has its row. */
export const CATALOG = {
  ...AML_PROBLEMS,
  ...SPEC_PROBLEMS,
  ...CPC_NUMBERS,
  ...CPC_FREQUENCIES,
  ...CPC_REGISTERS,
  ...CPC_FIXED_HARDWARE,
  ...CPC_FEEDBACK,
  ...RESOLVE_CORE,
  ...RESOLVE_TOPOLOGY,
  ...RESOLVE_DEVICE,
  ...LOWER_PROBLEMS,
  ...FIRMWARE_EVALUATION,
  ...FIRMWARE_SHAPE,
  ...FIRMWARE_LEVELS,
  ...FIRMWARE_PRIORITIES,
  ...FIRMWARE_PSD,
  ...FIRMWARE_NEIGHBOURS,
  ...FIRMWARE_SOURCES,
  ...EMIT_PROBLEMS,
  ...GUEST_LINUX_PROBLEMS,
  ...GUEST_ARM_PROBLEMS,
  ...GUEST_PACKAGE_PROBLEMS,
  ...GUEST_RANKING_PROBLEMS,
  ...GUEST_WINDOWS_PROBLEMS,
  ...HOST_PROBLEMS,
  ...HOST_REPORT,
  ...HOST_SOURCES,
  ...HOST_TABLES,
  ...HYPERV_PROBLEMS,
  ...IASL_PROBLEMS,
  ...LIBVIRT_PROBLEMS,
  ...PROXMOX_PROBLEMS,
  ...INSPECT_PROBLEMS,
  ...DECOMPILE_PROBLEMS,
  ...DIFF_PROBLEMS,
  ...BOOT_PROBLEMS,
  ...BOOT_VIRT,
  ...AUDIT_FLAGS,
  ...AUDIT_MACHINE,
  ...AUDIT_PINS,
  ...OBSERVE_REPORT,
  ...OBSERVE_AGENT,
  ...OBSERVE_PLACES,
  ...OBSERVE_LINUX,
  ...OBSERVE_WINDOWS,
  ...CLI_PROBLEMS,
} as const;
