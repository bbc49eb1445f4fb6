import { DEBUGFS_FOLDER, RUNNING_GUEST_FILES } from '../../grammar/linux.js';
import type { Release } from '../../grammar/release.js';
import { type BootReport, partOf, readParts } from '../boot/report.js';
import { versionRelease } from '../versions/release.js';

/** What the script says of a Linux guest. */
export interface LinuxReport {
  readonly report: BootReport;
  /** As `uname -r` has it. */
  readonly version: string;
  readonly release: Release | undefined;
  /** Milliseconds since 1970. */
  readonly booted: number | undefined;
  /** Whether a PC has the bit of a hypervisor; undefined where nothing says so. */
  readonly hypervisor: boolean | undefined;
  /** debugfs is mounted, and the script could not look into it. */
  readonly debugfsIsHidden: boolean;
  /** The sched_ext scheduler that runs; an empty name if it is not shown. */
  readonly schedExt: string | undefined;
  readonly isWhole: boolean;
}

/** Parts besides those of a guest that `boot` starts. */
export const LINUX_PARTS = { booted: 'booted', hidden: 'hidden', hypervisor: 'hypervisor' } as const;

const HYPERVISOR: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['no', false],
]);

export function readLinuxReport(text: string): LinuxReport {
  const { isWhole, report } = readParts(text, {});
  const { files } = report;
  const version = files.get(RUNNING_GUEST_FILES.release) ?? '';
  const booted = partOf(text, LINUX_PARTS.booted)?.trim() ?? '';
  return {
    report,
    version,
    release: versionRelease(version),
    booted: /^\d{9,11}$/.test(booted) ? Number(booted) * 1000 : undefined,
    hypervisor: HYPERVISOR.get(partOf(text, LINUX_PARTS.hypervisor)?.trim() ?? ''),
    debugfsIsHidden: partOf(text, LINUX_PARTS.hidden)?.trim() === DEBUGFS_FOLDER,
    schedExt:
      files.get(RUNNING_GUEST_FILES.schedExt) === 'enabled'
        ? (files.get(RUNNING_GUEST_FILES.scheduler) ?? '')
        : undefined,
    isWhole,
  };
}
