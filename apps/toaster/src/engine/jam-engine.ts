import type { LiveDevices, LiveDevicesOptions } from '@jamnet/devices';
import type { AudioCoding } from '@jamnet/jdat';
import { createConcealer } from '@jamnet/pnbtr';
import type { Toast, ToastOptions } from '@jamnet/toast';
import type { Clock, NativeHandle, Timers } from '@jamnet/wire';
import { type DevicesView, viewDevices } from './devices-view.js';
import { foundRooms } from './found-rooms.js';
import { interfaceNames } from './interface-names.js';
import type { JamCommand, JamSettings, JamState } from './jam-state.js';
import { NetworkView } from './network-view.js';
import { Notices } from './notices.js';
import { Seat } from './seat.js';
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
  /** Lets the thread go before ordinary ones while there is sound in a room. @default it stays an ordinary one */
  readonly thread?: Pick<NativeHandle, 'raiseThread' | 'lowerThread'> | undefined;
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

/** Devices are looked at so often, and at once after a change that was asked for. */
const DEVICES_S = 0.2;

class MusiciansEngine implements JamEngine {
  readonly #options: JamEngineOptions;
  readonly #devices: LiveDevices;
  readonly #notices = new Notices();
  readonly #network = new NetworkView();
  readonly #startNs: number;
  #settings: JamSettings;
  readonly #seat: Seat;
  #interfaces: readonly string[] = interfaceNames();
  #interfacesAtS = 0;
  #devicesView: DevicesView | undefined;
  #devicesAtS = -Infinity;
  /** Whether its thread goes before others. */
  #first = false;
  #closed = false;

  constructor(options: JamEngineOptions, devices: LiveDevices) {
    this.#options = options;
    this.#devices = devices;
    this.#settings = options.settings;
    this.#startNs = options.clock.nowNs();
    this.#seat = new Seat({
      ...options,
      settings: () => this.#settings,
      notices: this.#notices,
      joined: () => this.#useDevices(),
    });
    const { fault = null } = options;
    this.#notices.say('settings', 'warning', fault, 'they are as at the first start now');
  }

  begin(): void {
    this.#devices.onPorts(() => this.#useDevices());
    this.#chooseDefaults();
    this.#seat.open();
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

  get phase(): JamState['phase'] {
    return this.#seat.phase;
  }

  settled(): Promise<void> {
    return this.#seat.settled();
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
        if (this.#set({ room: command.room ?? '' })) this.#seat.join(command.room);
        return;
      case 'leave':
        this.#seat.leave();
        this.#follow();
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
    const { room } = this.#seat;
    const fault =
      room === undefined
        ? 'there is no music outside a room: join one'
        : takeTransportCommand(room.jam.sync.transport, command);
    this.#notices.say('transport', 'warning', fault);
  }

  #wishPeer({ senderId, volume, muted, delayMs }: Extract<JamCommand, { do: 'peer' }>): void {
    const within = (value: number | undefined, most: number): number | undefined =>
      value === undefined || !Number.isFinite(value)
        ? undefined
        : Math.min(most, Math.max(0, value));
    const loud = within(volume, 2);
    const late = within(delayMs, 200);
    this.#seat.room?.wish(senderId, {
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
      this.#seat.reopen();
    } else if (isOther('peers') && this.#seat.room !== undefined) this.#seat.joinAnew();
    this.#follow();
    return true;
  }

  #useDevices(): void {
    try {
      this.#seat.room?.useAudio(this.#devices.audio);
      this.#notices.settle('sound');
    } catch (error) {
      const hint = 'choose another device';
      this.#notices.tell('sound', 'error', (error as Error).message, hint);
    }
    this.#seat.room?.useMidi(this.#devices.midi);
    this.#follow();
  }

  /** Does what the settings and the devices are now. */
  #follow(devices = viewDevices(this.#devices)): void {
    this.#devicesAtS = -Infinity;
    const fault = this.#seat.room?.follow(devices.audioIn.open) ?? null;
    this.#notices.say('sending', 'warning', fault);
  }

  /** More seldom than a state is told: meanwhile what has been played waits. */
  #lookAtDevices(atS: number): DevicesView {
    if (this.#devicesView === undefined || atS - this.#devicesAtS >= DEVICES_S) {
      const devices = (this.#devicesView = viewDevices(this.#devices));
      // A device that has come since is sent from now on.
      this.#follow(devices);
      this.#tellOfDevices(devices);
      this.#goFirst(this.#seat.room !== undefined && devices.audio !== null);
      this.#devicesAtS = atS;
    }
    return this.#devicesView;
  }

  state(): JamState {
    const { room, toast } = this.#seat;
    const nowNs = this.#options.clock.nowNs();
    const uptimeS = (nowNs - this.#startNs) / 1e9;
    const devices = this.#lookAtDevices(uptimeS);
    if (uptimeS - this.#interfacesAtS > 2) {
      this.#interfaces = interfaceNames();
      this.#interfacesAtS = uptimeS;
    }
    const peers = room?.peers(uptimeS) ?? [];
    const meters = room?.meters(peers);
    const nothing = { peaks: [], notes: 0 };
    return {
      phase: this.#seat.phase,
      uptimeS,
      settings: this.#settings,
      interfacesAvailable: this.#interfaces,
      rooms: foundRooms(toast, this.#settings.name, room?.name),
      peers,
      ...devices,
      inputMeter: meters?.input ?? nothing,
      outputMeter: meters?.output ?? nothing,
      sync: room?.sync() ?? NO_SYNC,
      transport: room?.transport() ?? noTransport,
      network: this.#network.look(toast, room?.jam.session, uptimeS),
      notices: this.#notices.list(),
    };
  }

  #tellOfDevices({ audioIn, audioOut, midiIn, midiOut }: DevicesView): void {
    this.#notices.say('audio in', 'warning', audioIn.problem);
    const same = audioOut.problem === audioIn.problem;
    this.#notices.say('audio out', 'warning', same ? null : audioOut.problem);
    this.#notices.say('midi in', 'warning', midiIn.problem);
    this.#notices.say('midi out', 'warning', midiOut.problem);
    const [notice] = this.#seat.toast?.discovery?.notices() ?? [];
    this.#notices.say('discovery', 'info', notice ?? null);
  }

  /** Asked again with each state: one that was busy for too long has become an ordinary thread. */
  #goFirst(plays: boolean): void {
    const { thread } = this.#options;
    if (!plays && this.#first) thread?.lowerThread?.();
    const scheduling = plays ? thread?.raiseThread?.() : undefined;
    this.#first = scheduling?.realtime === true;
    const refused = scheduling?.realtime === false;
    const text = refused ? `a busy machine may make sound stutter: ${scheduling.reason}` : null;
    this.#notices.say('scheduling', 'info', text, refused ? scheduling.hint : null);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#goFirst(false);
    await this.#seat.close();
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
