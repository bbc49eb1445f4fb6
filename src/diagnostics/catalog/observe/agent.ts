import { short } from '../../words.js';
import { row } from '../row.js';

const QGA = 'QEMU: qga/qapi-schema.json';

/** Why no report came through the guest agent. */
export const OBSERVE_AGENT = {
  'observe/agent-error': row<{ text: string; isBlocked: boolean }>({
    severity: 'error',
    section: QGA,
    message: (f) =>
      f.isBlocked
        ? `the guest agent does not run programs: ${short(f.text, 140)}`
        : `the guest agent reports an error: ${short(f.text, 140)}`,
    help: (f) =>
      f.isBlocked
        ? 'allow guest-exec in the guest (RHEL, Fedora: `BLOCK_RPCS` or `FILTER_RPC_ARGS` in /etc/sysconfig/qemu-ga; else `block-rpcs` in qemu-ga.conf), or run the script of `observe --script` by hand'
        : 'run the script of `observe --script` in the guest by hand, and give its output as REPORT',
  }),
  'observe/no-agent': row<{ how: keyof typeof HOW; text: string }>({
    severity: 'error',
    section: QGA,
    message: (f) => `${HOW[f.how].message}${f.text === '' ? '' : `: ${short(f.text, 140)}`}`,
    help: (f) => HOW[f.how].help,
  }),
} as const;

const INSTALL =
  'install and start qemu-guest-agent in the guest, and give the VM its channel org.qemu.guest_agent.0; or run the script of `observe --script` by hand';
const ONE_AT_A_TIME =
  'name the socket of the guest agent, which no other program uses at the time; for a domain of libvirt use --domain';

const HOW = {
  'no-program': {
    message: 'cannot ask libvirt',
    help: 'install virsh (Debian: libvirt-clients), or use --agent SOCKET',
  },
  'no-libvirt': {
    message: 'virsh cannot connect to libvirt',
    help: 'give the URI of the libvirt that runs the VM, as in --connect qemu:///system, and run this as a user that may use it (root, or group libvirt)',
  },
  'no-socket': { message: 'cannot connect to the socket of the guest agent', help: ONE_AT_A_TIME },
  'no-domain': {
    message: 'libvirt has no such domain',
    help: '`virsh list --all` has the names; --connect URI names another libvirt',
  },
  'not-connected': {
    message: 'the guest agent does not answer',
    help: `${INSTALL}; with --agent, no other program, such as libvirt, may use the socket at the time`,
  },
  timeout: { message: 'the guest agent took too long', help: INSTALL },
  ended: { message: 'the connection to the guest agent ended', help: ONE_AT_A_TIME },
  failed: {
    message: 'libvirt cannot ask the guest agent',
    help: 'run the script of `observe --script` in the guest by hand, and give its output as REPORT',
  },
  'too-long': { message: 'the answer of the guest agent is longer than 12 MiB', help: ONE_AT_A_TIME },
  'not-json': { message: 'this is no answer of a guest agent', help: ONE_AT_A_TIME },
} as const;
