import type { VmKind } from '../../../../grammar/vm-kinds.js';

/** What the configuration is written in, which decides the words of the help. */
export interface Kind {
  readonly kind: VmKind;
}
