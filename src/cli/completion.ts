import type { Command } from 'commander';
import { bashCompletion } from './completion/bash.js';
import { completedCommands, rootOptions } from './completion/completed.js';
import { fishCompletion } from './completion/fish.js';
import type { Shell } from './completion/shells.js';
import { zshCompletion } from './completion/zsh.js';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** What a shell reads to complete command lines. */
export function completionScript(root: Command, shell: Shell): string {
  return SCRIPTS[shell](completedCommands(root), rootOptions(root));
}
