import { count, quoted } from '../words.js';
import { row } from './row.js';

const PARSER = 'Proxmox VE: parse_vm_config() in qemu-server, src/PVE/QemuServer.pm';

/** Problems of the configuration of a Proxmox VM. */
export const PROXMOX_PROBLEMS = {
  'proxmox/bad-value': row<{ key: string; value: string; why: string }>({
    severity: 'error',
    message: (f) => `cannot use ${f.key} ${quoted(f.value)}: ${f.why}`,
    help: (f) => `correct it on the Proxmox host with \`qm set VMID --${f.key} …\`, or in the file given here`,
  }),
  'proxmox/line-skipped': row<{ text: string }>({
    severity: 'warning',
    section: PARSER,
    message: (f) => `the line ${quoted(f.text)} is not an option of the form \`key: value\`; it is skipped`,
    help: () => 'give the output of `qm config VMID` or the file /etc/pve/qemu-server/VMID.conf as it is',
  }),
  'proxmox/not-a-config': row<{ characters?: number; most: number }>({
    severity: 'error',
    section: PARSER,
    message: (f) =>
      f.characters === undefined
        ? 'found no option of a Proxmox VM, such as `cores: 4`'
        : `the file has ${count(f.characters, 'character')}; the configuration of a Proxmox VM has at most ${f.most}`,
    help: () => 'give the output of `qm config VMID`, or the file /etc/pve/qemu-server/VMID.conf',
  }),
} as const;
