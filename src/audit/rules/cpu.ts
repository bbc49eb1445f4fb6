import { TOPOEXT } from '../../../grammar/cpu-models.js';
import { cpuModelOf } from '../../cpc/cpu-model.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { flagIn, isOff, isOn, type Subject } from '../subject.js';

/** The model of the CPU, and flags that hide from the guest what it has. */
export function cpuRules(subject: Subject): Diagnostic[] {
  return [...model(subject), ...lostCpus(subject), ...topoext(subject), ...hidden(subject)];
}

function model({ vm }: Subject): Diagnostic[] {
  if (vm.cpu.model !== undefined) return [];
  if (vm.kind === 'libvirt') return [diagnostic('libvirt/default-cpu', vm.cpu.place, {})];
  return vm.kind === 'qemu' ? [diagnostic('audit/default-cpu', vm.cpu.place, {})] : [];
}

function lostCpus({ vm }: Subject): Diagnostic[] {
  return vm.lostCpus.map(({ value, place, lost }) =>
    vm.kind === 'libvirt'
      ? diagnostic('libvirt/second-cpu', place, { value })
      : diagnostic('audit/second-cpu', place, { value, lost, kind: vm.kind }),
  );
}

/** QEMU's models from EPYC on have topoext; `host` and older models do not. */
const HAVE_TOPOEXT = /^(?:EPYC|Dhyana)/;

function topoext({ vm, vendor, guest = '' }: Subject): Diagnostic[] {
  const threads = vm.topology?.value?.threads ?? 1;
  const name = vm.cpu.model;
  if (threads < 2 || vendor?.vendor === 'intel' || name === undefined) return [];
  const place = flagIn(vm, TOPOEXT)?.place ?? vm.cpu.place;
  const isSet = isOn(vm, TOPOEXT) || (HAVE_TOPOEXT.test(name) && !isOff(vm, TOPOEXT));
  if (isSet || (name === 'host-model' && !isOff(vm, TOPOEXT))) return [];
  const facts = { threads, model: name, kind: vm.kind, guest };
  if (vendor) return [diagnostic('audit/topoext-missing', place, { ...facts, from: vendor.from })];
  return cpuModelOf(name) ? [] : [diagnostic('audit/topoext-unknown', place, facts)];
}

function hidden({ vm, windows }: Subject): Diagnostic[] {
  if (!isOff(vm, 'kvm')) return [];
  return [diagnostic('audit/kvm-hidden', flagIn(vm, 'kvm')?.place, { kind: vm.kind, windows: windows !== 'no' })];
}
