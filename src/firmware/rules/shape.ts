import { CPC_ENTRIES, CPC_HEAD, type CpcKey, NEWEST_REVISION, READ_OF_LATER } from '../../../grammar/cpc.js';
import { encodeRegisters } from '../../aml/resource-template.js';
import {
  type CpcPackage,
  elementCount,
  integerOf,
  isReference,
  lengthOf,
  type PackageValue,
  wordsFor,
} from '../../cpc/package.js';
import { type Finding, finding, type Rule } from '../../cpc/rules/finding.js';

/** What a package must look like before its numbers mean anything. ACPI 6.6 §8.4.6.1. */
export const SHAPE_RULES: readonly Rule<CpcPackage>[] = [
  { origins: ['L3', 'L4'], check: headIsIntegers },
  { origins: ['F3', 'L4'], check: revisionIsKnown },
  { origins: ['L5'], check: revisionIsRead },
  { origins: ['F4', 'L6'], check: countFitsRevision },
  { origins: ['L3', 'L6'], check: numEntriesIsRight },
  { origins: [], check: elementsAreGiven },
  { origins: ['F5', 'A2', 'L7'], check: elementTypes },
];

function headIsIntegers(cpc: CpcPackage): Finding[] {
  const head = [cpc.numEntries, cpc.revision];
  return CPC_HEAD.flatMap((title, i) => {
    const value = head[i] ?? cpc.revision;
    const acceptable = value.kind === 'integer' || isReference(value);
    return acceptable ? [] : [finding('firmware/head-type', { title, is: wordsFor(value) }, { element: i })];
  });
}

function revisionIsKnown({ revision }: CpcPackage): Finding[] {
  const number = integerOf(revision);
  if (number === undefined || (number >= 1n && number <= NEWEST_REVISION)) return [];
  const facts = { revision: number, newest: NEWEST_REVISION, checked: elementCount(READ_OF_LATER) };
  return [finding('firmware/revision-unknown', facts, { element: 1 })];
}

function revisionIsRead({ revision }: CpcPackage): Finding[] {
  return integerOf(revision) === 1n ? [finding('firmware/revision-1', {}, { element: 1 })] : [];
}

function countFitsRevision(cpc: CpcPackage): Finding[] {
  const revision = Number(integerOf(cpc.revision) ?? 0n);
  if (revision < 1 || revision > NEWEST_REVISION) return [];
  const right = elementCount(revision);
  const count = lengthOf(cpc);
  return count === right ? [] : [finding('firmware/element-count', { revision, count, right })];
}

function numEntriesIsRight(cpc: CpcPackage): Finding[] {
  const stated = integerOf(cpc.numEntries);
  const count = lengthOf(cpc);
  if (stated === undefined || stated === BigInt(count)) return [];
  const readPast = stated > count && stated === BigInt(elementCount(Number(integerOf(cpc.revision) ?? 0n)));
  return [finding('firmware/num-entries', { stated, count, readPast }, { element: 0 })];
}

function elementsAreGiven({ declared, count }: CpcPackage): Finding[] {
  if (declared === undefined || declared === BigInt(count)) return [];
  return [finding('firmware/elements-declared', { declared, count })];
}

function elementTypes(cpc: CpcPackage): Finding[] {
  return CPC_ENTRIES.flatMap((row) => {
    const value = cpc.entries.get(row.key);
    return value && row.key !== 'resource_priority' ? typeFindings(row.key, value) : [];
  });
}

function typeFindings(key: CpcKey, value: PackageValue): Finding[] {
  const at = { entry: key };
  switch (value.kind) {
    case 'register':
    case 'absent':
    case 'integer':
    case 'unknown':
      return [];
    case 'package':
      return [finding('firmware/element-type', { key, is: wordsFor(value) }, at)];
    case 'other':
      if (isReference(value)) return [];
      if (value.node.term === 'DefBuffer' || value.node.term === 'ResourceTemplate')
        return [finding('firmware/buffer-no-register', { key, bytes: bytesIn(value.node) }, at)];
      return [finding('firmware/element-type', { key, is: wordsFor(value) }, at)];
  }
}

type Other = Extract<PackageValue, { kind: 'other' }>['node'];

function bytesIn(node: Other): number {
  if (node.term === 'DefBuffer')
    return Math.max(node.bytes.length, node.bufferSize.term === 'Integer' ? Number(node.bufferSize.value) : 0);
  return node.term === 'ResourceTemplate' ? encodeRegisters(node.registers).length : 0;
}
