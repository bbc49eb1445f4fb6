import type { InitRequest } from '../init-request.js';
import type { Chosen } from '../sources.js';
import { fileName } from './choose.js';

const FIRMWARE = "acpi_cppc, which shows the _CPC of the host's firmware";

/** The lines of a spec's head that say where its numbers come from. */
export function sourceLines({ chosen, prefer, variants = [] }: InitRequest): readonly string[] {
  return [
    ...originOf(chosen),
    ...(prefer === undefined ? [] : PREFERRED[prefer]),
    ...(variants.length > 0
      ? [`Variants: ${variants.join(', ')}. Each is a reading of the host; the first is the default.`]
      : []),
  ];
}

function originOf(chosen: Chosen | undefined): readonly string[] {
  if (!chosen || chosen.source === 'cppc')
    return ["Made by `cppc-acpi init` from sysfs acpi_cppc of Linux, which shows the _CPC of the host's firmware."];
  const follows = `Made by \`cppc-acpi init\`: highest_perf follows ${fileName(chosen.source)} of sysfs`;
  switch (chosen.because) {
    case 'equal':
      return [
        `${follows}. The other levels are those of`,
        `${FIRMWARE}; its highest_perf is ${chosen.equal} for all cores.`,
      ];
    case 'missing':
      return [`${follows}. The host has no acpi_cppc:`, 'the lowest levels are assumed.'];
    default:
      return [`${follows}, as --from asks.`];
  }
}

const PREFERRED = {
  cache: [
    '`--prefer cache`: the cores with the larger L3 are above the others. The order within a die is that of the host.',
  ],
  frequency: [
    '`--prefer frequency`: the cores with the smaller L3 are above the others. The order within a die is that of the host.',
  ],
} as const;
