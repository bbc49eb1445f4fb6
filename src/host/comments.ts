import { MACHINES } from '../../grammar/machines.js';
import type { LayoutName } from '../../grammar/spec-keys.js';
import { architectureOf, virtMachine } from '../cpc/machine.js';
import { count } from '../diagnostics/words.js';
import { writeCpuset } from '../spec/cpuset.js';
import type { Spec } from '../spec/spec.js';
import type { SpecComment, SpecComments } from '../spec/write.js';
import { type CoreRun, sharedKeys } from './core-runs.js';
import { CPPC_FILES, type HostKey } from './cppc-files.js';
import { isWindows } from './guest/guest-keys.js';
import { firstHostThread, hostThreadsOf } from './guest-cores.js';
import type { InitRequest, Pinned } from './init-request.js';
import { layoutTakesLevel } from './layout-levels.js';
import { offsetRangeAt } from './offset-ranges.js';
import { sourceLines } from './source/head-lines.js';
import type { Host } from './sysfs.js';

/** Comments of the spec. They name no host, path or time, so that the same host always gives the same text. */
export function commentsOn(host: Host, cores: readonly CoreRun[], spec: Spec, request: InitRequest): SpecComments {
  const shared = sharedKeys(cores);
  const omitted = omittedNumbers(cores[0], request.layout, (key) => shared.includes(key));
  const comments: [string, SpecComment][] = [
    ['', { above: headLines(cores, spec, request) }],
    ['table.objects', { beside: 'the tables of --tables have no _OSC' }],
    ['guest.machine', { beside: machineText(spec) }],
    ['guest.processor_path', { beside: 'as the tables of --tables name the processors' }],
    ['guest.threads_per_core', { beside: smpText(spec) }],
    ['guest.os', { beside: osText(request) }],
    ...(spec.hyperv
      ? [['hyperv', { beside: 'what QEMU recommends for Windows guests: docs/hyperv.md' }] as [string, SpecComment]]
      : []),
    ['hyperv.host_kernel', { beside: 'of this host; where the VM may run on several, the oldest' }],
    ['registers.counters', { beside: 'no driver of Windows finds an MSR that the guest does not have' }],
    ['registers.layout', { beside: LAYOUT_COMMENTS[request.layout] }],
    ...(omitted.length > 0 || Object.keys(spec.defaults).length > 0
      ? [['defaults', { beside: 'values that all cores share', below: omitted }] as [string, SpecComment]]
      : []),
    ...FREQUENCIES.map((key): [string, SpecComment] => [`defaults.${key}`, { beside: 'MHz' }]),
    ...cores.flatMap((core, i) => coreComments(host, core, i, { shared, request })),
    ...spec.offsets.map((_, i): [string, SpecComment] => {
      return [`offset.${i}`, { beside: 'added to highest_perf of cores whose first host thread is in this list' }];
    }),
  ];
  return new Map(comments);
}

const FREQUENCIES = ['nominal_freq', 'lowest_freq'] as const satisfies readonly HostKey[];

const LAYOUT_COMMENTS: Readonly<Record<LayoutName, string>> = {
  'acpi-cppc': 'for the device of a patched QEMU, out of tree; "constant" works with stock QEMU',
  constant: 'the table holds all numbers; works with stock QEMU',
  amd: 'guests read the levels from registers; the host values are comments below',
  'intel-hwp': 'guests read the levels from registers; the host values are comments below',
  custom: 'write its registers here: desired_perf, perf_limited, the two counters',
};

function headLines(cores: readonly CoreRun[], spec: Spec, request: InitRequest): string[] {
  const { pinned, layout } = request;
  const all = cores.reduce((sum, core) => sum + core.count, 0);
  const guest = `A guest of ${count(all, 'core')}`;
  return [
    `${guest}, ${pinned ? pinnedText(pinned) : 'one for each core of the host'}.`,
    '',
    ...sourceLines(request),
    ...rankingOf(spec, request),
    ...omittedLines(cores, layout),
    ...(spec.cores.some(({ path }) => path) ? ['', 'The paths are those of the tables of --tables.'] : []),
    ...(spec.offsets.length > 0 ? ['', 'The numbers below are those of the host; `build` adds the offsets.'] : []),
    '',
    '`cppc-acpi preview` shows how the guest ranks its cores, `cppc-acpi build` compiles the tables.',
  ];
}

/** Where the vCPUs and their pins come from. */
function pinnedText({ from, pins, byOption }: Pinned): string {
  if (from === 'pins') return 'from a list of pins';
  const domain = from === 'domain' ? 'a libvirt domain' : 'a Proxmox VM';
  if (byOption) return `with the vCPUs of ${domain} and the pins of --pin`;
  if (pins.length === 0) return `with the vCPUs of ${domain}, which has no pins`;
  return from === 'domain' ? `pinned as in ${domain}` : `with the affinity of ${domain}`;
}

function machineText({ guest: { machine } }: Spec): string {
  const format = virtMachine(machine)?.format;
  if (format === undefined) return 'by the OEM id in the tables of --tables; docs/layouts.md says how to add the table';
  return `\`build --emit ${format}\` passes the tables to a Linux guest: docs/arm.md`;
}

function rankingOf({ guest }: Spec, { guest: choice, variants, prefer }: InitRequest): readonly string[] {
  const architecture = architectureOf(guest.machine ?? MACHINES[0].machine, guest.architecture);
  if (architecture !== 'x86') return BY_CAPACITY;
  if (guest.host_vendor === 'intel' && !choice?.names.every(isWindows)) return ON_INTEL;
  return variants === undefined && prefer === undefined ? [...RANKING, ...OTHER_RANKINGS] : RANKING;
}

function osText({ guest }: InitRequest): string {
  const from = {
    option: 'as --guest asks',
    domain: 'the system that the domain names',
    likely: 'the domain has what only Windows uses: --guest names another',
    default: '',
  } as const;
  return from[guest?.from ?? 'default'];
}

const BY_CAPACITY = [
  'A Linux guest ranks its cores by cpu_capacity, which follows highest_perf. nominal_perf is highest_perf, with nominal_freq in',
  'proportion: Linux 6.12 and later count a core as much as its nominal_perf while cppc_cpufreq is loaded and boost is off.',
];

const RANKING = ['The guest ranks its cores by highest_perf.'];

const OTHER_RANKINGS = [
  'Where the firmware offers several rankings, such as cache and frequency on an X3D, init writes variants of several readings:',
  '`--variant cache=DIR --variant frequency=DIR`. `--prefer cache` makes the other ranking of one reading.',
];

const ON_INTEL = [
  'A Windows guest ranks its cores by highest_perf. On this Intel host a Linux guest does not: docs/linux.md says what helps.',
];

function omittedLines(cores: readonly CoreRun[], layout: LayoutName): string[] {
  const keys = CPPC_FILES.filter(
    (key) => !layoutTakesLevel(key, layout) && cores.some(({ numbers }) => numbers.has(key)),
  );
  if (keys.length === 0) return [];
  const onlyGuaranteed = keys.every((key) => key === 'guaranteed_perf');
  const why = onlyGuaranteed ? 'in _CPC it can only be a register' : `layout "${layout}" takes no number for them`;
  return ['', `Omitted: ${keys.join(', ')}; ${why}.`];
}

function smpText({ guest, cores }: Spec): string {
  const threads = Number(guest.threads_per_core ?? 1n);
  if (cores.some((core) => core.threads !== undefined)) return 'default for cores without their own `threads`';
  const all = cores.reduce((sum, core) => sum + Number(core.count ?? 1n), 0);
  const dies = guest.dies?.length ?? 1;
  const ofDies = dies === 1 ? '' : `dies=${dies},`;
  return `as \`-smp ${all * threads},sockets=1,${ofDies}cores=${all / dies},threads=${threads}\``;
}

function coreComments(
  host: Host,
  core: CoreRun,
  i: number,
  { shared, request }: { readonly shared: readonly HostKey[]; readonly request: InitRequest },
): [string, SpecComment][] {
  const below = omittedNumbers(core, request.layout, (key) => !shared.includes(key));
  const result = [reportedText(host, core), offsetResultText(core, request)].filter(Boolean).join(', ');
  return [
    [`core.${i}`, { beside: vcpusText(core), ...(below.length > 0 && { below }) }],
    ...(result ? [[`core.${i}.highest_perf`, { beside: result }] as [string, SpecComment]] : []),
    ...FREQUENCIES.map((key): [string, SpecComment] => [`core.${i}.${key}`, { beside: 'MHz' }]),
  ];
}

function vcpusText({ vcpus, count, lender }: CoreRun): string {
  const first = vcpus[0].vcpu;
  const numbers = Array.from({ length: vcpus.length * count }, (_, i) => first + i);
  const free = vcpus.filter(({ thread }) => thread === undefined).map(({ vcpu }) => vcpu);
  return [
    `vCPU${numbers.length > 1 ? 's' : ''} ${writeCpuset(numbers)}`,
    ...(free.length > 0 ? [`${free.length === vcpus.length ? 'not' : 'partly'} pinned`] : []),
    ...(lender === undefined ? [] : [`numbers of host CPU ${lender}, the lowest`]),
  ].join(', ');
}

function offsetResultText(core: CoreRun, { offsets, layout }: InitRequest): string | undefined {
  const { vcpus, numbers } = core;
  const thread = vcpus.every((vcpu) => vcpu.thread !== undefined) ? firstHostThread(core) : undefined;
  const offset = thread === undefined ? 0n : (offsetRangeAt(offsets, thread)?.offset ?? 0n);
  const given = numbers.get('highest_perf');
  if (offset === 0n || given === undefined || !layoutTakesLevel('highest_perf', layout)) return undefined;
  return `${given + offset} with the offset`;
}

/** The level of the firmware, where the spec has another. */
function reportedText(host: Host, core: CoreRun): string | undefined {
  const thread = firstHostThread(core);
  const reported = thread === undefined ? undefined : host.online.get(thread)?.reported;
  const changed = reported !== undefined && reported !== core.numbers.get('highest_perf');
  return changed && core.vcpus.every((vcpu) => hostThreadsOf(vcpu).length === 1)
    ? `${reported} in acpi_cppc`
    : undefined;
}

/** Host numbers that the layout does not take, kept as a comment for a later change of layout. */
function omittedNumbers(core: CoreRun | undefined, layout: LayoutName, wanted: (key: HostKey) => boolean): string[] {
  const texts = CPPC_FILES.filter((key) => wanted(key) && !layoutTakesLevel(key, layout)).flatMap((key) => {
    const value = core?.numbers.get(key);
    return value === undefined ? [] : [`${key} = ${value}`];
  });
  return texts.length > 0 ? [`omitted: ${texts.join(', ')}`] : [];
}
