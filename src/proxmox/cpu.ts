import { QM_DEFAULTS } from '../../grammar/proxmox.js';

/** The option `cpu`: `host,hidden=1,flags=+aes;-pcid`. */
export interface QmCpu {
  /** `host`, `x86-64-v2-AES`, `custom-NAME`. */
  readonly type: string;
  readonly flags: readonly { readonly name: string; readonly on: boolean }[];
  readonly hidden: boolean;
  /** Every property by its name, these included. */
  readonly properties: ReadonlyMap<string, string>;
}

/** Reads a property string: the type is the property without a name, or `cputype`. */
export function readQmCpu(text: string | undefined): QmCpu {
  const properties = propertiesOf(text ?? '', 'cputype');
  return {
    type: properties.get('cputype') ?? QM_DEFAULTS.cpu,
    flags: (properties.get('flags') ?? '').split(/[;\s]+/).flatMap((flag) => {
      const [, sign, name] = /^([+-])(.+)$/.exec(flag) ?? [];
      return name === undefined ? [] : [{ name, on: sign === '+' }];
    }),
    hidden: isYes(properties.get('hidden')),
    properties,
  };
}

/** `a,b=c` by name; the value without a name gets that of the first key. */
export function propertiesOf(text: string, firstKey: string): ReadonlyMap<string, string> {
  const parts = text.split(',').map((part) => part.trim());
  return new Map(
    parts.flatMap((part): [string, string][] => {
      const at = part.indexOf('=');
      if (part === '') return [];
      return [at < 0 ? [firstKey, part] : [part.slice(0, at), part.slice(at + 1)]];
    }),
  );
}

/** A boolean of Proxmox: parse_boolean() in PVE::JSONSchema. */
export function isYes(text: string | undefined): boolean {
  return text !== undefined && /^(?:1|on|yes|true)$/i.test(text);
}
