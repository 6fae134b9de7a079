import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MidiFileEvent, writeMidiFile } from '@jamnet/jmid';
import { createLan, createRandom, type LanHost } from '@jamnet/testkit';
import type { LanOrder, LanRole, LanSays } from './lan-messages.js';

const SCRIPT = fileURLToPath(new URL('lan-process.ts', import.meta.url));
const SETTLE_US = 3e6;

export interface LanRunOptions {
  readonly loss: number;
  readonly notes: number;
  readonly notesPerSecond: number;
  report(progress: string): void;
}

/** What came of one file, at each listener. */
export interface LanRunResult {
  readonly events: number;
  readonly refused: number;
  /** Of the sender: copies of a frame at the end, times that congestion took copies back, least level of repetition. */
  readonly copies: number;
  readonly congestionTrips: number;
  readonly leastLevel: number;
  readonly bitsPerSecond: number;
  /** The longest that anybody took to find anybody, from when both were there. */
  readonly foundMs: number;
  readonly listeners: readonly {
    readonly name: string;
    readonly heard: number;
    readonly missing: number;
    readonly twice: number;
    readonly noteOns: number;
    /** Note-ons later than 50 ms, after the first 3 s and within them; the latest after it. */
    readonly late: number;
    readonly lateAtFirst: number;
    readonly latestMs: number;
    readonly repaired: number;
    readonly synthesised: number;
    readonly lossRate: number;
    /** UDP packets that the kernel dropped before them. */
    readonly dropped: number;
  }[];
}

/** Plays a Standard MIDI File from one host of a LAN of namespaces to two others, each losing its part of what comes in. */
export async function runOnLan(options: LanRunOptions): Promise<LanRunResult> {
  const folder = mkdtempSync(join(tmpdir(), 'jamnet-lan-'));
  const lan = await createLan({ hosts: 3 });
  try {
    const file = join(folder, 'notes.mid');
    writeFileSync(file, writeMidiFile(notesAtRandom(options)).bytes);
    await lan.setLoss(options.loss);
    const topic = 'midi://lan-bar';
    const player = new Somebody(lan.host(0), { name: 'player', topic, file });
    const listeners = ['first', 'second'].map(
      (name, i) => new Somebody(lan.host(1 + i), { name, topic }),
    );
    const everybody = [player, ...listeners];
    const openNs = await Promise.all(everybody.map(async (each) => (await each.hear('open')).atNs));
    options.report(`playing ${options.notes} notes at ${options.loss * 100} % loss`);
    player.tell('play');
    const { events, refused, ...sender } = await player.hear('played');
    const heard = await Promise.all(
      everybody.map((each) => {
        each.tell('tell');
        return each.hear('heard');
      }),
    );
    const dropped = await Promise.all(lan.hosts.map(async (host) => (await host.dropped()).input));
    for (const each of everybody) each.tell('end');
    return {
      events,
      refused,
      copies: sender.copies,
      congestionTrips: sender.congestionTrips,
      leastLevel: sender.leastLevel,
      bitsPerSecond: sender.bitsPerSecond,
      foundMs: longestSearchMs(openNs, heard),
      listeners: heard.slice(1).map((each, i) => {
        const settledUs = each.firstPlayedUs + SETTLE_US;
        const late = each.late.filter(({ playedUs }) => playedUs >= settledUs);
        const once = new Set(each.sequences);
        return {
          name: listeners[i].role.name,
          heard: once.size,
          missing: events - once.size,
          twice: each.sequences.length - once.size,
          noteOns: each.noteOns,
          late: late.length,
          lateAtFirst: each.late.length - late.length,
          latestMs: Math.max(0, ...late.map(({ lateUs }) => lateUs / 1000)),
          repaired: each.repaired,
          synthesised: each.synthesised,
          lossRate: each.lossRate,
          dropped: dropped[1 + i],
        };
      }),
    };
  } finally {
    await lan.close();
    rmSync(folder, { recursive: true });
  }
}

type Heard = LanSays & { readonly kind: 'heard' };

function longestSearchMs(openNs: readonly number[], heard: readonly Heard[]): number {
  const names = ['player', 'first', 'second'];
  let longest = 0;
  for (const [i, { found }] of heard.entries()) {
    for (const [j, name] of names.entries()) {
      if (i === j) continue;
      const atNs = found.find((peer) => peer.name === name)?.atNs ?? Infinity;
      longest = Math.max(longest, (atNs - Math.max(openNs[i], openNs[j])) / 1e6);
    }
  }
  return longest;
}

/** Notes at random distances, with their ends. */
function notesAtRandom({ notes, notesPerSecond }: LanRunOptions): MidiFileEvent[] {
  const random = createRandom(1);
  const events: MidiFileEvent[] = [];
  let atUs = 0;
  for (let n = 0; n < notes; n++) {
    atUs += ((0.5 + random()) * 1e6) / notesPerSecond;
    const channel = 1 + (n % 16);
    const note = 36 + Math.floor(random() * 48);
    const timeUs = Math.round(atUs);
    const endUs = timeUs + 20_000 + Math.round(random() * 300_000);
    events.push({ timeUs, track: 0, message: { type: 'note_on', channel, note, velocity: 80 } });
    events.push({
      timeUs: endUs,
      track: 0,
      message: { type: 'note_off', channel, note, velocity: 64 },
    });
  }
  return events.toSorted((a, b) => a.timeUs - b.timeUs);
}

/** A process on a host. What it says waits until it is heard. */
class Somebody {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;

  constructor(
    host: LanHost,
    readonly role: LanRole,
  ) {
    const args = [...process.execArgv, SCRIPT, JSON.stringify(role)];
    this.#child = host.spawn(process.execPath, args, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#exit = once(this.#child, 'exit');
  }

  tell(order: LanOrder): void {
    this.#child.send(order);
  }

  async hear<K extends LanSays['kind']>(kind: K): Promise<LanSays & { readonly kind: K }> {
    const ended = this.#exit.then(() => {
      throw new Error(`the process ${this.role.name} ended before it said ${kind}`);
    });
    const [message] = (await Promise.race([once(this.#child, 'message'), ended])) as [LanSays];
    if (message.kind !== kind) throw new Error(`${this.role.name} said ${message.kind}`);
    return message as LanSays & { readonly kind: K };
  }
}
