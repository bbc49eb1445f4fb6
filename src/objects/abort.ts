import { STATUSES } from '../../grammar/acpica.js';
import type { AmlNode } from '../aml/tree.js';
import type { Bound } from './limits.js';

export type Status = (typeof STATUSES)[number]['status'];
export type Reason = (typeof STATUSES)[number]['reason'];

/** Ends the method as ACPICA ends it. Not an Error, whose stack nobody would read: a machine can have a thousand of these. */
export class AbortedError {
  readonly status: Status;
  readonly reason: Reason;
  /** What could not be found, or what was refused. */
  readonly subject: string | undefined;
  /** The path of the method. */
  by: string | undefined;
  /** The innermost statement. */
  node: AmlNode | undefined;

  constructor(status: Status, subject?: string, reason?: Reason) {
    this.status = status;
    this.subject = subject;
    this.reason = reason ?? (STATUSES.find((row) => row.status === status)?.reason as Reason);
    this.by = undefined;
    this.node = undefined;
  }
}

/** Ends a way that is too long, deep or large to follow. Thrown and caught in this room. */
export class BoundError extends Error {
  readonly bound: Bound;

  constructor(bound: Bound) {
    super(bound);
    this.bound = bound;
  }
}

export function abort(status: Status, subject?: string, reason?: Reason): never {
  throw new AbortedError(status, subject, reason);
}

/** A call whose effects nobody sees asks for something unknown. Not an Error, either: it is thrown for each such call. */
export class AsideError {}
