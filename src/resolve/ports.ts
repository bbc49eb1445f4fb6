import { CPC_ENTRIES } from '../../grammar/cpc.js';
import { PC_PORTS } from '../../grammar/pc-ports.js';
import { accessBits, spaceId } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';
import type { CpcValue } from '../cpc/ir.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import type { ResolvedCore } from './entries.js';
import { stateRegisters } from './layout.js';
import type { Settings } from './settings.js';

/** Room for the sink ports, `_PCT`'s two included. */
const SINK_PORTS = 8;

/** A port that the guest writes must not reach a device of QEMU's pc and q35. */
export function portProblems(core: ResolvedCore, settings: Settings): Diagnostic[] {
  if (settings.machine !== 'qemu' || settings.layout === 'acpi-cppc') return [];
  const free = freePorts(SINK_PORTS);
  const problems = writtenPorts(core, settings).flatMap(({ name, register, ofSink, place }) => {
    const port = Number(register.address);
    const [device] = devicesIn(port, port + accessBytes(register.accessSize) - 1);
    if (device === undefined) return [];
    return [{ ofSink, problem: diagnostic('resolve/port-taken', place, { key: name, port, device, free }) }];
  });
  // One key moves all sink ports: the first collision is enough.
  const first = problems.filter((one) => one.ofSink).slice(0, 1);
  return [...first, ...problems.filter((one) => !one.ofSink)].map((one) => one.problem);
}

interface WrittenPort {
  readonly name: string;
  readonly register: GenericRegister;
  readonly ofSink: boolean;
  readonly place: Place;
}

/** Entries in SystemIO that OSPM writes, and the control of `_PCT`. */
function writtenPorts({ stated: entries, placeOf, byLayout }: ResolvedCore, settings: Settings): WrittenPort[] {
  const sink = { ...placeOf('desired_perf'), path: ['registers', 'sink_port'] };
  const ports = CPC_ENTRIES.flatMap(({ key, written }): WrittenPort[] => {
    const register = registerOf(entries[key]);
    const ofSink = byLayout(key);
    return written && register ? [{ name: key, register, ofSink, place: ofSink ? sink : placeOf(key) }] : [];
  });
  const [control] = settings.objects.includes('_PCT') ? (stateRegisters(0, settings) ?? []) : [];
  const ofPct = control ? [{ name: "_PCT's control", register: control, ofSink: true, place: sink }] : [];
  return [...ports, ...ofPct].filter(({ register }) => register.spaceId === spaceId('SystemIO'));
}

function registerOf(entry: CpcValue): GenericRegister | undefined {
  return entry.kind === 'register' ? entry.register : undefined;
}

function accessBytes(accessSize: number): number {
  return Math.max(8, accessBits(accessSize)) / 8;
}

/** Devices of QEMU's pc and q35 at these ports, each once with its first port. */
export function devicesIn(first: number, last: number): string[] {
  const rows = PC_PORTS.filter((row) => row.first <= last && first <= row.last);
  return rows
    .filter((row, i) => rows.findIndex((other) => other.device === row.device) === i)
    .map((row) => `${row.device} (0x${row.first.toString(16).toUpperCase()})`);
}

/** The first window of this size, from 0x520 up, without a device. */
export function freePorts(size: number): number {
  let port = 0x520;
  while (devicesIn(port, port + size - 1).length > 0) port += 0x10;
  return port;
}
