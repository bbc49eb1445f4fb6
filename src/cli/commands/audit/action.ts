import { auditVm } from '../../../audit/audit.js';
import { readBareCpu } from '../../../audit/readers/bare-cpu.js';
import { withHookscript } from '../../../audit/readers/hookscript.js';
import { readVm } from '../../../audit/readers/kind.js';
import { readCommandLine } from '../../../audit/readers/qemu.js';
import type { Vm } from '../../../audit/readers/vm.js';
import type { AuditRequest } from '../../../audit/subject.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import { hasErrors } from '../../../diagnostics/diagnostic.js';
import { ok, type Result } from '../../../diagnostics/result.js';
import { kvmRelease, oldestRelease } from '../../../host/guest/kvm-release.js';
import { readHost } from '../../../host/sysfs.js';
import { type CompiledSource, compileFile } from '../../files/compile-file.js';
import { type HostOptions, type HostRead, readHostFacts } from '../../files/host-facts.js';
import { filesUnder, HERE } from '../../files/host-files.js';
import { readInput } from '../../files/input.js';
import { acceptedText } from '../../files/kinds/other-text.js';
import { withoutAllowed } from '../../terminal/exit.js';
import { COMMAND_LINE, type CommonOptions, report } from '../../terminal/report.js';
import { auditLines, auditToJson } from '../../views/audit-lines.js';
import { readHookscriptFile, readTableFile } from './why-unread.js';

export interface AuditOptions extends CommonOptions, HostOptions {
  readonly qemuArgs?: string;
  readonly cpuFlags?: string;
  readonly spec?: string;
  readonly variant?: string;
  readonly guest?: string;
  readonly sysfs?: string;
}

/** The reason for a usage error, if any. */
export function auditUsageProblem(
  file: string | undefined,
  { qemuArgs, cpuFlags, spec, capabilities = [] }: AuditOptions,
): string | undefined {
  const given = [file, qemuArgs, cpuFlags].filter((one) => one !== undefined);
  if (given.length !== 1) return 'give one FILE, or --qemu-args, or --cpu-flags';
  const inputs = [file, spec, ...capabilities].filter((one) => one === '-');
  return inputs.length > 1 ? 'only one of FILE, --spec and --capabilities can be standard input (-)' : undefined;
}

/** Examines the configuration of a VM; writes nothing. */
export async function audit(file: string | undefined, options: AuditOptions): Promise<number> {
  const texts = new Map<string, string>();
  const vm = file === undefined ? readOptions(options, texts) : await readConfiguration(file, texts, options);
  const { request, diagnostics: ofSpec } = await requestOf(options, texts);
  if (!vm.value) {
    const facts = { kind: null };
    return report(options, { diagnostics: [...vm.diagnostics, ...ofSpec], texts, facts });
  }
  const made = auditVm(vm.value, request);
  const diagnostics = [...vm.diagnostics, ...ofSpec, ...made.diagnostics];
  const shown = withoutAllowed(diagnostics, options);
  return report(options, {
    diagnostics,
    texts,
    lines: auditLines(made, shown),
    facts: auditToJson(made),
  });
}

async function readConfiguration(
  path: string,
  texts: Map<string, string>,
  { sysfs }: AuditOptions,
): Promise<Result<Vm>> {
  const { value: input, diagnostics } = await readInput(path, 'configuration');
  const text = input && acceptedText(input, ['domain', 'qm', 'qemu', 'cpu']);
  if (text?.value === undefined) return { diagnostics: [...diagnostics, ...(text?.diagnostics ?? [])] };
  texts.set(input?.name ?? path, text.value);
  const { value: vm, diagnostics: problems } = readVm(text.value, input?.name ?? path);
  if (!vm || !isOfThisMachine(sysfs)) return { ...(vm && { value: vm }), diagnostics: problems };
  const read = (script: string) => {
    const found = readHookscriptFile(script);
    if ('text' in found) texts.set(script, found.text);
    return found;
  };
  return { value: withHookscript(vm, read), diagnostics: problems };
}

/** With a copy of another host's sysfs, the files of the VM are there. */
function isOfThisMachine(sysfs: string | undefined): boolean {
  return sysfs === undefined || sysfs === HERE;
}

function readOptions({ qemuArgs, cpuFlags = '' }: AuditOptions, texts: Map<string, string>): Result<Vm> {
  const text = qemuArgs ?? cpuFlags;
  texts.set(COMMAND_LINE, text);
  if (qemuArgs !== undefined) return readCommandLine(text, COMMAND_LINE);
  return ok(readBareCpu(text, COMMAND_LINE));
}

/** Of a spec only errors are reported: the rest is for `check`. The VM is examined without it. */
async function requestOf(
  { spec, variant, guest, sysfs, ...hosts }: AuditOptions,
  texts: Map<string, string>,
): Promise<{ request: AuditRequest; diagnostics: readonly Diagnostic[] }> {
  const options = { ...hosts, ...(variant !== undefined && { variant }) };
  // A spec is compiled for the hosts, and has what is known about them.
  const source: Partial<CompiledSource & HostRead> = await (spec === undefined
    ? readHostFacts(hosts)
    : compileFile(spec, options));
  for (const [name, text] of source.texts ?? []) texts.set(name, text);
  const { compiled, input, host: offer, diagnostics = [] } = source;
  const fails = hasErrors(diagnostics) || (spec !== undefined && !compiled);
  const tree = sysfs === undefined ? undefined : filesUnder(sysfs);
  const known = offer ?? compiled?.hyperv.host;
  const kernel = hosts.hostKernel ?? oldestRelease([known?.kernel, tree && kvmRelease(tree)]);
  const request = {
    offer: { ...known, ...(kernel && { kernel }) },
    ...(guest !== undefined && { guest }),
    ...(compiled &&
      input &&
      !fails && { spec: { compiled, stem: input.stem, ...(variant !== undefined && { variant }) } }),
    ...(spec !== undefined && fails && { specFails: true as const }),
    ...(tree && { host: readHost(tree) }),
    ...(isOfThisMachine(sysfs) && { readTable: readTableFile }),
  };
  return { request, diagnostics: fails ? diagnostics : [] };
}
