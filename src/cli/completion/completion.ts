import type { Command } from 'commander';
import { bashCompletion } from './bash.js';
import { completedCommands, rootOptions } from './completed.js';
import { fishCompletion } from './fish.js';
import type { Shell } from './shells.js';
import { zshCompletion } from './zsh.js';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** The completion script for a shell. */
export function completionScript(root: Command, shell: Shell): string {
  return SCRIPTS[shell](completedCommands(root), rootOptions(root));
}
