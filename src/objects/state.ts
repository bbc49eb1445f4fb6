import { findName, pathOfName } from '../aml/name-tree.js';
import type { AmlNode } from '../aml/tree.js';
import { abort, BoundError } from './abort.js';
import { DEEPEST_CALL, DEEPEST_TERM, MOST_MEMORY, MOST_STEPS } from './limits.js';
import type { DataEntity, Decision, Entity, FieldEntity, MethodEntity, Scope, Slot, Value } from './model.js';
import { copyOf } from './values.js';
import { type Way, wayOf } from './ways.js';

/** A method that runs, or table-level code. */
export interface Frame {
  scope: Scope;
  /** A slot is made when it is first used. */
  readonly locals: Slot[];
  readonly args: Slot[];
  /** Names that the method has made, which end with it; undefined at table level, where names stay. */
  readonly made: Scope[] | undefined;
}

export type Operand = Value | Slot;

export type Completion = 'break' | 'continue' | { readonly returned: Value | undefined } | undefined;

export interface Settings {
  /** 4 where the DSDT has revision 1, else 8. ACPI 6.6 §5.2.11.1. */
  readonly integerBytes: 4 | 8;
  /** With a DSDT, a name that no table has is an error, as in ACPICA; without one it is unknown. */
  readonly complete: boolean;
  /** What every byte of a region reads as, in place of unknown values: the way of acpiexec. */
  readonly fill: number | undefined;
  /** The version of ACPICA, where versions differ. */
  readonly acpica: number;
}

/** What all code of a machine shares while it runs. */
export class State {
  readonly root: Scope;
  readonly settings: Settings;
  readonly mask: bigint;
  way: Way = wayOf([]);
  /** Conditions of the table-level code that is being read. */
  loading: readonly Decision[] = [];
  /** Names that no table has, as they stand in the code. */
  unresolved = new Set<string>();
  /** Bytes of regions that were written, by address space and address, where `fill` is given. */
  readonly regionBytes = new Map<string, number>();
  /** The path of the method that runs. */
  by = '\\';
  calls = 0;
  depth = 0;
  /** The fields that a call of this method for its effects writes, if it has no others that are seen; else undefined. */
  sideCall: (method: MethodEntity) => ReadonlySet<FieldEntity> | undefined = () => undefined;
  /** On this way a Name got another object: Packages that name it may have either. */
  replaced = false;
  private readonly isThere = (node: Scope): boolean => this.at(node) !== undefined;
  private undos: (() => void)[] = [];
  private steps = 0;
  private mostSteps = MOST_STEPS;
  private memory = 0;
  /** Where names of DerefOf (String) are looked up. */
  scope: Scope;
  /** The value of a named object. Set by the interpreter, as the next two, because these files cannot import it. */
  read: (entity: Entity) => Value = () => abort('AE_AML_BAD_OPCODE');
  operand: (node: AmlNode, frame: Frame) => Operand = () => abort('AE_AML_BAD_OPCODE');
  block: (terms: readonly AmlNode[], frame: Frame) => Completion = () => undefined;

  constructor(root: Scope, settings: Settings) {
    this.root = root;
    this.scope = root;
    this.settings = settings;
    this.mask = settings.integerBytes === 4 ? 0xffff_ffffn : 0xffff_ffff_ffff_ffffn;
  }

  /** Starts a way, with the budget of one; table-level code of a large machine has more statements. */
  begin(plan: readonly boolean[], mostSteps = MOST_STEPS): void {
    this.way = wayOf(plan);
    this.steps = 0;
    this.mostSteps = mostSteps;
    this.memory = 0;
    this.calls = 0;
    this.depth = 0;
    this.replaced = false;
  }

  step(): void {
    if (++this.steps > this.mostSteps) throw new BoundError('steps');
  }

  get stepsTaken(): number {
    return this.steps;
  }

  spend(weight: number): void {
    this.memory += weight;
    if (this.memory > MOST_MEMORY) throw new BoundError('memory');
  }

  copy(value: Value): Value {
    return copyOf(value, (weight) => this.spend(weight));
  }

  enter(): void {
    if (++this.depth > DEEPEST_TERM) throw new BoundError('depth');
  }

  leave(): void {
    this.depth--;
  }

  call(): void {
    if (++this.calls > DEEPEST_CALL) throw new BoundError('calls');
  }

  /** Remembers how a change is taken back. */
  changed(undo: () => void): void {
    this.undos.push(undo);
  }

  /** How many changes can be taken back. */
  get changes(): number {
    return this.undos.length;
  }

  /** Takes every change since the last `keep` back, or those behind the first so many. */
  takeBack(first = 0): void {
    while (this.undos.length > first) this.undos.pop()?.();
  }

  keep(): void {
    this.undos = [];
  }

  /** The object of a Name, made now if it was not needed before. */
  held(entity: DataEntity): Value | undefined {
    const { make } = entity;
    if (!make) return entity.value;
    const { asked } = this.way;
    entity.make = undefined;
    const undo = () => {
      entity.value = undefined;
      entity.make = make;
    };
    // Until it is made, an error or an object of this way may be in it.
    this.changed(undo);
    entity.value = make();
    if (asked === this.way.asked && !this.replaced) this.undos.splice(this.undos.lastIndexOf(undo), 1);
    return entity.value;
  }

  /** What stands at a node on this way; a condition of table level may decide. */
  at(node: Scope): Entity | undefined {
    for (let entity = node.value; entity; entity = entity.otherwise) if (this.holds(entity.when)) return entity;
    return undefined;
  }

  /** Whether nothing more can be defined at a node under the present conditions. */
  taken(node: Scope): boolean {
    for (let entity = node.value; entity; entity = entity.otherwise) {
      if (!entity.when || entity.when.every((one) => this.loading.includes(one))) return true;
    }
    return false;
  }

  find(name: string, scope: Scope): Entity | undefined {
    const node = this.findNode(name, scope);
    return node && this.at(node);
  }

  /** The node of an Alias is another than that of its entity. */
  findNode(name: string, scope: Scope): Scope | undefined {
    return findName(name, scope, this.isThere);
  }

  private holds(when: readonly Decision[] | undefined): boolean {
    return !when || when.every((one) => this.loading.includes(one) || this.way.decide(one.value) === one.truth);
  }
}

export function pathOf(entity: Entity): string {
  return pathOfName(entity.node);
}
