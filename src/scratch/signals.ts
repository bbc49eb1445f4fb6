// What SIGINT, SIGTERM and SIGHUP do. Node runs a handler only between two pieces of work, so with one a long computation
// would not end. Without one the system ends the process at once. So there is a handler only while there is something to
// clean up, or while a command waits for its input.

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let handler: (() => void) | undefined;
let holders = 0;

/** Sets what a held signal does; without this call, as in the library, signals are left alone. */
export function whenSignalled(act: () => void): void {
  handler = act;
}

/** From now on a signal cleans up, until the returned function is called. */
export function holdSignals(): () => Promise<void> {
  const act = handler;
  if (act === undefined) return async () => {};
  if (holders++ === 0) for (const signal of SIGNALS) process.on(signal, act);
  return async () => {
    await deliveredSignals();
    if (--holders === 0) for (const signal of SIGNALS) process.off(signal, act);
  };
}

/** Holds signals while the work waits. */
export async function heldSignals<T>(work: () => Promise<T>): Promise<T> {
  const release = holdSignals();
  try {
    return await work();
  } finally {
    await release();
  }
}

/** A signal that came during the last piece of work reaches its handler at the next turn of the event loop. */
async function deliveredSignals(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
