import { constants } from 'node:os';
import { JamError, type RaiseThreadOptions, type ThreadScheduling } from '@jamnet/wire';
import { loadAddon } from './addon.js';

const DEFAULTS = { priority: 2, mostRunMs: 200 } as const;
const RANGES = { priority: [1, 99], mostRunMs: [10, 10_000] } as const;
const ORDINARY = 'it is an ordinary thread';
const NOT_PERMITTED = 'the system does not permit it';
const TAKEN = 'another thread of this process is raised, or the program handles SIGXCPU itself';
const TAKEN_HINT = 'lower the other one first, or leave SIGXCPU alone';
const NOT_HERE = 'the scheduling of threads is written for Linux';
const HINT = 'allow real-time priorities (ulimit -r, as for JACK) or CAP_SYS_NICE';

/**
 * Lets the JavaScript thread that calls go before all ordinary ones (SCHED_RR), so that a busy machine does not keep it from its events. Threads and processes that
 * it starts are ordinary ones. May be called again at any time: a thread that ran for longer than `mostRunMs` has become an ordinary one. One thread of a process can
 * be raised at a time. A refusal changes nothing. Some system calls; allocates. Throws a JamError `bad-option`.
 */
export function raiseThread(options: RaiseThreadOptions = {}): ThreadScheduling {
  const { priority, mostRunMs } = { ...DEFAULTS, ...options };
  check('priority', priority);
  check('mostRunMs', mostRunMs);
  const { addon, refusal } = threads();
  if (addon === undefined) return refusal;
  return told(addon.raiseThread!(priority, mostRunMs * 1000));
}

/** Makes the thread that calls an ordinary one again. */
export function lowerThread(): void {
  threads().addon?.lowerThread!();
}

/** How the thread that calls is scheduled now. Allocates. */
export function threadScheduling(): ThreadScheduling {
  const { addon, refusal } = threads();
  return addon === undefined ? refusal : told(addon.threadScheduling!());
}

function told([priority, errno]: [number, number]): ThreadScheduling {
  if (priority > 0) return { realtime: true, priority };
  const { EPERM, EBUSY } = constants.errno;
  if (errno === EBUSY) return { realtime: false, reason: TAKEN, hint: TAKEN_HINT };
  const refused = errno === EPERM ? NOT_PERMITTED : `the system refuses it (errno ${errno})`;
  return { realtime: false, reason: errno === 0 ? ORDINARY : refused, hint: HINT };
}

function threads() {
  const loaded = loadAddon();
  const refusal = (reason: string, hint: string) =>
    ({ addon: undefined, refusal: { realtime: false, reason, hint } }) as const;
  if (!loaded.ok) return refusal(loaded.reason, loaded.hint);
  const { addon } = loaded;
  if (addon.raiseThread === undefined) return refusal(NOT_HERE, 'close other programs');
  return { addon, refusal: undefined } as const;
}

function check(name: keyof typeof RANGES, value: number): void {
  const [least, most] = RANGES[name];
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const message = `${name} is ${value}; it must be a whole number from ${least} to ${most}`;
  throw new JamError('bad-option', message);
}
