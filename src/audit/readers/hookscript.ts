import { QM_SNIPPETS } from '../../../grammar/proxmox.js';
import type { Place } from '../../diagnostics/diagnostic.js';
import type { Pin } from '../../host/pins.js';
import { readHookscript } from '../../proxmox/hookscript.js';
import { cpusetReader } from '../../spec/cpuset.js';
import type { Vm } from './vm.js';

type Hookscript = NonNullable<NonNullable<Vm['pinning']>['hookscript']>;

/** The text of a script, or why it cannot be read. */
type HookscriptFile = { readonly text: string } | { readonly why: string };

/** A script that is named, and not read. */
export function unreadHookscript(volume: string, place: Place): Hookscript {
  return { value: volume, place, whyUnread: '--sysfs is of another host' };
}

/** The file of a volume such as `local:snippets/x3d.sh`; undefined for a storage whose folder is not known. */
function hookscriptPath(volume: string): string | undefined {
  const [, storage, name = ''] = /^([^:]+):snippets\/([^/]+)$/.exec(volume) ?? [];
  return storage === QM_SNIPPETS.storage ? `${QM_SNIPPETS.folder}/${name}` : undefined;
}

/** The VM with the pins of its hookscript, if `build` made it: no other script is understood. */
export function withHookscript(vm: Vm, read: (path: string) => HookscriptFile): Vm {
  const { pinning } = vm;
  const hookscript = pinning?.hookscript;
  if (!pinning || !hookscript) return vm;
  const path = hookscriptPath(hookscript.value);
  const file = path === undefined ? { why: 'the folder of its storage is not known' } : read(path);
  const pins = 'why' in file ? undefined : pinsIn(file.text, path ?? '');
  if (pins) return { ...vm, pinning: { ...pinning, pins, hookscript: placedOf(hookscript) } };
  const whyUnread = 'why' in file ? file.why : '`build --emit proxmox` did not make it';
  return { ...vm, pinning: { ...pinning, hookscript: { ...placedOf(hookscript), whyUnread } } };
}

function placedOf({ value, place }: Hookscript): Hookscript {
  return { value, place };
}

function pinsIn(text: string, file: string): readonly Pin[] | undefined {
  const cpusets = cpusetReader();
  return readHookscript(text)?.flatMap(({ vcpu, cpuset, line }) => {
    const threads = cpusets(cpuset);
    return 'why' in threads ? [] : [{ vcpu, threads, place: { file, line, column: 1 } }];
  });
}
