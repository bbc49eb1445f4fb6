import { GIVEN_LIMITED, limitRow } from '../limited.js';
import { short, some } from '../words.js';
import { helpForKind, type InputKind, kindText } from './input-kinds.js';
import { row } from './row.js';

/** The expected content of a file. */
export type FileKind =
  | 'spec'
  | 'table'
  | 'spec or table'
  | 'domain'
  | 'domain or vm'
  | 'vm'
  | 'configuration'
  | 'capabilities'
  | 'report'
  | 'output';

/** What to name instead of an unreadable file. */
const GIVE: Readonly<Record<FileKind, string>> = {
  spec: 'name a spec, or - for standard input',
  table: 'name a table, or - for standard input',
  'spec or table': 'name a spec or a table, or - for standard input',
  domain: 'name the output of `virsh dumpxml NAME`, or - for standard input',
  'domain or vm': 'name the output of `virsh dumpxml NAME` or of `qm config VMID`, or - for standard input',
  vm: 'name the output of `qm config VMID` or /etc/pve/qemu-server/VMID.conf, or - for standard input',
  capabilities: 'name a file with the output of `virsh domcapabilities`, or - for standard input',
  configuration:
    'name the output of `virsh dumpxml NAME` or `qm config VMID`, a QEMU command line, or - for standard input',
  report: 'name the output of the script that `cppc-acpi observe --script` prints, or - for standard input',
  output: 'make the file readable, or remove it and run `build` without --check',
};

const WANTED: Readonly<Record<FileKind, string>> = {
  spec: 'a spec',
  table: 'a table',
  'spec or table': 'a spec or a table',
  domain: 'a domain',
  'domain or vm': 'a libvirt domain or the configuration of a Proxmox VM',
  vm: 'the configuration of a Proxmox VM',
  configuration: 'the configuration of a VM',
  capabilities: 'the output of `virsh domcapabilities`',
  report: 'the report of a guest',
  output: 'an output',
};

/** Kinds of files that other programs write. */
const FOREIGN_KINDS: Readonly<Partial<Record<FileKind, { readonly what: string; readonly save: string }>>> = {
  domain: { what: 'a domain', save: 'save the domain as UTF-8, as `virsh dumpxml` writes it' },
  'domain or vm': { what: 'a domain or the configuration of a VM', save: 'save the file as UTF-8' },
  vm: { what: 'the configuration of a VM', save: 'save the file as UTF-8' },
  configuration: { what: 'the configuration of a VM', save: 'save the file as UTF-8' },
  capabilities: {
    what: 'the output of `virsh domcapabilities`',
    save: 'save the file as UTF-8, as `virsh domcapabilities` writes it',
  },
};

/** The reason for a file whose name Node cannot say. */
export const NOT_UTF8 = 'the name is not UTF-8';

/** Tables are where only root may read: /sys/firmware/acpi/tables. */
function needsRoot({ why, of }: { readonly why: string; readonly of: FileKind }): boolean {
  return why === 'permission denied' && (of === 'table' || of === 'spec or table');
}

/** Problems of files and streams. */
export const CLI_PROBLEMS = {
  'cli/cannot-read': row<{ why: string; of: FileKind; files?: readonly string[] }>({
    severity: 'error',
    message: (f) =>
      `cannot read ${f.files ? some(f.files) : 'the file'}: ${f.why}${needsRoot(f) ? '; run as root' : ''}`,
    help: (f) =>
      needsRoot(f)
        ? 'the kernel lets only root read the tables of the machine: use sudo, or copy them as root'
        : f.why === NOT_UTF8
          ? 'rename the file: cppc-acpi reads only files whose names are UTF-8'
          : GIVE[f.of],
  }),
  'cli/cannot-write': row<{ why: string; option: string }>({
    severity: 'error',
    message: (f) => `cannot write the file: ${f.why}; no output was changed`,
    help: (f) => `name another ${f.option.endsWith(' DIR') ? 'folder' : 'file'} with ${f.option}`,
  }),
  'cli/other-input': row<{ is: InputKind; of: FileKind; root?: string; by?: string; cat?: string }>({
    severity: 'error',
    message: (f) => `this is ${kindText(f)}, not ${WANTED[f.of]}`,
    help: (f) => helpForKind(f),
  }),
  'cli/not-text': row<{ of: FileKind; isUtf16?: true }>({
    severity: 'error',
    message: (f) =>
      f.isUtf16
        ? `the file is UTF-16 text; ${FOREIGN_KINDS[f.of]?.what ?? 'a spec'} must be UTF-8`
        : `the file is not UTF-8 text; ${FOREIGN_KINDS[f.of]?.what ?? 'TOML'} must be`,
    help: (f) =>
      `${FOREIGN_KINDS[f.of]?.save ?? 'save the spec as UTF-8'}${f.isUtf16 ? `: \`iconv -f UTF-16 -t UTF-8 FILE > NEW\`${f.of === 'domain' ? ', without encoding="UTF-16" in its first line' : ''}` : ''}`,
  }),
  'cli/output-exists': row<object>({
    severity: 'error',
    message: () => 'the file exists; cppc-acpi never overwrites a spec',
    help: () => 'name another file, or remove this one',
  }),
  'cli/output-left-over': row<object>({
    severity: 'error',
    message: () => 'the table is left over from an earlier build; a guest would load its _CPC objects twice',
    help: () => 'run `build` without --check to remove it; if it stays, remove it by hand',
  }),
  'cli/output-missing': row<object>({
    severity: 'error',
    message: () => 'the output does not exist',
    help: () => 'run `build` without --check',
  }),
  'cli/output-of-another-spec': row<{ spec: string; parts: number }>({
    severity: 'error',
    message: (f) =>
      `two specs make this output: one is split into ${f.parts} tables; the other spec is ${short(f.spec, 100)}`,
    help: () => 'rename one of the specs, or build them in separate folders: both the spec and `-o`',
  }),
  'cli/output-stale': row<object>({
    severity: 'error',
    message: () => 'the output is out of date',
    help: () => 'run `build` without --check',
  }),
  'cli/too-large': row<{ most: number; of: FileKind }>({
    severity: 'error',
    message: (f) => `the file is longer than ${f.most} bytes, the limit for a ${f.of}`,
    help: (f) => GIVE[f.of],
  }),
  'cli/too-many': limitRow(GIVEN_LIMITED),
  'cli/empty-folder': row<object>({
    severity: 'error',
    message: () => 'no file in this folder is a table that holds AML',
    help: () =>
      'give a folder such as /sys/firmware/acpi/tables, with DSDT and SSDT as binary files, or as a file the text of acpidump',
  }),
  'cli/several-dumps': row<{ names: readonly string[] }>({
    severity: 'error',
    message: (f) =>
      `the folder has no tables, and ${f.names.length} texts of acpidump, which may be of several machines: ${some(f.names.map((name) => short(name)))}`,
    help: () => 'give the files instead of the folder, of one machine at a time',
  }),
  'cli/empty-input': row<{ of: FileKind; isFile: boolean }>({
    severity: 'error',
    message: (f) => (f.isFile ? 'the file is empty' : 'standard input is empty'),
    help: (f) => GIVE[f.of],
  }),
} as const;
