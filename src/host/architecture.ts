import type { Architecture } from '../../grammar/machines.js';
import { isUnread, type Tree } from './tree.js';

const CPUS = 'devices/system/cpu';

interface Sign {
  readonly architecture: Architecture;
  readonly file: (cpu: number) => string;
  /** Without it the file is enough. */
  readonly content?: RegExp;
}

/**
 * Files that show the architecture of a host, or of a copy of its sysfs. Only arm64 shows its ID registers; RISC-V has none,
 * but a table of its own (RHCT). Linux: Documentation/ABI/testing/sysfs-devices-system-cpu.
 */
const SIGNS: readonly Sign[] = [
  { architecture: 'aarch64', file: (cpu) => `${CPUS}/cpu${cpu}/regs/identification/midr_el1` },
  { architecture: 'aarch64', file: () => `${CPUS}/modalias`, content: /^cpu:type:aarch64/ },
  { architecture: 'x86', file: () => `${CPUS}/modalias`, content: /^cpu:type:x86/ },
  { architecture: 'riscv64', file: () => `${CPUS}/modalias`, content: /^cpu:type:riscv/ },
  { architecture: 'riscv64', file: (cpu) => `${CPUS}/cpu${cpu}/of_node/compatible`, content: /riscv/ },
  { architecture: 'riscv64', file: () => 'firmware/acpi/tables/RHCT' },
  { architecture: 'riscv64', file: () => 'proc/cpuinfo', content: /^isa\s*:\s*rv64/m },
];

/** The architecture of a host; undefined if no file shows it. */
export function architectureIn(tree: Tree, cpu: number): Architecture | undefined {
  return SIGNS.find(({ file, content }) => {
    const text = tree.read(file(cpu));
    // The table RHCT is for root only: a file that cannot be read exists.
    if (isUnread(text)) return content === undefined && !text.missing;
    return content === undefined || content.test(text);
  })?.architecture;
}
