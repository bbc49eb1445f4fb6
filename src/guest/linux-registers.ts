import { LAST_IO_PORT } from '../../grammar/address-spaces.js';
import type { CpcKey } from '../../grammar/cpc.js';
import { QEMU_PHYSICAL_BITS, X86_PHYSICAL_BITS } from '../../grammar/guests.js';
import type { Release } from '../../grammar/release.js';
import { accessBits, cpcSpaceName, spaceName, spaceText } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';
import { identityOf } from '../diagnostics/identity.js';
import type { FoundCpc } from '../firmware/found.js';
import { entriesRead } from './linux-packages.js';
import { found, type GuestFinding, type GuestRule } from './rule.js';
import type { GuestSubject } from './subject.js';

interface RegisterOf {
  readonly key: CpcKey;
  readonly register: GenericRegister;
}

/** What is wrong with a register, as facts for the message; undefined when nothing is. */
type Check = (register: GenericRegister, subject: GuestSubject) => object | undefined;

/** What acpi_cppc_processor_probe() asks of each register. */
export const LINUX_REGISTERS: readonly GuestRule[] = [
  each('guest/linux-address-space', spaceIsKnown),
  { ...each('guest/linux-no-ports', noPorts), before: [5, 17] },
  { ...each('guest/linux-port', portIsReached), from: [5, 17], before: [7, 3] },
  each('guest/linux-memory-size', memoryHasSize),
  each('guest/linux-memory-address', memoryIsMapped),
  each('guest/linux-no-pcct', channelIsThere),
  { code: 'guest/linux-subspaces', effect: 'refused', family: 'linux', check: oneSubspace },
];

function each(code: GuestRule['code'], check: Check): GuestRule {
  const ask: GuestRule['check'] = (subject, { version }) =>
    subject.cpc.flatMap((cpc) => alike(code, cpc, registersRead(cpc, version), (register) => check(register, subject)));
  return { code, effect: 'refused', family: 'linux', check: ask };
}

/** One finding for all registers of a package that have the same wrong with them. */
export function alike(
  code: GuestRule['code'],
  cpc: FoundCpc,
  registers: readonly RegisterOf[],
  check: (register: GenericRegister) => object | undefined,
): GuestFinding[] {
  const groups = new Map<string, { facts: object; keys: CpcKey[] }>();
  for (const { key, register } of registers) {
    const facts = check(register);
    if (!facts) continue;
    const id = identityOf(facts);
    const group = groups.get(id);
    if (group) group.keys.push(key);
    else groups.set(id, { facts, keys: [key] });
  }
  return [...groups.values()].map(({ facts, keys }) => ({
    ...{ code, facts: { ...facts, keys }, cpc },
    ...(keys[0] && { entry: keys[0] }),
  }));
}

export function registersRead(cpc: FoundCpc, version: Release): RegisterOf[] {
  const registers: RegisterOf[] = [];
  for (const { key, value } of entriesRead(cpc, version)) {
    if (value.kind === 'register') registers.push({ key, register: value.register });
  }
  return registers;
}

function spaceIsKnown({ spaceId }: GenericRegister): object | undefined {
  return cpcSpaceName(spaceId) === undefined ? { space: spaceText(spaceId) } : undefined;
}

function noPorts({ spaceId }: GenericRegister): object | undefined {
  return spaceName(spaceId) === 'SystemIO' ? {} : undefined;
}

/** One to four bytes at a time: ports are read with inb, inw and inl. */
function portIsReached({ spaceId, accessSize, address }: GenericRegister): object | undefined {
  if (spaceName(spaceId) !== 'SystemIO') return undefined;
  if (accessSize < 1 || accessSize > 3) return { accessSize };
  return address > LAST_IO_PORT ? { address } : undefined;
}

function isMemory({ spaceId, address }: GenericRegister): boolean {
  return spaceName(spaceId) === 'SystemMemory' && address !== 0n;
}

/** GET_BIT_WIDTH: what is mapped is the access size, else the width; whole bytes of it. */
function memoryHasSize(register: GenericRegister): object | undefined {
  if (!isMemory(register)) return undefined;
  const bits = accessBits(register.accessSize) || register.bitWidth;
  return bits >= 8 ? undefined : { bits };
}

/** ioremap() takes no address that the processor cannot form. */
function memoryIsMapped(register: GenericRegister, { architecture, virtual }: GuestSubject): object | undefined {
  if (!isMemory(register) || architecture === 'arm') return undefined;
  const most = virtual ? QEMU_PHYSICAL_BITS : X86_PHYSICAL_BITS;
  const bits = register.address.toString(2).length;
  return bits > most ? { bits, most, virtual } : undefined;
}

/** Stock QEMU has no Platform Communications Channel Table. */
function channelIsThere({ spaceId }: GenericRegister, { virtual }: GuestSubject): object | undefined {
  return virtual && spaceName(spaceId) === 'PCC' ? {} : undefined;
}

function oneSubspace({ cpc }: GuestSubject, { version }: { version: Release }): GuestFinding[] {
  return cpc.flatMap((one) => {
    const inPcc = registersRead(one, version).filter(({ register }) => spaceName(register.spaceId) === 'PCC');
    const [first] = inPcc;
    const other = inPcc.find(({ register }) => register.accessSize !== first?.register.accessSize);
    if (!first || !other) return [];
    const facts = {
      ...{ first: first.key, firstSubspace: first.register.accessSize },
      ...{ key: other.key, subspace: other.register.accessSize },
    };
    return [found('guest/linux-subspaces', facts, { cpc: one, entry: other.key })];
  });
}
