import { CPC_ENTRIES, CPC_HEAD, type CpcEntryRow, type CpcKey } from '../../../grammar/cpc.js';
import { encodeRegisters } from '../../aml/resource-template.js';
import { elementCount, type FoundCpc, type FoundValue, integerOf } from '../found.js';
import { elementOf, type Finding, finding, fixedValue, lengthOf, type Rule } from './finding.js';

/** What a package must look like before its numbers mean anything. ACPI 6.6 §8.4.6.1. */
export const SHAPE_RULES: readonly Rule<FoundCpc>[] = [
  { origins: ['L3', 'L4'], check: headIsIntegers },
  { origins: ['F3', 'L4'], check: revisionIsKnown },
  { origins: ['L5'], check: revisionIsRead },
  { origins: ['F4', 'L6'], check: countFitsRevision },
  { origins: ['L3', 'L6'], check: countIsSaid },
  { origins: [], check: elementsAreGiven },
  { origins: ['F5', 'A2', 'L7'], check: elementTypes },
];

const NEWEST_REVISION = Math.max(...CPC_ENTRIES.map((row) => row.since));

function headIsIntegers(cpc: FoundCpc): Finding[] {
  const head = [cpc.numEntries, cpc.revision];
  return CPC_HEAD.flatMap((title, i) => {
    const value = head[i] ?? cpc.revision;
    const unknown = value.kind === 'integer' || isReference(value);
    return unknown ? [] : [finding('table/head-type', { title, is: wordsFor(value) }, i)];
  });
}

function revisionIsKnown({ revision }: FoundCpc): Finding[] {
  const number = integerOf(revision);
  if (number === undefined || (number >= 1n && number <= NEWEST_REVISION)) return [];
  return [finding('table/revision-unknown', { revision: number, newest: NEWEST_REVISION }, 1)];
}

function revisionIsRead({ revision }: FoundCpc): Finding[] {
  return integerOf(revision) === 1n ? [finding('table/revision-1', {}, 1)] : [];
}

function countFitsRevision(cpc: FoundCpc): Finding[] {
  const revision = Number(integerOf(cpc.revision) ?? 0n);
  if (revision < 1 || revision > NEWEST_REVISION) return [];
  const right = elementCount(revision);
  const count = lengthOf(cpc);
  return count === right ? [] : [finding('table/element-count', { revision, count, right })];
}

function countIsSaid(cpc: FoundCpc): Finding[] {
  const said = integerOf(cpc.numEntries);
  const count = lengthOf(cpc);
  if (said === undefined || said === BigInt(count)) return [];
  return [finding('table/num-entries', { said, count }, 0)];
}

function elementsAreGiven({ declared, count }: FoundCpc): Finding[] {
  if (declared === undefined || declared === BigInt(count)) return [];
  return [finding('table/elements-declared', { declared, count })];
}

function elementTypes(cpc: FoundCpc): Finding[] {
  return CPC_ENTRIES.flatMap((row) => {
    const value = fixedValue(cpc, row.key);
    return value && row.key !== 'resource_priority' ? typeFindings(row, value) : [];
  });
}

function typeFindings(row: CpcEntryRow & { key: CpcKey }, value: FoundValue): Finding[] {
  const { key, forms } = row;
  const at = elementOf(key);
  switch (value.kind) {
    case 'register':
    case 'absent':
      return [];
    case 'integer': {
      if (forms.includes('Integer')) return [];
      if (key === 'ospm_nominal_perf') return [finding('table/ospm-nominal-integer', { value: value.value }, at)];
      if (key === 'guaranteed_perf') return [finding('table/guaranteed-integer', { value: value.value }, at)];
      return [finding('table/integer-not-register', { key, value: value.value }, at)];
    }
    case 'package':
      return [finding('table/element-type', { key, is: wordsFor(value) }, at)];
    case 'other':
      if (isReference(value)) return [];
      if (value.node.term === 'DefBuffer' || value.node.term === 'ResourceTemplate')
        return [finding('table/buffer-no-register', { key, bytes: bytesIn(value.node) }, at)];
      return [finding('table/element-type', { key, is: wordsFor(value) }, at)];
  }
}

type Other = Extract<FoundValue, { kind: 'other' }>['node'];

function bytesIn(node: Other): number {
  if (node.term === 'DefBuffer')
    return Math.max(node.bytes.length, node.bufferSize.term === 'Integer' ? Number(node.bufferSize.value) : 0);
  return node.term === 'ResourceTemplate' ? encodeRegisters(node.registers).length : 0;
}

/** A name that these tables do not define: nothing is known of its value. */
export function isReference(value: FoundValue): boolean {
  return value.kind === 'other' && value.node.term === 'NameString';
}

/** A value's type, for a message. */
export function wordsFor(value: FoundValue): string {
  switch (value.kind) {
    case 'integer':
      return `the Integer ${value.value}`;
    case 'register':
      return 'a register';
    case 'absent':
      return 'the NULL register';
    case 'package':
      return 'a Package';
    case 'other':
      return value.node.term === 'String'
        ? 'a String'
        : value.node.term === 'DefBuffer'
          ? 'a Buffer'
          : 'something else';
  }
}
