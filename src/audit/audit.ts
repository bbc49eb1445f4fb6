// An audit reads a configuration of any kind into one model (readers/vm.ts), and runs every rule on the model. The command
// `libvirt` runs the same rules on the domain that it is about to write.

import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { list, some } from '../diagnostics/words.js';
import { isOurTable } from '../emit/our-tables.js';
import { knowsHost } from '../hyperv/host-facts.js';
import { type AuditedFlag, auditedFlags } from './enlightenments.js';
import type { Vm } from './readers/vm.js';
import { acpiRules } from './rules/acpi.js';
import { clockRules } from './rules/clock.js';
import { cpuRules } from './rules/cpu.js';
import { flagRules } from './rules/flags.js';
import { migrationRules } from './rules/migration.js';
import { pinRules } from './rules/pins.js';
import { specRules } from './rules/spec.js';
import { contentRules } from './rules/table-contents.js';
import { tableRules } from './rules/tables.js';
import { topologyRules } from './rules/topology.js';
import { type AuditRequest, type Subject, subjectOf } from './subject.js';

export interface Audit {
  readonly vm: Vm;
  /** The guest that rules assumed. */
  readonly guest?: string;
  readonly enlightenments: readonly AuditedFlag[];
  /** What was not examined, and what to give for it. */
  readonly notExamined: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const RULES: readonly ((subject: Subject) => Diagnostic[])[] = [
  cpuRules,
  flagRules,
  clockRules,
  topologyRules,
  pinRules,
  acpiRules,
  tableRules,
  contentRules,
  specRules,
  migrationRules,
];

/** Runs every rule on a configuration. */
export function auditVm(vm: Vm, request: AuditRequest): Audit {
  const subject = subjectOf(vm, request);
  return {
    vm,
    ...(subject.guest !== undefined && { guest: subject.guest }),
    enlightenments: auditedFlags(subject),
    notExamined: notExaminedIn(subject),
    diagnostics: RULES.flatMap((rule) => rule(subject)),
  };
}

function notExaminedIn(subject: Subject): readonly string[] {
  const { vm, guest, windows, host, spec, vendor, offer, specFails } = subject;
  return [
    ...(vm.kind === 'cpu' ? ['vCPUs, topology, pins, clock and tables: give the whole configuration'] : []),
    ...(guest === undefined && windows === 'no' ? ['what the guest needs: give --guest'] : []),
    ...(vendor ? [] : ['what depends on the vendor of the CPU: give --sysfs']),
    ...(windows !== 'no' && !knowsHost(offer)
      ? ['whether the host offers the enlightenments: give --capabilities or --host-kernel']
      : []),
    ...(vm.pinning && vm.pinning.pins.length > 0 && !host
      ? ['whether pins fit the cores of the host: give --sysfs']
      : []),
    ...(vm.pinning?.hookscript?.whyUnread === undefined
      ? []
      : ['the pins of the hookscript: run it on the node of the VM, without --sysfs of another']),
    ...unreadTables(subject),
    ...(spec ? [] : [specFails ? 'whether it fits the spec, which has errors' : 'whether it fits a spec: give --spec']),
  ];
}

/** What the files of tables would tell. */
function unreadTables({ tableFiles, spec, readTable }: Subject): readonly string[] {
  const unread = tableFiles.filter(({ trees }) => trees === undefined).map(({ value }) => value);
  if (unread.length === 0) return [];
  const own = spec && unread.some((path) => isOurTable(path, spec.stem));
  const questions = [
    ...(readTable ? [] : ['whether the tables exist']),
    ...(tableFiles.length > 1 ? ['whether two tables define the same _CPC'] : []),
    ...(own ? ['whether the tables are those of the spec'] : []),
  ];
  if (questions.length === 0) return [];
  const how = readTable
    ? `run it where ${some(unread)} can be read`
    : 'run it on the host of the VM, without --sysfs of another';
  return [`${list(questions, 'and')}: ${how}`];
}
