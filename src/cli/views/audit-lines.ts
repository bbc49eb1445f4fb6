import type { Audit } from '../../audit/audit.js';
import type { AuditedFlag } from '../../audit/enlightenments.js';
import type { Vm } from '../../audit/readers/vm.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { count, short } from '../../diagnostics/words.js';
import { cpusetText } from '../../spec/cpuset.js';
import { widthFor } from '../terminal/width.js';
import { type Column, columnsWithin } from './columns.js';

const KINDS: Readonly<Record<Vm['kind'], string>> = {
  libvirt: 'libvirt domain',
  proxmox: 'Proxmox VM',
  qemu: 'QEMU command line',
  cpu: 'value of -cpu',
};

/** What the configuration has, then what was not examined. */
export function auditLines(audit: Audit, shown: readonly Diagnostic[]): string[] {
  const { vm, notExamined } = audit;
  const flags = audit.enlightenments.filter(isShown);
  return [
    `${short(vm.file)}: ${KINDS[vm.kind]}, ${audit.guest === undefined ? 'guest not known' : `guest ${audit.guest}`}`,
    ...shapeLines(vm),
    ...(flags.length > 0 ? ['', ...columnsWithin(COLUMNS, flags, widthFor(process.stdout.columns))] : []),
    '',
    ...notExamined.map((what) => `Not examined: ${what}.`),
    ...(shown.length === 0 ? [`${short(vm.file)}: no problems found in what was examined`] : []),
  ];
}

function isShown({ state, wanted }: AuditedFlag): boolean {
  return state !== 'default' || wanted === true;
}

const COLUMNS: readonly Column<AuditedFlag>[] = [
  { title: 'enlightenment', align: 'left', cell: ({ name }) => name },
  { title: 'state', align: 'left', cell: ({ state }) => state },
  { title: 'wanted', align: 'left', cell: ({ wanted }) => (wanted === null ? '-' : wanted ? 'yes' : 'no') },
  { title: 'because', align: 'left', cell: ({ because }) => because },
];

function shapeLines({ vcpus, topology, pinning, cpu }: Vm): string[] {
  return [
    `CPU: ${short(cpu.model ?? 'default model')}`,
    ...(vcpus ? [`vCPUs: ${countText(vcpus.value)}`] : []),
    ...(topology ? [`Topology: ${topology.value ? topologyText(topology.value) : 'none'}`] : []),
    ...(pinning ? [`Pins: ${pinText(pinning)}`] : []),
  ];
}

function countText({ current, maximum }: { current: number; maximum: number }): string {
  return current === maximum ? String(maximum) : `${current}, at most ${maximum}`;
}

function topologyText({
  sockets,
  dies,
  clusters,
  cores,
  threads,
}: NonNullable<NonNullable<Vm['topology']>['value']>): string {
  const parts = [
    count(sockets, 'socket'),
    ...(dies === 1 ? [] : [count(dies, 'die')]),
    ...(clusters === 1 ? [] : [count(clusters, 'cluster')]),
    count(cores, 'core'),
    count(threads, 'thread'),
  ];
  return parts.join(' × ');
}

const MOST_CHARACTERS = 200;

function pinText({ pins, whole, hookscript }: NonNullable<Vm['pinning']>): string {
  const unknown = hookscript?.whyUnread === undefined ? '' : ', and what the hookscript pins';
  if (pins.length === 0 && !whole) return unknown === '' ? 'none' : 'those of the hookscript, which are not known';
  if (pins.length === 0 && whole) return `the whole VM on ${short(cpusetText(whole.value))}${unknown}`;
  return short(pins.map(({ vcpu, threads }) => `${vcpu} on ${cpusetText(threads)}`).join('; '), MOST_CHARACTERS);
}

/** The contract of `audit --json`. */
export function auditToJson({ vm, guest, enlightenments, notExamined }: Audit) {
  const { kind, vcpus, topology, pinning } = vm;
  return {
    kind,
    guest: guest ?? null,
    vcpus: vcpus?.value ?? null,
    topology: topology?.value ?? null,
    pins: (pinning?.pins ?? []).map(({ vcpu, threads }) => ({ vcpu, cpuset: cpusetText(threads) })),
    hookscript: pinning?.hookscript?.value ?? null,
    affinity: pinning?.whole ? cpusetText(pinning.whole.value) : null,
    enlightenments: enlightenments.map(({ name, state, wanted, because }) => ({ name, state, wanted, because })),
    not_examined: notExamined,
  };
}
