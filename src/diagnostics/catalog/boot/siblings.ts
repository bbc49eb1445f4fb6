import { short } from '../../words.js';

export type SiblingFacts = {
  readonly vcpu: number;
  readonly expected: string;
  readonly seen: string;
  readonly more: number;
};

export function siblingText({ vcpu, expected, seen }: SiblingFacts): string {
  return `the threads of vCPU ${vcpu}'s core are ${expected} in the spec; the guest sees ${short(seen)}`;
}
