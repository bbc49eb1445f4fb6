import { WINDOWS_REGISTRY } from '../../grammar/guests.js';
import type { CpcTable } from '../cpc/ir.js';
import { type Format, textFile } from './format.js';

/** A registry file that makes Windows 11 use CPPC under a hypervisor. */
export const REG: Format = {
  name: 'reg',
  about: 'a registry file for Windows 11 guests',
  text: true,
  lacks: ({ os }: CpcTable) =>
    os.includes('windows11') ? undefined : '`os` in [guest] does not include "windows11"; set `os = ["windows11"]`',
  emit: (_, { stem }) => [textFile(`${stem}.reg`, LINES.map((line) => `${line}\r\n`).join(''))],
};

const LINES = [
  'Windows Registry Editor Version 5.00',
  '',
  `[${WINDOWS_REGISTRY.key}]`,
  `"${WINDOWS_REGISTRY.value}"=dword:00000001`,
  '',
];
