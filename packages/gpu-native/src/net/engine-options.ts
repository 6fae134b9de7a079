import { JamError } from '@jamnet/wire';

/** How the engine waits for datagrams, and for the time of those that have one. */
export interface NativeEngineOptions {
  /**
   * Who waits for datagrams. `loop`: the event loop of JavaScript itself, which is woken by the system and reads up to 32 messages
   * with one call; while datagrams come so densely that it would fall asleep between two of them, it looks at each turn and does not
   * sleep until nothing came for 50 microseconds. `thread`: a thread of the engine, which reads while JavaScript is busy, for one more hand-over between
   * threads (tens of microseconds when both sleep). `busy`: the event loop never sleeps and looks at each turn; the lowest
   * latency, for a whole processor core.
   * @default 'loop'
   */
  readonly receive?: 'loop' | 'thread' | 'busy';
  /**
   * Lets the kernel take runs of equal datagrams apart and put them together (UDP_SEGMENT, UDP_GRO) where it can.
   * @default true
   */
  readonly segmentation?: boolean;
  /**
   * How long before the time of a datagram its thread stops to sleep and watches the clock, 0-1000 microseconds. It is what a
   * core is busy for per time, and what makes up for the system waking it late. 0 never watches.
   * @default 100
   */
  readonly spinUs?: number;
  /**
   * How long the system may look at the network device itself while it waits (SO_BUSY_POLL), 0-1000 microseconds. Few drivers
   * can; more than the system's default needs rights.
   * @default 0
   */
  readonly busyPollUs?: number;
  /**
   * How many batches of received datagrams may be held at once with `holdBatch`, 0-12. Each takes 2.2 MiB of the arena.
   * @default 2
   */
  readonly heldBatches?: number;
}

const MOST_HELD = 12;

/** With every choice made. Throws JamError `bad-option`. */
export function checkEngineOptions(options: NativeEngineOptions): Required<NativeEngineOptions> {
  const { receive = 'loop', segmentation = true, spinUs = 100, busyPollUs = 0 } = options;
  const { heldBatches = 2 } = options;
  if (!['loop', 'thread', 'busy'].includes(receive)) {
    throw new JamError('bad-option', `receive: ${receive}; pass 'loop', 'thread' or 'busy'`);
  }
  checkInteger('spinUs', spinUs, 1000);
  checkInteger('busyPollUs', busyPollUs, 1000);
  checkInteger('heldBatches', heldBatches, MOST_HELD);
  return { receive, segmentation: Boolean(segmentation), spinUs, busyPollUs, heldBatches };
}

function checkInteger(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= most) return;
  throw new JamError('bad-option', `${name}: ${value}; pass an integer from 0 to ${most}`);
}
