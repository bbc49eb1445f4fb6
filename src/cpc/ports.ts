import { ACCESS_SIZES, ADDRESS_SPACES } from '../../grammar/address-spaces.js';
import { CPC_ENTRIES } from '../../grammar/cpc.js';
import { PC_PORTS } from '../../grammar/pc-ports.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { ResolvedCore } from './entries.js';
import type { Settings } from './settings.js';

const SYSTEM_IO = ADDRESS_SPACES.find((row) => row.asl === 'SystemIO')?.id;

/** Room for the sink ports, `_PCT`'s two included. */
const SINK_PORTS = 8;

/** A port that the guest writes must not reach a device of QEMU's pc and q35. */
export function portProblems({ entries, placeOf, byLayout }: ResolvedCore, settings: Settings): Diagnostic[] {
  if (settings.machine !== 'qemu' || settings.layout === 'acpi-cppc') return [];
  const free = freePorts(SINK_PORTS);
  const problems = CPC_ENTRIES.flatMap(({ key, written }) => {
    const entry = entries[key];
    if (!written || entry.kind !== 'register' || entry.register.spaceId !== SYSTEM_IO) return [];
    const first = Number(entry.register.address);
    const [device] = devicesIn(first, first + accessBytes(entry.register.accessSize) - 1);
    if (device === undefined) return [];
    const ofSink = byLayout(key);
    const place = ofSink ? { ...placeOf(key), path: ['registers', 'sink_port'] } : placeOf(key);
    return [{ ofSink, problem: diagnostic('cpc/port-taken', place, { key, port: first, device, free }) }];
  });
  // All sink ports follow from one key, so its first collision says enough.
  const ofSink = problems.filter((one) => one.ofSink).slice(0, 1);
  return [...ofSink, ...problems.filter((one) => !one.ofSink)].map((one) => one.problem);
}

function accessBytes(accessSize: number): number {
  return Math.max(8, ACCESS_SIZES.find((row) => row.id === accessSize)?.bits ?? 8) / 8;
}

/** What of QEMU's pc and q35 answers one of these ports, each device once with its first port. */
export function devicesIn(first: number, last: number): string[] {
  const rows = PC_PORTS.filter((row) => row.first <= last && first <= row.last);
  return rows
    .filter((row, i) => rows.findIndex((other) => other.device === row.device) === i)
    .map((row) => `${row.device} (0x${row.first.toString(16).toUpperCase()})`);
}

/** The first window of so many ports, from 0x520 up, that nothing answers. */
export function freePorts(size: number): number {
  let port = 0x520;
  while (devicesIn(port, port + size - 1).length > 0) port += 0x10;
  return port;
}
