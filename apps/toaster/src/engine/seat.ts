import type { AudioCoding } from '@jamnet/jdat';
import { createToast, type Toast, type ToastOptions } from '@jamnet/toast';
import type { Clock, Timers } from '@jamnet/wire';
import type { JamSettings, JamState } from './jam-state.js';
import type { Notices } from './notices.js';
import { joinRoom, type Room } from './room.js';

export interface SeatOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly codings: readonly AudioCoding[];
  /** @default `createToast` */
  readonly openToast?: (options: ToastOptions) => Promise<Toast>;
  /** As they are now. */
  readonly settings: () => JamSettings;
  readonly notices: Notices;
  /** Told when a room has been joined. */
  readonly joined: () => void;
}

/** Where a musician is: on the network, in a room or in none. One thing is done after the other: what is joined while another room is left waits for that. */
export class Seat {
  readonly #options: SeatOptions;
  #toast: Toast | undefined;
  #room: Room | undefined;
  #phase: JamState['phase'] = 'lobby';
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: SeatOptions) {
    this.#options = options;
  }

  get toast(): Toast | undefined {
    return this.#toast;
  }

  get room(): Room | undefined {
    return this.#room;
  }

  get phase(): JamState['phase'] {
    return this.#phase;
  }

  /** Resolves when what has been asked for so far has been done. */
  settled(): Promise<void> {
    return this.#work;
  }

  open(): void {
    this.#then(() => this.#openToast());
  }

  /** The room where one is already is not left for it. */
  join(name: string): void {
    this.#then(() => this.#join(name, false));
  }

  /** The same room, or the one of the settings, by what the settings say now. */
  joinAnew(): void {
    this.#then(() => this.#join(this.#room?.name ?? this.#options.settings().room, true));
  }

  leave(): void {
    this.#then(() => this.#leave());
  }

  /** By another name, or on other interfaces: as somebody else, in the same room. */
  reopen(): void {
    this.#then(async () => {
      const room = this.#room?.name;
      await this.#leave();
      await this.#closeToast();
      await this.#openToast();
      if (room !== undefined) await this.#join(room, false);
    });
  }

  /** What fails is told, and what comes after it is tried all the same. */
  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: Error) => {
      this.#options.notices.tell('work', 'error', error.message);
    });
  }

  async #openToast(): Promise<void> {
    if (this.#closed) return;
    const { clock, timers, notices, settings, openToast = createToast } = this.#options;
    const { name, interfaces, discovery } = settings();
    try {
      this.#toast = await openToast({ clock, timers, name, interfaces, discovery });
      notices.settle('network');
    } catch (error) {
      const hint = 'choose other interfaces in the settings, or look with `toaster doctor`';
      notices.tell('network', 'error', (error as Error).message, hint);
    }
  }

  async #closeToast(): Promise<void> {
    await this.#toast?.close();
    this.#toast = undefined;
  }

  async #join(name: string, anew: boolean): Promise<void> {
    if (this.#closed || (this.#room?.name === name && !anew)) return;
    await this.#leave();
    if (this.#toast === undefined) await this.#openToast();
    if (this.#toast === undefined) return;
    this.#phase = 'joining';
    const { codings, clock, settings, notices, joined } = this.#options;
    try {
      this.#room = await joinRoom({ toast: this.#toast, name, codings, clock, settings });
      this.#phase = 'joined';
      notices.settle('join');
      joined();
    } catch (error) {
      this.#phase = 'lobby';
      const hint = 'try another name or interface';
      notices.tell('join', 'error', (error as Error).message, hint);
    }
  }

  async #leave(): Promise<void> {
    const room = this.#room;
    if (room === undefined) return;
    this.#phase = 'leaving';
    this.#room = undefined;
    try {
      await room.close();
    } finally {
      this.#phase = 'lobby';
    }
  }

  /** After what is being done; what was asked for after it is not done any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#work;
    await this.#leave();
    await this.#closeToast();
  }
}
