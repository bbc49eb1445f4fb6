import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';

/** The script was run on a host by mistake: most likely its own, whose levels can be those of the spec. */
export function onHost(
  { hypervisor }: { readonly hypervisor: boolean | undefined },
  place: { readonly file: string },
): Diagnostic[] {
  return hypervisor === false ? [diagnostic('observe/no-hypervisor', place, {})] : [];
}
