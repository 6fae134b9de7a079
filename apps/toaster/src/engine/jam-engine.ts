import type { LiveDevices, LiveDevicesOptions } from '@jamnet/devices';
import type { AudioCoding } from '@jamnet/jdat';
import { createConcealer } from '@jamnet/pnbtr';
import { createToast, type Toast, type ToastOptions } from '@jamnet/toast';
import type { Clock, Timers } from '@jamnet/wire';
import { type DevicesView, viewDevices } from './devices-view.js';
import { foundRooms } from './found-rooms.js';
import { interfaceNames } from './interface-names.js';
import type { JamCommand, JamSettings, JamState } from './jam-state.js';
import { NetworkView } from './network-view.js';
import { Notices } from './notices.js';
import { joinRoom, type Room } from './room.js';
import { settingsFault } from './settings-file.js';
import { noTransport, takeTransportCommand, type TransportOrder } from './transport-commands.js';

export interface JamEngineOptions {
  readonly settings: JamSettings;
  /** Keeps the settings for the next run. Why not, or null. */
  readonly keep: (settings: JamSettings) => string | null;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly codings: readonly AudioCoding[];
  readonly openDevices: (options: LiveDevicesOptions) => Promise<LiveDevices>;
  /** @default `createToast` */
  readonly openToast?: (options: ToastOptions) => Promise<Toast>;
  /** What went wrong before. */
  readonly fault?: string | null;
}

/** One musician's side of a jam: devices, discovery, a room. It is told what to do, and says how things stand. */
export interface JamEngine {
  /** Does not throw: what cannot be done becomes a notice. */
  command(command: JamCommand): void;
  readonly phase: JamState['phase'];
  /** How things stand, since the last time it was asked. Allocates. */
  state(): JamState;
  /** Resolves when the commands so far have been carried out. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const DEFAULT_DEVICE = 'system';

export async function createJamEngine(options: JamEngineOptions): Promise<JamEngine> {
  const { settings, clock, timers, openDevices } = options;
  const devices = await openDevices({
    name: 'toaster',
    clock,
    timers,
    choice: choiceOf(settings),
  });
  // It stops the process for a moment the first time: now nobody hears it.
  createConcealer({ sampleRate: 48_000, fitting: 'worker', lateFit: 'previous' }).close();
  const engine = new MusiciansEngine(options, devices);
  engine.begin();
  return engine;
}

function choiceOf({ audioIn, audioOut, midiIn, midiOut }: JamSettings) {
  return { audioInput: audioIn, audioOutput: audioOut, midiInput: midiIn, midiOutput: midiOut };
}

class MusiciansEngine implements JamEngine {
  readonly #options: JamEngineOptions;
  readonly #devices: LiveDevices;
  readonly #notices = new Notices();
  readonly #network = new NetworkView();
  readonly #startNs: number;
  #settings: JamSettings;
  #toast: Toast | undefined;
  #room: Room | undefined;
  #phase: JamState['phase'] = 'lobby';
  #interfaces: readonly string[] = interfaceNames();
  #interfacesAtS = 0;
  /** One thing after the other: what is joined while another room is left waits for that. */
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: JamEngineOptions, devices: LiveDevices) {
    this.#options = options;
    this.#devices = devices;
    this.#settings = options.settings;
    this.#startNs = options.clock.nowNs();
    const { fault = null } = options;
    this.#notices.say('settings', 'warning', fault, 'they are as at the first start now');
  }

  begin(): void {
    this.#devices.onPorts(() => this.#useDevices());
    this.#chooseDefaults();
    this.#then(() => this.#openToast());
  }

  /** Whatever a machine's own device is called: the one that is meant by default is the first that there is. */
  #chooseDefaults(): void {
    const { audioInput, audioOutput } = this.#devices.state();
    const instead = (state: typeof audioInput): string | undefined =>
      state.chosen === DEFAULT_DEVICE && !state.available.includes(DEFAULT_DEVICE)
        ? state.available[0]
        : undefined;
    const input = instead(audioInput);
    const output = instead(audioOutput);
    if (input !== undefined) this.#devices.choose({ audioInput: input });
    if (output !== undefined) this.#devices.choose({ audioOutput: output });
  }

  /** What fails is told, and what comes after it is tried all the same. */
  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: Error) => {
      this.#notices.tell('work', 'error', error.message);
    });
  }

  get phase(): JamState['phase'] {
    return this.#phase;
  }

  settled(): Promise<void> {
    return this.#work;
  }

  async #openToast(): Promise<void> {
    if (this.#closed) return;
    const { clock, timers, openToast = createToast } = this.#options;
    const { name, interfaces, discovery } = this.#settings;
    try {
      this.#toast = await openToast({ clock, timers, name, interfaces, discovery });
      this.#notices.settle('network');
    } catch (error) {
      const hint = 'choose other interfaces in the settings, or look with `toaster doctor`';
      this.#notices.tell('network', 'error', (error as Error).message, hint);
    }
  }

  async #closeToast(): Promise<void> {
    await this.#toast?.close();
    this.#toast = undefined;
  }

  command(command: JamCommand): void {
    if (this.#closed) return;
    try {
      this.#take(command);
    } catch (error) {
      this.#notices.tell('command', 'error', (error as Error).message);
    }
  }

  #take(command: JamCommand): void {
    switch (command.do) {
      case 'join':
        // A command that names none must not be taken for one that changes nothing.
        if (this.#set({ room: command.room ?? '' })) this.#then(() => this.#join(command.room));
        return;
      case 'leave':
        this.#then(() => this.#leave());
        return;
      case 'set':
        this.#set(command.settings);
        return;
      case 'peer':
        this.#wishPeer(command);
        return;
      case 'dismiss':
        this.#notices.dismiss(command.id);
        return;
      case 'quit':
        return;
      case 'play':
      case 'stop':
      case 'rewind':
      case 'tempo':
      case 'locate':
        this.#transport(command);
        return;
      default:
        // Of another version, or of no program at all.
        this.#notices.tell('command', 'warning', 'something was asked for that there is not');
    }
  }

  #transport(command: TransportOrder): void {
    const fault =
      this.#room === undefined
        ? 'there is no music outside a room: join one'
        : takeTransportCommand(this.#room.jam.sync.transport, command);
    this.#notices.say('transport', 'warning', fault);
  }

  #wishPeer({ senderId, volume, muted, delayMs }: Extract<JamCommand, { do: 'peer' }>): void {
    const within = (value: number | undefined, most: number): number | undefined =>
      value === undefined || !Number.isFinite(value)
        ? undefined
        : Math.min(most, Math.max(0, value));
    const loud = within(volume, 2);
    const late = within(delayMs, 200);
    this.#room?.wish(senderId, {
      ...(loud !== undefined && { volume: loud }),
      ...(late !== undefined && { delayMs: late }),
      ...(typeof muted === 'boolean' && { muted }),
    });
  }

  /** False where nothing was changed. */
  #set(changes: Partial<JamSettings>): boolean {
    const fault = settingsFault(changes);
    this.#notices.say('set', 'warning', fault, 'nothing was changed');
    if (fault !== null) return false;
    const before = this.#settings;
    this.#settings = { ...before, ...changes };
    const kept = this.#options.keep(this.#settings);
    this.#notices.say('kept', 'warning', kept, 'they hold until TOASTer ends');
    this.#devices.choose(choiceOf(this.#settings));
    const isOther = (key: keyof JamSettings): boolean =>
      JSON.stringify(before[key]) !== JSON.stringify(this.#settings[key]);
    if (isOther('name') || isOther('interfaces') || isOther('discovery')) {
      this.#then(() => this.#reopen());
    } else if (isOther('peers') && this.#room !== undefined) {
      this.#then(() => this.#join(this.#room?.name ?? this.#settings.room, true));
    }
    this.#follow();
    return true;
  }

  /** By another name, or on other interfaces: as somebody else. */
  async #reopen(): Promise<void> {
    const room = this.#room?.name;
    await this.#leave();
    await this.#closeToast();
    await this.#openToast();
    if (room !== undefined) await this.#join(room);
  }

  async #join(name: string, anew = false): Promise<void> {
    if (this.#closed || (this.#room?.name === name && !anew)) return;
    await this.#leave();
    if (this.#toast === undefined) await this.#openToast();
    if (this.#toast === undefined) return;
    this.#phase = 'joining';
    const { codings, clock } = this.#options;
    try {
      const settings = (): JamSettings => this.#settings;
      this.#room = await joinRoom({ toast: this.#toast, name, codings, clock, settings });
      this.#phase = 'joined';
      this.#notices.settle('join');
      this.#useDevices();
    } catch (error) {
      this.#phase = 'lobby';
      this.#notices.tell(
        'join',
        'error',
        (error as Error).message,
        'try another name or interface',
      );
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

  #useDevices(): void {
    try {
      this.#room?.useAudio(this.#devices.audio);
      this.#notices.settle('sound');
    } catch (error) {
      const hint = 'choose another device';
      this.#notices.tell('sound', 'error', (error as Error).message, hint);
    }
    this.#room?.useMidi(this.#devices.midi);
    this.#follow();
  }

  #follow(): void {
    const { audioInput } = this.#devices.state();
    const fault = this.#room?.follow(audioInput.works) ?? null;
    this.#notices.say('sending', 'warning', fault);
  }

  state(): JamState {
    const room = this.#room;
    const nowNs = this.#options.clock.nowNs();
    const uptimeS = (nowNs - this.#startNs) / 1e9;
    const devices: DevicesView = viewDevices(this.#devices);
    // A device that has come since is sent from now on.
    this.#follow();
    this.#tellOfDevices(devices);
    if (uptimeS - this.#interfacesAtS > 2) {
      this.#interfaces = interfaceNames();
      this.#interfacesAtS = uptimeS;
    }
    const peers = room?.peers(uptimeS) ?? [];
    const meters = room?.meters(peers);
    const nothing = { peaks: [], notes: 0 };
    return {
      phase: this.#phase,
      uptimeS,
      settings: this.#settings,
      interfacesAvailable: this.#interfaces,
      rooms: foundRooms(this.#toast, this.#settings.name, room?.name),
      peers,
      ...devices,
      inputMeter: meters?.input ?? nothing,
      outputMeter: meters?.output ?? nothing,
      sync: room?.sync() ?? NO_SYNC,
      transport: room?.transport() ?? noTransport,
      network: this.#network.look(this.#toast, room?.jam.session, uptimeS),
      notices: this.#notices.list(),
    };
  }

  #tellOfDevices({ audioIn, audioOut, midiIn, midiOut }: DevicesView): void {
    this.#notices.say('audio in', 'warning', audioIn.problem);
    const same = audioOut.problem === audioIn.problem;
    this.#notices.say('audio out', 'warning', same ? null : audioOut.problem);
    this.#notices.say('midi in', 'warning', midiIn.problem);
    this.#notices.say('midi out', 'warning', midiOut.problem);
    const [notice] = this.#toast?.discovery?.notices() ?? [];
    this.#notices.say('discovery', 'info', notice ?? null);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#work;
    await this.#leave();
    await this.#closeToast();
    this.#devices.close();
  }
}

const NO_SYNC = {
  state: 'alone',
  master: null,
  isMaster: false,
  offsetUs: null,
  boundUs: null,
} as const;
