import type {
  DeviceChoice,
  History,
  JamCommand,
  JamSettings,
  JamState,
  Notice,
  PeerState,
} from '../../src/engine/jam-state.js';

/** A lively room without a network: what it shows depends on the seed, on the time that it is given, and on what it is told. */
export interface FakeRoom {
  obey(command: JamCommand): void;
  /** Time goes on by that much. */
  advance(seconds: number): void;
  state(): JamState;
  readonly hasQuit: boolean;
}

interface FakePeer {
  readonly senderId: number;
  readonly name: string;
  readonly hasSound: boolean;
  readonly baseMs: number;
  readonly loss: number;
  state: 'here' | 'gone';
  volume: number;
  muted: boolean;
  delayMs: number;
  heardS: number;
  loudness: number;
  latency: (number | null)[];
  jitter: (number | null)[];
  lossHistory: (number | null)[];
  buffer: (number | null)[];
}

const BAND = ['Anna', 'Björn', 'Chiara', 'Dmitri', 'Emeka', 'Fumiko'];
const AUDIO_IN = ['Scarlett 2i2', 'Built-in Microphone'];
const AUDIO_OUT = ['Scarlett 2i2', 'Built-in Speakers', 'Headphones'];
const MIDI_IN = ['Keystation 61', 'JAMNet virtual'];
const MIDI_OUT = ['Minilogue', 'JAMNet virtual'];
const MINUTE_S = 60;

export interface FakeRoomOptions {
  readonly seed?: number;
  /** Whether things happen by themselves: people come and go, a device is unplugged, notices appear. @default true */
  readonly lively?: boolean;
}

export function createFakeRoom(options: FakeRoomOptions = {}): FakeRoom {
  const lively = options.lively ?? true;
  let random = options.seed ?? 1;
  const chance = () => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return random / 2 ** 32;
  };
  let settings: JamSettings = {
    name: 'Mira',
    room: '',
    discovery: 'auto',
    interfaces: [],
    peers: [],
    audioIn: 'Scarlett 2i2',
    audioOut: 'Scarlett 2i2',
    midiIn: 'Keystation 61',
    midiOut: null,
    click: false,
    monitor: false,
    playoutMs: null,
  };
  let phase: JamState['phase'] = 'lobby';
  let uptimeS = 0;
  let joinedS = 0;
  let beats = 0;
  let playing = false;
  let tempo = 96;
  let unplugged = false;
  let hasQuit = false;
  let lastNotice = 0;
  let xruns = 0;
  let notices: Notice[] = [];
  let peers: FakePeer[] = [];

  function notice(level: Notice['level'], text: string, hint: string | null): void {
    lastNotice += 1;
    notices = [...notices, { id: lastNotice, level, text, hint }].slice(-5);
  }

  function comes(name: string): void {
    const at = BAND.indexOf(name);
    const base = 6 + at * 4.5;
    peers.push({
      senderId: 1_001 + at,
      name,
      hasSound: at !== 2,
      baseMs: base,
      loss: [0.002, 0.03, 0, 0.11, 0.0004, 0.3][at],
      state: 'here',
      volume: 1,
      muted: false,
      delayMs: 0,
      heardS: 12 + at * 7,
      loudness: 0,
      latency: past(base, 1.2),
      jitter: past(base / 20, 0.4),
      lossHistory: past([0.002, 0.03, 0, 0.11, 0.0004, 0.3][at], 0.02),
      buffer: past(base / 3, 0.5),
    });
  }

  function past(base: number, spread: number): (number | null)[] {
    return Array.from({ length: MINUTE_S }, (_, second) =>
      second < 15 ? null : around(base, spread),
    );
  }

  function around(base: number, spread: number): number {
    const peak = chance() > 0.93 ? spread * 3 : 0;
    return Math.max(0, base + (chance() - 0.5) * spread + peak);
  }

  function join(room: string): void {
    settings = { ...settings, room };
    phase = 'joining';
    joinedS = 0;
    peers = [];
  }

  function everySecond(): void {
    for (const peer of peers) {
      const here = peer.state === 'here';
      if (here) peer.heardS += 1;
      const next = (list: (number | null)[], base: number, spread: number) => [
        ...list.slice(-MINUTE_S + 1),
        here ? around(base, spread) : null,
      ];
      peer.latency = next(peer.latency, peer.baseMs, 1.2);
      peer.jitter = next(peer.jitter, peer.baseMs / 20, 0.4);
      peer.lossHistory = next(peer.lossHistory, peer.loss, peer.loss * 0.7);
      peer.buffer = next(peer.buffer, peer.baseMs / 3, 0.5);
    }
    if (phase !== 'joined' || !lively) return;
    const second = Math.floor(joinedS);
    if (second === 8) comes('Emeka');
    if (second === 14) unplug();
    if (second === 20) setHere('Dmitri', false);
    if (second === 26) replug();
    if (second === 30) setHere('Dmitri', true);
    if (second === 34) tempo = 104;
    if (second % 11 === 5) xruns += 1;
  }

  function setHere(name: string, here: boolean): void {
    for (const peer of peers) if (peer.name === name) peer.state = here ? 'here' : 'gone';
    notice('info', `${name} ${here ? 'is back' : 'left'}`, null);
  }

  function unplug(): void {
    unplugged = true;
    notice(
      'error',
      'The audio device “Scarlett 2i2” was unplugged',
      'Plug it in again: it is opened by itself. Or choose another.',
    );
  }

  function replug(): void {
    unplugged = false;
    notice('info', 'The audio device “Scarlett 2i2” is back', null);
  }

  function device(all: readonly string[], chosen: string | null): DeviceChoice {
    const available = unplugged ? all.filter((name) => name !== 'Scarlett 2i2') : all;
    const isThere = chosen !== null && available.includes(chosen);
    const problem =
      chosen === null || isThere
        ? null
        : `${chosen} is not plugged in; plug it in or choose another`;
    return { available, chosen, open: isThere, problem };
  }

  function peerState(peer: FakePeer): PeerState {
    const here = peer.state === 'here';
    const rate = 48_000 * peer.heardS;
    const lost = rate * peer.loss;
    const isMaster = peer.name === 'Anna';
    const beat = playing ? 1 - (beats % 1) : 0.35 + 0.3 * chance();
    const loud = here && peer.hasSound ? Math.min(1, 0.75 * beat ** 2 + 0.04 + 0.1 * chance()) : 0;
    peer.loudness = loud;
    return {
      senderId: peer.senderId,
      name: peer.name,
      state: peer.state,
      latencyMs: here ? (peer.latency.at(-1) ?? null) : null,
      jitterMs: peer.jitter.at(-1) ?? 0,
      lossHere: here ? (peer.lossHistory.at(-1) ?? 0) : 0,
      lossThere: here ? peer.loss * 0.6 : null,
      bufferMs: peer.hasSound ? (peer.buffer.at(-1) ?? null) : null,
      playoutMs: peer.hasSound ? peer.baseMs * 1.4 + peer.delayMs : null,
      meter: {
        peaks: peer.hasSound ? [loud, loud * 0.8] : [],
        notes: here && !peer.hasSound && chance() > 0.7 ? 1 : 0,
      },
      repair: {
        direct: peer.hasSound ? rate - lost : 0,
        copies: peer.hasSound ? lost * 0.7 : 0,
        jellie: peer.hasSound ? lost * 0.2 : 0,
        predicted: peer.hasSound ? lost * 0.09 : 0,
        missing: peer.hasSound ? lost * 0.01 : 0,
        notesRepaired: peer.hasSound ? 0 : Math.floor(peer.heardS / 6),
      },
      offsetUs: here ? (isMaster ? 0 : (peer.senderId % 7) * 9 - 21) : null,
      boundUs: here ? 30 + (peer.senderId % 5) * 11 : null,
      isMaster,
      volume: peer.volume,
      muted: peer.muted,
      delayMs: peer.delayMs,
      history: {
        latencyMs: peer.latency as History,
        jitterMs: peer.jitter as History,
        loss: peer.lossHistory as History,
        bufferMs: (peer.hasSound ? peer.buffer : peer.buffer.map(() => null)) as History,
      },
    };
  }

  return {
    get hasQuit() {
      return hasQuit;
    },
    obey(command) {
      switch (command.do) {
        case 'join':
          return join(command.room);
        case 'leave':
          phase = 'lobby';
          peers = [];
          return;
        case 'set':
          settings = { ...settings, ...command.settings };
          return;
        case 'play':
          playing = true;
          return;
        case 'stop':
          playing = false;
          return;
        case 'rewind':
          beats = 0;
          return;
        case 'tempo':
          tempo = command.tempo;
          return;
        case 'locate':
          beats = (command.bar - 1) * 4;
          return;
        case 'peer': {
          const peer = peers.find(({ senderId }) => senderId === command.senderId);
          if (peer === undefined) return;
          peer.volume = command.volume ?? peer.volume;
          peer.muted = command.muted ?? peer.muted;
          peer.delayMs = command.delayMs ?? peer.delayMs;
          return;
        }
        case 'dismiss':
          notices = notices.filter(({ id }) => id !== command.id);
          return;
        case 'quit':
          hasQuit = true;
      }
    },
    advance(seconds) {
      const before = Math.floor(uptimeS);
      uptimeS += seconds;
      if (playing) beats += (seconds * tempo) / 60;
      if (phase === 'joining' && (joinedS += seconds) > 0.3) {
        phase = 'joined';
        for (const name of BAND.slice(0, 4)) comes(name);
      } else if (phase === 'joined') joinedS += seconds;
      for (let second = before; second < Math.floor(uptimeS); second += 1) everySecond();
    },
    state() {
      const audioIn = device(AUDIO_IN, settings.audioIn);
      const audioOut = device(AUDIO_OUT, settings.audioOut);
      const heard = peers.filter(({ state, muted }) => state === 'here' && !muted);
      const states = peers.map(peerState);
      const outPeak = Math.max(0, ...heard.map(({ loudness, volume }) => loudness * volume));
      const inPeak = audioIn.open ? 0.2 + 0.3 * chance() : 0;
      return {
        phase,
        uptimeS,
        settings,
        interfacesAvailable: ['eth0', 'wlan0'],
        rooms: [
          { name: 'main', people: BAND.slice(0, 4) },
          { name: 'late-night-trio', people: ['Jonas', 'Kofi'] },
          { name: 'empty-stage', people: [] },
        ],
        peers: states,
        audioIn,
        audioOut,
        midiIn: device(MIDI_IN, settings.midiIn),
        midiOut: device(MIDI_OUT, settings.midiOut),
        inputMeter: {
          peaks: audioIn.open ? [inPeak, inPeak * 0.7] : [],
          notes: chance() > 0.8 ? 1 : 0,
        },
        outputMeter: {
          peaks: audioOut.open ? [Math.min(1, outPeak), Math.min(1, outPeak * 0.9)] : [],
          notes: 0,
        },
        audio: audioOut.open ? { sampleRate: 48_000, periodFrames: 128, xruns } : null,
        sync:
          phase === 'joined'
            ? { state: 'locked', master: 'Anna', isMaster: false, offsetUs: 12, boundUs: 41 }
            : { state: 'alone', master: null, isMaster: false, offsetUs: null, boundUs: null },
        transport: {
          playing,
          tempo,
          beatsPerBar: 4,
          bar: Math.floor(beats / 4) + 1,
          beat: (Math.floor(beats) % 4) + 1,
          phase: beats % 1,
        },
        network: {
          sentPerS: phase === 'joined' ? 412 : 2,
          receivedPerS: phase === 'joined' ? 1_530 : 4,
          sentKbps: phase === 'joined' ? 640 : 1,
          receivedKbps: phase === 'joined' ? 2_410 : 2,
          plan: phase === 'joined' ? '2 copies, 4 ms apart' : 'nothing to send',
        },
        notices,
      };
    },
  };
}
