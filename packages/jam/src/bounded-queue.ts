import { JamError } from '@jamnet/wire';

/** What waits for a `for await` loop, and what becomes of the rest. */
export interface QueueOptions {
  /** Most that waits for the reader, 1 to 1,048,576. @default 1024 */
  readonly capacity?: number;
  /** What is dropped when it is full: the `oldest` that waits, or the `newest`, which has just come. @default 'oldest' */
  readonly drop?: 'oldest' | 'newest';
  /** Ends the loop when aborted; what waits is still read. */
  readonly signal?: AbortSignal;
}

/** Read with `for await`, by one loop. Leaving the loop closes it. */
export interface MessageQueue<T> extends AsyncIterableIterator<T> {
  /** What waits to be read. */
  readonly waiting: number;
  /** What was dropped because the reader was slower than what came. */
  readonly dropped: number;
  /** Takes nothing more; what waits is still read, then the loop ends. */
  close(): void;
}

/** A {@link MessageQueue} with its inlet. */
export interface BoundedQueue<T> extends MessageQueue<T> {
  /** False when something was dropped for it, or when the queue is closed. Never blocks. */
  push(value: T): boolean;
}

const DEFAULT_CAPACITY = 1024;
const MOST_CAPACITY = 2 ** 20;

/** `closed` is called once, when the reader has left or the queue was closed. Throws JamError `bad-option`. */
export function createBoundedQueue<T>(
  options: QueueOptions = {},
  closed: () => void = () => undefined,
): BoundedQueue<T> {
  const { capacity = DEFAULT_CAPACITY, drop = 'oldest', signal } = options;
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > MOST_CAPACITY) {
    throw new JamError(
      'bad-option',
      `capacity is ${capacity}: it may be an integer from 1 to ${MOST_CAPACITY}`,
    );
  }
  if (drop !== 'oldest' && drop !== 'newest') {
    throw new JamError('bad-option', `drop is '${String(drop)}': it may be oldest or newest`);
  }
  return new RingQueue<T>(capacity, drop, signal, closed);
}

class RingQueue<T> implements BoundedQueue<T> {
  waiting = 0;
  dropped = 0;
  /** Grows up to the capacity, so that a generous bound costs nothing while it is not used. */
  #ring: (T | undefined)[] = new Array<T | undefined>(16);
  #first = 0;
  #closed = false;
  /** Readers that wait for something to come. */
  readonly #readers: ((result: IteratorResult<T, undefined>) => void)[] = [];
  readonly #abort = (): void => this.close();
  readonly #capacity: number;
  readonly #drop: 'oldest' | 'newest';
  readonly #signal: AbortSignal | undefined;
  readonly #onClosed: () => void;

  constructor(
    capacity: number,
    drop: 'oldest' | 'newest',
    signal: AbortSignal | undefined,
    onClosed: () => void,
  ) {
    this.#capacity = capacity;
    this.#drop = drop;
    this.#signal = signal;
    this.#onClosed = onClosed;
    signal?.addEventListener('abort', this.#abort, { once: true });
    if (signal?.aborted === true) this.close();
  }

  push(value: T): boolean {
    if (this.#closed) return false;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader({ value, done: false });
      return true;
    }
    const full = this.waiting === this.#capacity;
    if (full) {
      this.dropped++;
      if (this.#drop === 'newest') return false;
      this.#take();
    } else if (this.waiting === this.#ring.length) this.#grow();
    this.#ring[(this.#first + this.waiting) % this.#ring.length] = value;
    this.waiting++;
    return !full;
  }

  #grow(): void {
    const wider = new Array<T | undefined>(this.#ring.length * 2);
    for (let i = 0; i < this.waiting; i++) {
      wider[i] = this.#ring[(this.#first + i) % this.#ring.length];
    }
    this.#ring = wider;
    this.#first = 0;
  }

  #take(): T {
    const value = this.#ring[this.#first] as T;
    this.#ring[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#ring.length;
    this.waiting--;
    return value;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.waiting > 0) return Promise.resolve({ value: this.#take(), done: false });
    if (this.#closed) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.close();
    while (this.waiting > 0) this.#take();
    return Promise.resolve({ value: undefined, done: true });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#signal?.removeEventListener('abort', this.#abort);
    for (const reader of this.#readers.splice(0)) reader({ value: undefined, done: true });
    this.#onClosed();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
