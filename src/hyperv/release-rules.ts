import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { type Enlightenments, rowOf } from './enlightenments.js';
import { hypervElements } from './libvirt-elements.js';
import { knownTo, type Releases } from './releases.js';

/** Flags that the given releases do not support. */
export function releaseProblems({ on }: Enlightenments, { qemu, libvirt }: Releases, file: string): Diagnostic[] {
  const at = { file, path: ['hyperv'] };
  const problems: Diagnostic[] = [];
  const known = knownTo(on, qemu);
  if (qemu && known.length < on.length) {
    const flags = on
      .filter((flag) => !known.includes(flag))
      .map(({ key }) => ({ key, since: rowOf(key).qemu?.join('.') ?? '' }));
    problems.push(diagnostic('hyperv/qemu-too-old', at, { release: qemu.join('.'), flags }));
  }
  const keys = libvirt ? hypervElements({ on: known }, libvirt).unsupported : [];
  if (libvirt && keys.length > 0)
    problems.push(diagnostic('hyperv/libvirt-cannot', at, { release: libvirt.join('.'), keys }));
  return problems;
}
