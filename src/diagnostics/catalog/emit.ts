import { row } from './row.js';

/** Problems of output formats. */
export const EMIT_PROBLEMS = {
  'emit/too-many-vcpus': row<{ vcpus: number; limits: string; ofPc: number; enough: string; release?: string }>({
    severity: 'warning',
    section: 'QEMU: max_cpus in hw/i386/pc_q35.c and pc_piix.c; `query-machines` prints it as cpu-max',
    message: (f) =>
      f.release === undefined
        ? `the guest has ${f.vcpus} vCPUs; machine q35 has at most ${f.limits}, and pc ${f.ofPc} in every QEMU`
        : `the guest has ${f.vcpus} vCPUs; QEMU ${f.release} refuses more than ${f.limits} in machine q35, and more than ${f.ofPc} in pc`,
    help: (f) =>
      `use machine q35 of QEMU ${f.enough} or newer (pc-q35-${f.enough}), and build with \`--qemu ${f.enough}\`; or lower the number of cores`,
  }),
  'emit/unavailable': row<{ format: string; why: string; help?: string; option?: string }>({
    severity: 'error',
    message: (f) =>
      f.option
        ? `cannot write output "${f.format}" with this ${f.option}: ${f.why}`
        : `cannot write output "${f.format}" for this spec: ${f.why}`,
    help: (f) =>
      f.option
        ? `give ${f.option} another folder, or omit it`
        : (f.help ?? 'use `--emit all` to write every output that is possible for this spec'),
  }),
} as const;
