/** Kinds of files that people give in place of another. */
export type InputKind = keyof typeof KINDS;

interface KindRow {
  readonly text: string;
  /** What to do with such a file. */
  readonly use: string;
}

const READ_TABLE =
  'use `cppc-acpi inspect FILE` or `check FILE`; `cppc-acpi decompile FILE -o NEW.toml` makes a spec of it';
const TOML = 'a spec is TOML: `cppc-acpi init -o NEW.toml` writes one, and docs/spec.md has its keys';

const KINDS = {
  table: { text: 'a compiled table', use: READ_TABLE },
  dump: { text: 'the text of acpidump', use: READ_TABLE },
  archive: { text: 'an archive of an initrd', use: READ_TABLE },
  compressed: { text: 'a compressed file', use: '' },
  domain: {
    text: 'a libvirt domain',
    use: 'use `cppc-acpi audit FILE` to examine it; `cppc-acpi init --domain FILE -o NEW.toml` writes a spec for it, and `cppc-acpi libvirt SPEC --domain FILE` changes it',
  },
  capabilities: {
    text: 'the output of `virsh domcapabilities`',
    use: 'give it with `--capabilities FILE` to `build`, `check`, `hyperv` or `libvirt`',
  },
  xml: { text: 'XML', use: 'for a libvirt domain give the output of `virsh dumpxml NAME` to `cppc-acpi audit`' },
  asl: { text: 'ASL source', use: 'compile it with `iasl FILE`, and give the .aml to `cppc-acpi check` or `inspect`' },
  qm: {
    text: 'the configuration of a Proxmox VM',
    use: 'use `cppc-acpi audit FILE` to examine it; `cppc-acpi init --domain FILE -o NEW.toml` writes a spec for it, and `cppc-acpi build SPEC --domain FILE --emit proxmox` the arguments',
  },
  qemu: { text: 'a QEMU command line', use: 'use `cppc-acpi audit FILE` to examine it' },
  cpu: { text: 'a value of -cpu', use: 'use `cppc-acpi audit FILE`, or `audit --cpu-flags VALUE`, to examine it' },
  report: {
    text: 'a report of a guest',
    use: 'use `cppc-acpi observe SPEC FILE` to compare it with the spec of the guest',
  },
  json: { text: 'JSON', use: TOML },
  yaml: { text: 'YAML', use: TOML },
  spec: {
    text: 'a spec',
    use: '`cppc-acpi preview FILE` shows its cores, `cppc-acpi build FILE` makes tables of it',
  },
} as const satisfies Readonly<Record<string, KindRow>>;

interface KindFacts {
  readonly is: InputKind;
  readonly of: string;
  /** The root element of XML. */
  readonly root?: string;
  /** How a file is compressed, and the program that reads it. */
  readonly by?: string;
  readonly cat?: string;
}

export function kindText({ is, root, by }: KindFacts): string {
  if (root !== undefined) return `${KINDS[is].text} with the element <${root}>`;
  return by === undefined ? KINDS[is].text : `compressed with ${by}`;
}

export function helpForKind({ is, of, cat }: KindFacts): string {
  if (is === 'compressed') return `decompress it first: \`${cat} FILE > NEW\`, and give NEW`;
  if (of === 'domain or vm') return INIT_DOMAIN;
  if (of === 'vm') return forProxmox(is);
  const isVm = is === 'domain' || is === 'qm' || is === 'qemu' || is === 'cpu';
  if (of !== 'domain' || isVm) return KINDS[is].use;
  const order = is === 'spec' ? 'name the spec first: `cppc-acpi libvirt SPEC --domain FILE`; ' : '';
  return `${order}a domain is the output of \`virsh dumpxml NAME\``;
}

const QM = 'the output of `qm config VMID`, or /etc/pve/qemu-server/VMID.conf';

const INIT_DOMAIN = `give --domain the output of \`virsh dumpxml NAME\`, or ${QM}; \`init\` makes a new spec for this VM`;

function forProxmox(is: InputKind): string {
  if (is === 'domain' || is === 'xml')
    return 'for a libvirt domain use `cppc-acpi libvirt SPEC --domain FILE`; `--emit proxmox` is for Proxmox VMs';
  const order = is === 'spec' ? 'name the spec first: `cppc-acpi build SPEC --emit proxmox --domain FILE`; ' : '';
  return `${order}give --domain ${QM}`;
}
