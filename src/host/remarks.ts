import type { LayoutName } from '../../grammar/spec-keys.js';
import { writeCpuset } from '../spec/cpuset.js';
import type { Spec } from '../spec/spec.js';
import type { Remark, Remarks } from '../spec/write.js';
import { type CoreRun, sharedKeys } from './core-runs.js';
import { CPPC_FILES, type HostKey } from './cppc-files.js';
import { rangeOf } from './offset-ranges.js';
import { isTaken } from './taken.js';
import type { Wish } from './wish.js';

/** What a reader of the spec should know: nothing of this machine's names and paths, nor of the time. */
export function remarksOn(cores: readonly CoreRun[], spec: Spec, wish: Wish): Remarks {
  const shared = sharedKeys(cores);
  const omitted = leftOut(cores[0], wish.layout, (key) => shared.includes(key));
  const remarks: [string, Remark][] = [
    ['', { above: headLines(cores, spec, wish) }],
    ['guest.machine', { beside: 'Arm: `--emit initrd` brings the tables to a Linux guest' }],
    ['guest.threads_per_core', { beside: smpText(spec) }],
    ['registers.layout', { beside: LAYOUT_REMARKS[wish.layout] }],
    ...(omitted.length > 0 || Object.keys(spec.defaults).length > 0
      ? [['defaults', { beside: 'what all cores share', below: omitted }] as [string, Remark]]
      : []),
    ...FREQUENCIES.map((key): [string, Remark] => [`defaults.${key}`, { beside: 'MHz' }]),
    ...cores.flatMap((core, i) => coreRemarks(core, i, shared, wish)),
    ...spec.offsets.map((_, i): [string, Remark] => {
      return [`offset.${i}`, { beside: 'added to highest_perf of cores whose first host thread is one of these' }];
    }),
  ];
  return new Map(remarks);
}

const FREQUENCIES = ['nominal_freq', 'lowest_freq'] as const satisfies readonly HostKey[];

const LAYOUT_REMARKS: Readonly<Record<LayoutName, string>> = {
  'acpi-cppc': 'the device of the patched QEMU; "constant" works on every other one',
  constant: 'the numbers stand in the table itself: stock QEMU needs nothing else',
  amd: 'registers answer the levels, which stand here as comments',
  'intel-hwp': 'registers answer the levels, which stand here as comments',
  custom: 'its registers go here: desired_perf, perf_limited, the two counters',
};

function headLines(cores: readonly CoreRun[], spec: Spec, { pinned, layout }: Wish): string[] {
  const count = cores.reduce((sum, core) => sum + core.count, 0);
  const guest = `A guest of ${count} ${count === 1 ? 'core' : 'cores'}`;
  const from = { pins: 'from a list of pins', domain: 'pinned as in a libvirt domain' } as const;
  return [
    `${guest}, ${pinned ? from[pinned.from] : 'one for each core of the host'}.`,
    '',
    "Made by `cppc-acpi init` from what Linux shows in sysfs under acpi_cppc: the host firmware's own numbers, its _CPC.",
    'highest_perf is what the guest ranks its cores by. Firmware can have more than one opinion, as for the cache and the',
    'clock of an X3D: a number like { cache = 236, frequency = 201 } holds both.',
    ...leftOutLines(cores, layout),
    ...(spec.offsets.length > 0
      ? ['', 'The numbers are those of the host: offsets are added when the spec is built.']
      : []),
    '',
    '`cppc-acpi preview` shows how the guest will rank, `cppc-acpi build` makes its tables.',
  ];
}

function leftOutLines(cores: readonly CoreRun[], layout: LayoutName): string[] {
  const keys = CPPC_FILES.filter((key) => !isTaken(key, layout) && cores.some(({ numbers }) => numbers.has(key)));
  if (keys.length === 0) return [];
  const onlyGuaranteed = keys.every((key) => key === 'guaranteed_perf');
  const why = onlyGuaranteed ? '_CPC has it as a register only' : `layout "${layout}" has no number there`;
  return ['', `Left out: ${keys.join(', ')}; ${why}.`];
}

function smpText({ guest, cores }: Spec): string {
  const threads = Number(guest.threads_per_core ?? 1n);
  if (cores.some((core) => core.threads !== undefined)) return 'vCPUs of a core that does not say otherwise';
  const count = cores.reduce((sum, core) => sum + Number(core.count ?? 1n), 0);
  return `as \`-smp ${count * threads},sockets=1,cores=${count},threads=${threads}\``;
}

function coreRemarks(core: CoreRun, i: number, shared: readonly HostKey[], wish: Wish): [string, Remark][] {
  const below = leftOut(core, wish.layout, (key) => !shared.includes(key));
  const sum = sumText(core, wish);
  return [
    [`core.${i}`, { beside: seatsText(core), ...(below.length > 0 && { below }) }],
    ...(sum ? [[`core.${i}.highest_perf`, { beside: sum }] as [string, Remark]] : []),
    ...FREQUENCIES.map((key): [string, Remark] => [`core.${i}.${key}`, { beside: 'MHz' }]),
  ];
}

function seatsText({ seats, count, lender }: CoreRun): string {
  const first = seats[0]?.vcpu ?? 0;
  const vcpus = Array.from({ length: seats.length * count }, (_, i) => first + i);
  const free = seats.filter(({ thread }) => thread === undefined).map(({ vcpu }) => vcpu);
  return [
    `vCPU${vcpus.length > 1 ? 's' : ''} ${writeCpuset(vcpus)}`,
    ...(free.length > 0 ? [`${free.length === seats.length ? 'not' : 'only in part'} pinned`] : []),
    ...(lender === undefined ? [] : [`with the numbers of host CPU ${lender}, the lowest`]),
  ].join(', ');
}

function sumText({ seats, numbers }: CoreRun, { offsets, layout }: Wish): string | undefined {
  const thread = seats.length > 0 && seats.every((seat) => seat.thread !== undefined) ? seats[0]?.thread : undefined;
  const offset = thread === undefined ? 0n : (rangeOf(offsets, thread)?.offset ?? 0n);
  const given = numbers.get('highest_perf');
  if (offset === 0n || given === undefined || !isTaken('highest_perf', layout)) return undefined;
  return `${given + offset} with its offset`;
}

/** Numbers that the spec does not give, for whoever changes its layout. */
function leftOut(core: CoreRun | undefined, layout: LayoutName, wanted: (key: HostKey) => boolean): string[] {
  const texts = CPPC_FILES.filter((key) => wanted(key) && !isTaken(key, layout)).flatMap((key) => {
    const value = core?.numbers.get(key);
    return value === undefined ? [] : [`${key} = ${value}`];
  });
  return texts.length > 0 ? [`left out: ${texts.join(', ')}`] : [];
}
