import { LAST_IO_PORT } from '../../grammar/address-spaces.js';
import type { CpcKey } from '../../grammar/cpc.js';
import { NEXT_LINUX, QEMU_PHYSICAL_BITS, X86_PHYSICAL_BITS } from '../../grammar/guests.js';
import type { Release } from '../../grammar/release.js';
import { accessBits, cpcSpaceName, spaceName, spaceText } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';
import { otherSubspaces } from '../cpc/overlap.js';
import type { CpcPackage } from '../cpc/package.js';
import { finding } from '../cpc/rules/finding.js';
import { groupBy } from '../diagnostics/group-by.js';
import { identityOf } from '../diagnostics/identity.js';
import { entriesRead } from './linux-packages.js';
import type { GuestFinding, GuestRule } from './rule.js';
import type { GuestSubject } from './subject.js';

interface RegisterOf {
  readonly key: CpcKey;
  readonly register: GenericRegister;
}

/** The facts of a register's fault, for the message; undefined for a good register. */
type Check = (register: GenericRegister, subject: GuestSubject) => object | undefined;

/** Requirements of acpi_cppc_processor_probe() on each register. */
export const LINUX_REGISTERS: readonly GuestRule[] = [
  each('guest/linux-address-space', spaceIsKnown),
  { ...each('guest/linux-no-ports', noPorts), before: [5, 17] },
  { ...each('guest/linux-port', portIsReached), from: [5, 17], before: NEXT_LINUX },
  each('guest/linux-memory-size', memoryHasSize),
  each('guest/linux-memory-address', memoryIsMapped),
  each('guest/linux-no-pcct', channelIsThere),
  { code: 'guest/linux-subspaces', effect: 'refused', family: 'linux', check: oneSubspace },
];

function each(code: GuestRule['code'], check: Check): GuestRule {
  const checkAll: GuestRule['check'] = (subject, { version }) =>
    subject.cpc.flatMap((cpc) =>
      groupedByFault(code, cpc, registersRead(cpc, version), (register) => check(register, subject)),
    );
  return { code, effect: 'refused', family: 'linux', check: checkAll };
}

/** One finding for all registers of a package with the same fault. */
export function groupedByFault(
  code: GuestRule['code'],
  object: CpcPackage,
  registers: readonly RegisterOf[],
  check: (register: GenericRegister) => object | undefined,
): GuestFinding[] {
  const faulty = registers.flatMap(({ key, register }) => {
    const facts = check(register);
    return facts ? [{ key, facts }] : [];
  });
  if (faulty.length === 0) return [];
  return [...groupBy(faulty, ({ facts }) => identityOf(facts)).values()].map((group) => {
    const [{ key: entry, facts }] = group as [(typeof group)[number]];
    return { code, facts: { ...facts, keys: group.map(({ key }) => key) }, at: { object, entry } };
  });
}

const registersAmong = new WeakMap<ReturnType<typeof entriesRead>, readonly RegisterOf[]>();

export function registersRead(cpc: CpcPackage, version: Release): readonly RegisterOf[] {
  const entries = entriesRead(cpc, version);
  const known = registersAmong.get(entries);
  if (known) return known;
  const registers: RegisterOf[] = [];
  for (const { key, value } of entries) {
    if (value.kind === 'register') registers.push({ key, register: value.register });
  }
  registersAmong.set(entries, registers);
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

/** GET_BIT_WIDTH: Linux maps whole bytes of the access size, or of the width without one. */
function memoryHasSize(register: GenericRegister): object | undefined {
  if (!isMemory(register)) return undefined;
  const bits = accessBits(register.accessSize) || register.bitWidth;
  return bits >= 8 ? undefined : { bits };
}

/** ioremap() refuses addresses beyond the physical address bits. */
function memoryIsMapped(register: GenericRegister, subject: GuestSubject): object | undefined {
  const { architecture, virtual, physicalBits = QEMU_PHYSICAL_BITS } = subject;
  if (!isMemory(register) || (architecture && architecture !== 'x86')) return undefined;
  const most = virtual ? physicalBits : X86_PHYSICAL_BITS;
  const bits = register.address.toString(2).length;
  // Every host has more than QEMU's default, but how many is not known.
  return bits > (most === 'host' ? QEMU_PHYSICAL_BITS : most) ? { bits, most, virtual } : undefined;
}

/** Stock QEMU has no Platform Communications Channel Table. */
function channelIsThere({ spaceId }: GenericRegister, { virtual }: GuestSubject): object | undefined {
  return virtual && spaceName(spaceId) === 'PCC' ? {} : undefined;
}

function oneSubspace({ cpc }: GuestSubject, { version }: { version: Release }): GuestFinding[] {
  return cpc.flatMap((object) => {
    const [facts] = otherSubspaces(registersRead(object, version));
    return facts ? [finding('guest/linux-subspaces', facts, { object, entry: facts.key })] : [];
  });
}
