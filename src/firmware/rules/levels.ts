import { fixedHardwareOf, hasPort } from '../../cpc/fixed-hardware.js';
import { QEMU_VIRT_PATH } from '../../cpc/machine.js';
import { type CpcPackage, integerOf } from '../../cpc/package.js';
import { type Finding, finding, type Rule } from '../../cpc/rules/finding.js';

/** Notes on levels of firmware. */
export const LEVEL_RULES: readonly Rule<CpcPackage>[] = [
  { origins: ['X2'], check: highestFitsXen },
  { origins: [], check: highestIsNotConstant255 },
];

/** Xen keeps levels in a byte, and so do the MSRs of AMD and Intel. */
const MOST_IN_A_BYTE = 255n;

/** Only of x86: levels of Arm are often above 255, and Xen there does not read them. */
function highestFitsXen(cpc: CpcPackage): Finding[] {
  const value = integerOf(cpc.entries.get('highest_perf'));
  if (value === undefined || value <= MOST_IN_A_BYTE || !isOfX86(cpc)) return [];
  return [finding('firmware/level-past-255', { value, most: MOST_IN_A_BYTE }, { entry: 'highest_perf' })];
}

function highestIsNotConstant255(cpc: CpcPackage): Finding[] {
  const value = integerOf(cpc.entries.get('highest_perf'));
  return value === MOST_IN_A_BYTE ? [finding('firmware/highest-255', { value }, { entry: 'highest_perf' })] : [];
}

/** MSRs and ports are of x86, except the ports of QEMU's machine virt; a table without either can be of any architecture. */
function isOfX86(cpc: CpcPackage): boolean {
  const kind = fixedHardwareOf(cpc);
  const isVirt = cpc.processors.some((path) => QEMU_VIRT_PATH.test(path));
  return kind === 'msr' || (kind === undefined && hasPort(cpc) && !isVirt);
}
