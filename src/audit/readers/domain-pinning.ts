import type { XmlElement } from '@rgrove/parse-xml';
import { MOST_PROCESSORS } from '../../../grammar/machines.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { fail, type Result } from '../../diagnostics/result.js';
import type { Pinned } from '../../host/init-request.js';
import { childOf, childrenOf } from '../../libvirt/children.js';
import type { DomainXml } from '../../libvirt/domain-xml.js';
import { cpusetReader } from '../../spec/cpuset.js';
import type { Vm } from './vm.js';

type Pinning = NonNullable<Vm['pinning']>;

/** Where the vCPUs, the emulator and the I/O threads of a domain run. */
export function domainPinning({ root, placeAt }: DomainXml, pinned: Pinned): Result<Pinning> {
  const [cputune, vcpu, cpusets] = [childOf(root, 'cputune'), childOf(root, 'vcpu'), cpusetReader()];
  const tooMany = tooManyHelpers(cputune, placeAt);
  if (tooMany) return fail(tooMany);
  const diagnostics: Diagnostic[] = [];
  const read = (element: XmlElement) => {
    const threads = cpusets(element.attributes['cpuset'] ?? '');
    if (!('why' in threads)) return [{ threads, place: placeAt(element.start) }];
    const why = `cannot read the cpuset of <${element.name}>: ${threads.why}`;
    diagnostics.push(diagnostic('libvirt/bad-domain', placeAt(element.start), { why }));
    return [];
  };
  const emulator = childrenOf(cputune, 'emulatorpin').flatMap(read);
  const ioThreads = childrenOf(cputune, 'iothreadpin').flatMap((one) =>
    read(one).map((pin) => ({ what: `iothreadpin ${one.attributes['iothread'] ?? ''}`.trim(), ...pin })),
  );
  const [whole] = vcpu?.attributes['cpuset'] === undefined ? [] : read(vcpu);
  const pinning: Pinning = {
    // The pins of <vcpupin> come first, then those that vCPUs have from <vcpu cpuset>.
    pins: pinned.pins.slice(0, childrenOf(cputune, 'vcpupin').length),
    ...(whole && { whole: { value: whole.threads, place: whole.place, by: '<vcpu cpuset>' } }),
    helpers: [...emulator.map((pin) => ({ what: 'emulatorpin', ...pin })), ...ioThreads],
    ioThreads: childOf(root, 'iothreads') !== undefined || childOf(root, 'iothreadids') !== undefined,
    place: placeAt((cputune ?? root).start),
  };
  return diagnostics.length > 0 ? { diagnostics } : { value: pinning, diagnostics };
}

/** One for each I/O thread; a VM has fewer of these than vCPUs. */
function tooManyHelpers(cputune: XmlElement | undefined, placeAt: DomainXml['placeAt']): Diagnostic | undefined {
  const [all, most] = [childrenOf(cputune).filter(({ name }) => HELPERS.includes(name)), MOST_PROCESSORS];
  const past = all[most];
  return past && diagnostic('libvirt/too-many', placeAt(past.start), { of: 'helpers', count: all.length, most });
}

const HELPERS: readonly string[] = ['emulatorpin', 'iothreadpin'];
