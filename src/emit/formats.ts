import type { CpcTable } from '../cpc/ir.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import { ACPI_CPPC_DEVICE } from './acpi-cppc.js';
import { AML } from './aml.js';
import { ASL } from './asl.js';
import { C } from './c.js';
import type { Compiled, Format, FormatRow, Output, Placement } from './format.js';
import { GRUB } from './grub.js';
import { INITRD } from './initrd.js';
import { JSON_TABLE } from './json.js';
import { LIBVIRT } from './libvirt.js';
import { QEMU_ARGUMENTS } from './qemu.js';
import { QEMU_FIXTURE } from './qemu-fixture.js';
import { REG } from './reg.js';

/** Made in the room proxmox, from the configuration of a VM. */
export const PROXMOX = {
  name: 'proxmox',
  text: true,
  about: 'the args line of a Proxmox VM (needs --domain) and a hookscript that pins it; not in "all"',
  byName: true,
} as const satisfies FormatRow;

/** Every output format, in the order of writing: json lists the outputs before it. */
export const FORMATS: readonly (Format | FormatRow)[] = [
  AML,
  ASL,
  ACPI_CPPC_DEVICE,
  QEMU_ARGUMENTS,
  LIBVIRT,
  INITRD,
  GRUB,
  C,
  REG,
  QEMU_FIXTURE,
  JSON_TABLE,
  PROXMOX,
];

const OF_SPEC = FORMATS.filter((format) => 'emit' in format);

/** The formats of a build without `--emit`. */
export function defaultFormats({ layout }: CpcTable): readonly string[] {
  return layout === 'acpi-cppc' ? ['aml', 'asl', 'acpi-cppc'] : ['aml', 'asl'];
}

/** The formats of `--emit all`: those that are possible for this spec and placement. */
export function givenFormats(table: CpcTable, placement: Placement): readonly string[] {
  return OF_SPEC.filter((format) => !format.byName && !format.lacks?.(table, placement)).map(({ name }) => name);
}

/** The files of the chosen formats; an error for each one that is not possible. */
export function emitFormats(
  compiled: Compiled,
  placement: Placement,
  names: readonly string[],
): Result<readonly Output[]> {
  const outputs: Output[] = [];
  const problems: Diagnostic[] = [];
  for (const format of OF_SPEC.filter((one) => names.includes(one.name))) {
    const lack = format.lacks?.(compiled.table, placement);
    if (lack) {
      const ofSpec = format.lacks?.(compiled.table, { stem: placement.stem }) !== undefined;
      const reason = typeof lack === 'string' ? { why: lack } : lack;
      const facts = { format: format.name, ...reason, ...(!ofSpec && { option: '--table-path' }) };
      problems.push(diagnostic('emit/unavailable', undefined, facts));
    } else outputs.push(...format.emit(compiled, placement, outputs).map((file) => ({ format: format.name, ...file })));
  }
  return problems.length > 0 ? fail(...problems) : ok(outputs);
}
