// What Windows logs of each logical processor at every boot. From the fields of the event's manifest and from logs that owners of
// machines have published; no Windows was started here.

export const PROCESSOR_EVENT = {
  provider: 'Microsoft-Windows-Kernel-Processor-Power',
  channel: 'System',
  id: 55,
} as const;

/** Windows logs the events of one boot within seconds. */
export const SECONDS_OF_A_BOOT = 300;

/** The state types as the message of the event has them in English, and what they are in short. */
export const STATE_TYPES = {
  None: 'none',
  'ACPI Performance (P) / Throttle (T) States': 'p-states',
  'ACPI Collaborative Processor Performance Control': 'cppc',
} as const satisfies Record<string, string>;

/** Of the numbers of PerformanceImplementation only this one is known; it is `None` in the message. */
export const NO_STATE_TYPE = 0;

/**
 * Sockets that Windows 10 and 11 Pro use; Home uses one, Pro for Workstations four. The kernel reads the number from the license
 * (KeRegisteredProcessors). No page of Microsoft has a table; sources: blog.poly.nomial.co.uk, 2022-04-07, "CPU Socket and Core
 * Count Limits in Windows 10", and techrepublic.com, "Microsoft leak reveals new version of Windows 10", for two and four.
 */
export const WINDOWS_SOCKETS = 2;

/** ProductName of the registry stays "Windows 10 …" in Windows 11. Microsoft: "Windows 11 release information", whose builds begin at 22000. */
export const WINDOWS_11 = { build: 22000, oldName: /^Windows 10\b/, name: 'Windows 11' } as const;
