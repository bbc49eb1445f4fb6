// Output of `virsh domcapabilities`: what hosts offer is read, and judged for a spec, or a problem says where.

import type { EnlightenmentKey } from '../../../grammar/enlightenments.js';
import { whyWithout } from '../../../src/hyperv/host-offer.js';
import { readCapabilities } from '../../../src/libvirt/capabilities.js';
import { Random } from '../../support/random.js';
import { capabilitiesTexts } from '../corpus.js';
import { mutatedOne } from '../mutate.js';
import { ensureAnswered, ensureRendered, ensureSoon } from '../rendered.js';
import { ensure, ensurePlain, type FuzzInput, type Target, textIn } from '../target.js';

const FILE = 'capabilities.xml';
const texts = capabilitiesTexts();
const ELEMENTS = [
  'domainCapabilities',
  'features',
  'hyperv',
  'enum',
  'value',
  'defaults',
  'arch',
  'domain',
  'spinlocks',
];
const WORDS = [
  ...ELEMENTS.flatMap((name) => [name, `<${name}>`, `</${name}>`, `<${name}/>`, `<${name} name='features'>`]),
  ...[
    "supported='yes'",
    "supported='no'",
    'relaxed',
    'vapic',
    'evmcs',
    'on',
    'off',
    'kvm',
    'qemu',
    'x86_64',
    'aarch64',
  ],
  ...[
    '<!-- -->',
    '<![CDATA[',
    ']]>',
    '&#x9b;',
    '&e;',
    '<!DOCTYPE d [<!ENTITY e "x">]>',
    '<constructor>on</constructor>',
  ],
];
const KEYS: readonly EnlightenmentKey[] = ['relaxed', 'stimer', 'evmcs', 'tlbflush_ext', 'reenlightenment'];

export const TARGET: Target = { name: 'capabilities', extension: 'xml', make, check };

function make(random: Random): FuzzInput {
  return { content: mutatedOne(texts, random, WORDS), choice: random.below(2 ** 31) };
}

async function check(input: FuzzInput): Promise<void> {
  const text = textIn(input);
  const random = new Random(input.choice);
  const { value, diagnostics } = await ensureSoon(() => readCapabilities(text, FILE));
  ensureRendered(diagnostics, text);
  if (!value) return ensure(diagnostics.length > 0, () => 'neither capabilities nor a problem');
  ensureAnswered(value, diagnostics);
  for (const key of value.offered) ensure(!value.lacking.has(key), () => `${key} is offered and lacks`);
  const why = whyWithout(random.one(KEYS), { capabilities: [value] }, random.one(['amd', 'intel', undefined]));
  ensurePlain(why ?? '', 'the reason');
}
