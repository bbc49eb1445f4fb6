import { WINDOWS_11 } from '../../grammar/windows.js';
import { MARK } from '../boot/init-script.js';
import { partOf } from '../boot/report.js';
import { type ProcessorEvents, readProcessorEvents } from './windows-events.js';

/** What a script or wevtutil says of a Windows guest. */
export interface WindowsReport {
  readonly events: ProcessorEvents;
  /** `10.0.26100.4652` */
  readonly version: string | undefined;
  readonly product: string | undefined;
  /** Services of the processor devices: amdppm, intelppm, processr. */
  readonly drivers: readonly string[];
  readonly processors: number | undefined;
  readonly hypervisor: boolean | undefined;
  /** The value of the registry; null where it is not set, undefined where nothing says so. */
  readonly allowGuestPerfStates: string | null | undefined;
  /** The script ran to its end, or the text is of wevtutil, which has no end. */
  readonly isWhole: boolean;
}

/** Names of a line `name=value`, as the script prints them. */
const FACTS = ['version', 'product', 'drivers', 'processors', 'hypervisor', 'AllowGuestPerfStates'] as const;
export const WINDOWS_PARTS = { facts: 'windows', events: 'events', end: 'end' } as const;

type Facts = Readonly<Partial<Record<(typeof FACTS)[number], string>>>;

export function readWindowsReport(text: string, isOurs: boolean): WindowsReport {
  const facts = isOurs ? factsIn(partOf(text, WINDOWS_PARTS.facts) ?? '') : {};
  const { version, product, drivers = '', processors = '', hypervisor = '', AllowGuestPerfStates: allowed } = facts;
  return {
    events: readProcessorEvents(isOurs ? (partOf(text, WINDOWS_PARTS.events) ?? '') : text),
    version: version || undefined,
    product: productOf(product, version),
    drivers: drivers.split(',').filter((name) => name !== ''),
    processors: /^\d{1,5}$/.test(processors) ? Number(processors) : undefined,
    hypervisor: hypervisor === 'True' ? true : hypervisor === 'False' ? false : undefined,
    allowGuestPerfStates: allowed === undefined ? undefined : allowed || null,
    isWhole: !isOurs || text.includes(`\n${MARK} ${WINDOWS_PARTS.end}`),
  };
}

function productOf(product = '', version = ''): string | undefined {
  const build = Number(/^10\.0\.(\d{1,6})(?:\.|$)/.exec(version)?.[1] ?? 0);
  const name = build >= WINDOWS_11.build ? product.replace(WINDOWS_11.oldName, WINDOWS_11.name) : product;
  return name || undefined;
}

/** Longer values are none of ours. */
const MOST_VALUE = 200;

function factsIn(text: string): Facts {
  const lines = text.split('\n', FACTS.length * 2).map((line) => line.trim());
  return Object.fromEntries(
    FACTS.flatMap((name) => {
      const line = lines.find((one) => one.startsWith(`${name}=`));
      return line === undefined ? [] : [[name, line.slice(name.length + 1, name.length + 1 + MOST_VALUE)]];
    }),
  );
}
