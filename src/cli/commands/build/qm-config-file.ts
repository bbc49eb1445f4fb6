import type { Result } from '../../../diagnostics/result.js';
import { type QmConfig, readQmConfig } from '../../../proxmox/config.js';
import { readInput, textOf } from '../../files/input.js';

/** Reads the configuration of a Proxmox VM; its text goes to `texts`, for diagnostics to show. */
export async function readQmFile(path: string, texts: Map<string, string>): Promise<Result<QmConfig>> {
  const { value: input, diagnostics } = await readInput(path, 'domain');
  if (!input) return { diagnostics };
  const { value: text, diagnostics: garbled } = textOf(input);
  if (text === undefined) return { diagnostics: garbled };
  texts.set(input.name, text);
  return readQmConfig(text, input.name);
}
