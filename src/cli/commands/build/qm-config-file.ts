import type { Result } from '../../../diagnostics/result.js';
import { type QmConfig, readQmConfig } from '../../../proxmox/config.js';
import { readInput } from '../../files/input.js';
import { acceptedText } from '../../files/kinds/other-text.js';

/** Reads the configuration of a Proxmox VM; its text goes to `texts`, for diagnostics to show. */
export async function readQmFile(path: string, texts: Map<string, string>): Promise<Result<QmConfig>> {
  const { value: input, diagnostics } = await readInput(path, 'vm');
  if (!input) return { diagnostics };
  const { value: text, diagnostics: garbled } = acceptedText(input, ['qm']);
  if (text === undefined) return { diagnostics: garbled };
  texts.set(input.name, text);
  return readQmConfig(text, input.name);
}
