import { DEBUGFS_FOLDER, RUNNING_GUEST_FILES } from '../../grammar/linux.js';
import type { Release } from '../../grammar/release.js';
import { MARK } from '../boot/init-script.js';
import { type BootReport, readParts } from '../boot/report.js';
import { versionRelease } from '../versions/release.js';

/** What the script says of a Linux guest. */
export interface LinuxReport {
  readonly report: BootReport;
  /** As `uname -r` has it. */
  readonly version: string;
  readonly release: Release | undefined;
  /** Milliseconds since 1970. */
  readonly booted: number | undefined;
  /** debugfs is mounted, and the script could not look into it. */
  readonly debugfsIsHidden: boolean;
  /** The sched_ext scheduler that runs; an empty name if it is not shown. */
  readonly schedExt: string | undefined;
  readonly isWhole: boolean;
}

/** Parts besides those of a guest that `boot` starts. */
export const LINUX_PARTS = { booted: 'booted', hidden: 'hidden' } as const;

export function readLinuxReport(text: string): LinuxReport {
  const { isWhole, report } = readParts(text, {});
  const { files } = report;
  const version = files.get(RUNNING_GUEST_FILES.release) ?? '';
  const [, booted] = new RegExp(`^${MARK} ${LINUX_PARTS.booted}\\n(\\d{9,11})$`, 'm').exec(text) ?? [];
  return {
    report,
    version,
    release: versionRelease(version),
    booted: booted === undefined ? undefined : Number(booted) * 1000,
    debugfsIsHidden: text.includes(`\n${MARK} ${LINUX_PARTS.hidden}\n${DEBUGFS_FOLDER}\n`),
    schedExt:
      files.get(RUNNING_GUEST_FILES.schedExt) === 'enabled'
        ? (files.get(RUNNING_GUEST_FILES.scheduler) ?? '')
        : undefined,
    isWhole,
  };
}
