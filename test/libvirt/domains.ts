// The domains of fixtures/domains and the specs that are put into them.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../src/compile.js';
import type { Compiled } from '../../src/emit/format.js';
import type { DomainEdit } from '../../src/libvirt/domain-edit.js';
import { type EditedDomain, editDomain } from '../../src/libvirt/edit-domain.js';
import { FIXTURES } from '../support/fixtures.js';

export const DOMAINS = join(FIXTURES, 'domains');

export interface DomainFixture {
  readonly name: string;
  readonly text: string;
}

export const domains: readonly DomainFixture[] = readdirSync(DOMAINS)
  .filter((file) => file.endsWith('.xml'))
  .map((file) => ({ name: file.replace('.xml', ''), text: readFileSync(join(DOMAINS, file), 'utf8') }));

/** Both forms of a table: what the libvirt of Debian 12 takes, and the first that has a type for it. */
export const RELEASES = [
  { name: '9.0', libvirt: [9, 0] },
  { name: '11.2', libvirt: [11, 2] },
] as const;

/** The spec beside the domains, with lines of it replaced. */
export async function x3d(...replaced: readonly (readonly [string, string])[]): Promise<Compiled> {
  let text = readFileSync(join(DOMAINS, 'x3d.toml'), 'utf8');
  for (const [from, to] of replaced) {
    if (!text.includes(from)) throw new Error(`x3d.toml has no ${from}`);
    text = text.replace(from, to);
  }
  const { value, diagnostics } = await compile({ text, file: 'x3d.toml' });
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return value;
}

/** The edited text of a domain, which must be accepted. */
export function put(
  text: string,
  request: Omit<DomainEdit, 'placement' | 'topology'> & Partial<DomainEdit>,
): EditedDomain {
  const edit = { placement: { stem: 'x3d' }, topology: false, ...request };
  const { value, diagnostics } = editDomain(text, 'domain.xml', edit);
  if (!value) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('; '));
  return value;
}
