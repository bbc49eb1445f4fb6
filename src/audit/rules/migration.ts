import { booleanOf } from '../../cpc/cpu-model.js';
import { type Diagnostic, diagnostic, type Place } from '../../diagnostics/diagnostic.js';
import { rowOf } from '../../hyperv/enlightenments.js';
import { frequencyOf, requestedIn } from '../enlightenments.js';
import { flagIn, isOff, isOn, type Subject } from '../subject.js';

/** What keeps the VM on its host, and what fails on the next one. */
export function migrationRules(subject: Subject): Diagnostic[] {
  const blockers = blockersOf(subject);
  const [first] = blockers;
  const facts = { blockers: blockers.map(({ what }) => what) };
  const migration = subject.spec?.compiled.hyperv.migration === true;
  const code = migration ? 'audit/blocks-migration' : 'audit/cannot-migrate';
  return [...(first ? [diagnostic(code, first.place, facts)] : []), ...reenlightenment(subject)];
}

interface Blocker {
  readonly what: string;
  readonly place: Place;
}

/** Flags of the CPU with which QEMU refuses to migrate, and devices of the host. */
function blockersOf(subject: Subject): Blocker[] {
  const { vm } = subject;
  const place = (name: string) => flagIn(vm, name)?.place ?? vm.cpu.place;
  const { on, placeOf } = requestedIn(subject);
  // A spec with migration has hyperv/blocks-migration for each of them.
  const isOwn = subject.spec?.compiled.hyperv.migration !== true;
  const blocks = on.filter(({ key, value }) => [true, value].some((one) => one === rowOf(key).blocksMigration));
  const flags = isOwn ? blocks : [];
  return [
    ...(isOff(vm, 'migratable') ? [{ what: 'migratable=off', place: place('migratable') }] : []),
    ...(isOn(vm, 'invtsc') && frequencyOf(subject.vm) === undefined
      ? [{ what: 'invtsc without a TSC frequency', place: place('invtsc') }]
      : []),
    ...flags.map(({ key }) => ({ what: key, place: placeOf(key) })),
    ...vm.hostDevices.slice(0, 1).map(({ value, place: at }) => ({ what: value, place: at })),
  ];
}

/** The next host's QEMU fails if the guest uses reenlightenment and no frequency is given (target/i386/machine.c). */
function reenlightenment(subject: Subject): Diagnostic[] {
  const { vm } = subject;
  const flag = flagIn(vm, 'hv-reenlightenment');
  if (!flag || booleanOf(flag.value) !== true || frequencyOf(vm) !== undefined) return [];
  return [diagnostic('audit/reenlightenment-frequency', flag.place, { kind: vm.kind })];
}
