import type { Compiled } from '../../emit/format.js';
import { clockOffset, hypervFragments } from '../../emit/libvirt.js';
import { cpuValue, shellWord } from '../../emit/qemu.js';
import { closure, requiresInCodeOf, requiresOf } from '../../hyperv/closure.js';
import { type Enlightenment, flagName, inGrammarOrder, type Reason, rowOf } from '../../hyperv/enlightenments.js';
import { type HypervElements, hypervElements } from '../../hyperv/libvirt-elements.js';
import { flagText, globalOption, qemuFlags } from '../../hyperv/qemu-flags.js';
import { knownTo, type Releases } from '../../hyperv/releases.js';
import { NEWEST } from '../../versions/release.js';
import { xmlLines } from '../../xml/xml-text.js';
import { type Column, columns } from './columns.js';

/** The enlightenments: a row each, then the syntax of QEMU and libvirt, and what the preset leaves out. */
export function hypervLines({ table, hyperv }: Compiled, { qemu, libvirt }: Releases): string[] {
  if (hyperv.on.length === 0)
    return ['No enlightenments: the spec has no [hyperv] with `preset = "recommended"` or flags.'];
  const on = knownTo(hyperv.on, qemu);
  const elements = hypervElements({ ...hyperv, on }, libvirt ?? NEWEST);
  const flags = qemuFlags(hyperv.on, qemu);
  const options = [['-cpu', cpuValue(table, hyperv, qemu)], ...flags.options];
  return [
    ...columns(columnsFor(elements, libvirt), on),
    '',
    `QEMU${releaseText(qemu)}:`,
    ...options.map(([option, value = '']) => `  ${option} ${shellWord(value)}`),
    '',
    `libvirt${releaseText(libvirt)}:`,
    hypervFragments(elements, clockOffset({ table, hyperv })).join('\n'),
    ...leftOutLines(hyperv.leftOut),
  ];
}

function releaseText(release: Releases['qemu']): string {
  return release ? ` ${release.join('.')}` : '';
}

function columnsFor(elements: HypervElements, libvirt: Releases['libvirt']): Column<Enlightenment>[] {
  return [
    { title: 'QEMU', align: 'left', cell: flagText },
    { title: 'why', align: 'left', cell: ({ why }) => whyText(why) },
    { title: 'needs', align: 'left', cell: needsText },
    { title: `libvirt${releaseText(libvirt)}`, align: 'left', cell: (flag) => libvirtText(flag, elements) },
    { title: 'what it is', align: 'left', cell: ({ key }) => rowOf(key).about },
  ];
}

function whyText(why: Reason): string {
  switch (why.by) {
    case 'spec':
    case 'preset':
      return why.by;
    case 'guest':
      return 'windows10';
    case 'required':
      return `for ${why.of.join(', ')}`;
  }
}

/** Other flags first, last those that only the documentation requires; then hardware and devices. */
function needsText({ key }: Enlightenment): string {
  const inCode = closure([key], requiresInCodeOf);
  const documented = inGrammarOrder(
    [...closure([key], (one) => requiresOf(one, undefined)).keys()].map((one) => ({ key: one })),
  );
  const ofCode = documented.filter((one) => inCode.has(one.key)).map((one) => one.key);
  const ofText = documented.filter((one) => !inCode.has(one.key)).map((one) => one.key);
  const { intelOnly, requiresOnIntel, device, qemu } = rowOf(key);
  const needs = [
    ...(ofCode.length > 0 ? [ofCode.join(', ')] : []),
    ...(ofText.length > 0 ? [`by its documentation ${ofText.join(', ')}`] : []),
    ...(intelOnly ? ['Intel'] : []),
    ...(requiresOnIntel ? [`on Intel ${requiresOnIntel.join(', ')}`] : []),
    ...(device === undefined ? [] : [`-device ${device}`]),
    ...(key === 'no_nonarch_coresharing' ? ['pins, topology'] : []),
    ...(qemu ? [] : ['patched QEMU']),
  ];
  return needs.join('; ') || '-';
}

/** The element of the flag in a domain. */
function libvirtText(flag: Enlightenment, { hyperv, qemuArguments, unsupported }: HypervElements): string {
  if (unsupported.includes(flag.key)) return 'none';
  if (qemuArguments.includes(globalOption(flag)[1])) return '<qemu:arg>';
  const { libvirt } = rowOf(flag.key);
  switch (libvirt?.in) {
    case 'timer':
      return "<timer name='hypervclock'/>";
    case 'panic':
      return "<panic model='hyperv'/>";
    case 'mode':
      return "<hyperv mode='passthrough'/>";
    case 'part':
      return `<${libvirt.of}><${libvirt.element}>`;
    case 'hyperv': {
      const own = hyperv?.children.find(({ name }) => name === libvirt.element);
      return own ? (xmlLines({ ...own, children: [] })[0] ?? '') : '';
    }
    case undefined:
      return '';
  }
}

function leftOutLines(leftOut: Compiled['hyperv']['leftOut']): string[] {
  if (leftOut.length === 0) return [];
  const of: Column<(typeof leftOut)[number]>[] = [
    { title: '  flag', align: 'left', cell: ({ key }) => `  ${flagName(key)}` },
    { title: 'why', align: 'left', cell: ({ why }) => why },
  ];
  return ['', 'Left out by the preset:', ...columns(of, leftOut).slice(1)];
}
