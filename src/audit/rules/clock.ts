import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import type { Subject } from '../subject.js';

/** Windows reads the real-time clock as local time. A time zone of its own can be the guest's. */
export function clockRules({ vm, guest = 'Windows', windows }: Subject): Diagnostic[] {
  if (windows === 'no' || !vm.clock || vm.clock.value !== 'utc') return [];
  return [diagnostic('audit/clock-not-local', vm.clock.place, { guest, kind: vm.kind })];
}
