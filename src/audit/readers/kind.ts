import { diagnostic } from '../../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../../diagnostics/result.js';
import { parseDomain } from '../../libvirt/domain-xml.js';
import { isQmConfig } from '../../proxmox/pinned.js';
import { isBareCpu, readBareCpu } from './bare-cpu.js';
import { readDomainVm } from './domain.js';
import { readProxmoxVm } from './proxmox.js';
import { isCommandLine, readCommandLine } from './qemu.js';
import type { Vm } from './vm.js';

/** Reads the configuration of a VM; its text says what it is written in. */
export function readVm(text: string, file: string): Result<Vm> {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('<')) {
    const { value: xml, diagnostics } = parseDomain(text, file);
    return xml ? readDomainVm(xml) : { diagnostics };
  }
  if (isQmConfig(start)) return readProxmoxVm(text, file);
  if (isCommandLine(start)) return readCommandLine(text, file);
  if (isBareCpu(start)) return ok(readBareCpu(text, file));
  return fail(
    diagnostic(
      'audit/unknown-kind',
      { file },
      {
        why:
          start === ''
            ? 'the text is empty'
            : 'it is no XML, has no line `key: value` of Proxmox, and no option of QEMU such as -cpu or -smp',
      },
    ),
  );
}
