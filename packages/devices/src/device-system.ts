import type { AudioPort, MidiPort } from '@jamnet/wire';
import type { ByRole, DeviceChoice } from './device-choice.js';

/** A way to devices: JACK's, the operating system's. */
export interface DeviceSystem {
  /** For people: `jack`, `web-audio`, `rtmidi`. */
  readonly kind: string;
  /** Which roles it has devices for. */
  readonly roles: ByRole<boolean>;
  /** Rejects with a JamError `no-such-device` or `native-unavailable` where it is not there. */
  open(shape: DeviceShape, choice: DeviceChoice): Promise<OpenDevices>;
}

/** What is asked of a system beside names. */
export interface DeviceShape {
  /** What the program is called where others see it. */
  readonly name: string;
  readonly inputChannels: number;
  readonly outputChannels: number;
  /** The rate that is liked best; a system may have its own. */
  readonly sampleRate: number;
  readonly periodFrames: number;
}

/** A system that is open. */
export interface OpenDevices {
  readonly kind: string;
  /** Undefined where the system has none of them. */
  readonly audio: AudioPort | undefined;
  readonly midi: MidiPort | undefined;
  /** It has gone altogether: it is to be closed and opened again. */
  readonly ended: boolean;
  /** Why what is there cannot be used, where that is known. */
  readonly problem?: string | null;
  /** Names of what there is now. May block for a moment. */
  list(): ByRole<readonly string[]>;
  /**
   * Does what is chosen, as far as that is possible now; called again and again, since what is not there may come. Which roles work, null where nothing was
   * chosen for them. False in `keeps`: it has to be opened again for this.
   */
  choose(choice: DeviceChoice): { readonly works: ByRole<boolean | null>; readonly keeps: boolean };
  close(): void;
}
