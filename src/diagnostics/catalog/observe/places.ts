import { andMore, list, numbered, short } from '../../words.js';
import { row } from '../row.js';

const VIRSH = 'libvirt: virsh vcpuinfo and vcpupin';

/** Where the host runs the vCPUs of a domain. */
export const OBSERVE_PLACES = {
  'observe/places-unknown': row<{ why: string }>({
    severity: 'note',
    section: VIRSH,
    message: (f) =>
      `libvirt does not say where the vCPUs run, so nothing was compared with the pins: ${short(f.why, 120)}`,
    help: () =>
      'compare the configuration of the VM with the spec: `virsh dumpxml DOMAIN | cppc-acpi audit - --spec SPEC`',
  }),
  'observe/vcpu-elsewhere': row<{ vcpu: number; may: string; spec: string; more: number }>({
    severity: 'warning',
    section: VIRSH,
    message: (f) =>
      `vCPU ${f.vcpu} runs on ${numbered('host thread', f.may)}, but in the spec on ${short(f.spec)}${andMore(f.more, 'vCPU')}: its levels can be those of another core`,
    help: pinHelp,
  }),
  'observe/vcpu-wanders': row<{ vcpu: number; may: string; spec: string; more: number }>({
    severity: 'warning',
    section: VIRSH,
    message: (f) =>
      `vCPU ${f.vcpu} may run on ${numbered('host thread', f.may)}, but in the spec on ${short(f.spec)} alone${andMore(f.more, 'vCPU')}: elsewhere its levels are those of another core`,
    help: pinHelp,
  }),
  'observe/vcpus-share-threads': row<{ vcpus: readonly { vcpu: number; level: bigint }[]; threads: string }>({
    severity: 'warning',
    section: VIRSH,
    message: (f) =>
      `${list(
        f.vcpus.map(({ vcpu, level }) => `vCPU ${vcpu} (highest_perf ${level})`),
        'and',
      )} may both run on ${numbered('host thread', f.threads)}: the levels describe neither`,
    help: () =>
      'write `host_threads` for each core of the spec, and pin the vCPUs: `cppc-acpi libvirt SPEC --domain FILE`',
  }),
} as const;

function pinHelp({ vcpu, spec }: { readonly vcpu: number; readonly spec: string }): string {
  return `pin the vCPUs as in the spec: \`virsh vcpupin DOMAIN ${vcpu} ${short(spec)} --live --config\`, or use the domain that \`cppc-acpi libvirt SPEC --domain FILE\` writes; or correct \`host_threads\` and the levels of the spec`;
}
