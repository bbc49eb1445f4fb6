import { CPC_LEVELS } from '../grammar/cpc.js';
import type { EncodingName } from '../grammar/encodings.js';
import type { Release } from '../grammar/release.js';
import { encodeTable } from './aml/table.js';
import type { CpcTable, HostThreads } from './cpc/ir.js';
import { type Code, type Diagnostic, hasErrors, type SpecPath } from './diagnostics/diagnostic.js';
import { ok, type Result } from './diagnostics/result.js';
import type { Compiled } from './emit/format.js';
import { vcpuLimitProblems } from './emit/vcpu-limit.js';
import { answersToDiagnostics, isShownForSpec, judgeGuest, type PlaceOf } from './guest/judge.js';
import { subjectOfTable } from './guest/subject.js';
import type { HostFacts } from './hyperv/host-facts.js';
import { resolveHyperv } from './hyperv/resolve.js';
import { encodingProblems } from './lower/encoding-rules.js';
import { lower } from './lower/lower.js';
import { sizeProblems } from './lower/sizes.js';
import { entryPlace } from './resolve/places.js';
import { resolve } from './resolve/resolve.js';
import { readSpec } from './spec/read.js';
import type { Spec } from './spec/spec.js';
import { guestsNamed } from './versions/guest.js';

export interface SpecSource {
  readonly text: string;
  /** The name that diagnostics give the spec. */
  readonly file: string;
  /** The variant of the values; default: the spec's. */
  readonly variant?: string;
  /** The encoding of the tables; default: iasl's. */
  readonly encoding?: EncodingName;
  /** The QEMU that runs the guest; without it, its limits are those of the oldest. */
  readonly qemu?: Release;
  /** What the KVM of the hosts offers; without it, what the spec says. */
  readonly host?: HostFacts;
  /** False if the caller judges the guests itself. */
  readonly guests?: false;
  /** The pins of the VM by vCPU, which decide about enlightenments: all of them, or those that the spec does not change. */
  readonly pins?: { readonly ofVm: ReadonlyMap<number, HostThreads>; readonly keep: boolean };
}

/** Compiles the text of a spec to its tables, or returns all its problems. */
export async function compile({
  text,
  file,
  variant,
  encoding = 'iasl',
  qemu,
  host,
  guests,
  pins,
}: SpecSource): Promise<Result<Compiled>> {
  const spec = await readSpec(text, file);
  if (!spec.value) return { diagnostics: spec.diagnostics };
  const table = resolve(spec.value, variant);
  const hyperv = table.value ? resolveHyperv(spec.value, withPins(table.value, pins), host) : { diagnostics: [] };
  const problems = [...spec.diagnostics, ...table.diagnostics, ...hyperv.diagnostics];
  if (!table.value || !hyperv.value || hasErrors(problems)) return { diagnostics: problems };
  problems.push(...vcpuLimitProblems(table.value, spec.value, qemu));
  if (guests !== false) problems.push(...guestProblems(spec.value, table.value));
  const parts = lower(table.value, encoding).map((lowered) => ({ ...lowered, aml: encodeTable(lowered.tree) }));
  problems.push(
    ...encodingProblems(table.value, encoding, file),
    ...sizeProblems(
      table.value,
      parts.map((part) => part.aml.length),
      file,
    ),
  );
  return hasErrors(problems)
    ? { diagnostics: problems }
    : ok({ table: table.value, hyperv: hyperv.value, parts }, problems);
}

function withPins(table: CpcTable, pins: SpecSource['pins']): CpcTable {
  if (!pins) return table;
  const processors = table.processors.map(({ hostThreads, ...processor }) => {
    const pin = (pins.keep ? undefined : hostThreads) ?? pins.ofVm.get(processor.vcpu);
    return { ...processor, ...(pin && { hostThreads: pin }) };
  });
  return { ...table, processors };
}

/** Problems for the spec's guests: tables that harm them, that they refuse, or that they accept without ranking cores. */
function guestProblems(spec: Spec, table: CpcTable): Diagnostic[] {
  const subject = subjectOfTable(table);
  const answers = guestsNamed(table.os, table.architecture).map((guest) => judgeGuest(guest, subject));
  return answersToDiagnostics(answers, placesIn(spec, table), 'spec').filter(isShownForSpec);
}

/** The place in the spec of a guest's finding. No key but the levels changes what a guest sees of the device. */
export function placesIn(spec: Spec, { processors, device }: CpcTable): PlaceOf {
  let cores: ReadonlyMap<string, number> | undefined;
  return ({ code, at: { object, entry } }) => {
    const first = object?.processors?.[0];
    // A spec can have a finding for each of its cores.
    cores ??= new Map(processors.map(({ path, core }) => [path, core]));
    const core = first === undefined ? undefined : cores.get(first);
    const ofLevel = CPC_LEVELS.some((key) => key === entry);
    if (core !== undefined && (!device || ofLevel)) return entryPlace(spec, core, entry);
    return { file: spec.file, path: PLACES[code] ?? (device ? ['registers', 'layout'] : ['guest', 'os']) };
  };
}

const MODEL = ['guest', 'cpu_model'] as const;

/** Keys that findings without a processor are about. */
const PLACES: Readonly<Partial<Record<Code, SpecPath>>> = {
  'guest/linux-addr-shared': ['registers', 'addr_shared'],
  'guest/linux-device-reads-zero': ['registers', 'addrspace'],
  'guest/linux-sw-all': ['table', 'coord_type'],
  'guest/linux-cpu-model': MODEL,
  'guest/linux-cppc-flag': MODEL,
  'guest/linux-host-vendor': MODEL,
  'guest/linux-vendor-of-host': MODEL,
};
