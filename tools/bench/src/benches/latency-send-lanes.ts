/** The sending ends of the lanes of the latency benches. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createJmid } from '@jamnet/jmid';
import {
  createToast,
  FormatType,
  FRAME_OVERHEAD_BYTES,
  type Redundancy,
  StreamType,
} from '@jamnet/toast';
import { type Clock, writeU32, writeU64 } from '@jamnet/wire';
import { openPort } from '../open-port.js';
import { openAudioSender } from './latency-audio.js';
import {
  FRAME_BYTES,
  GROUPED,
  groupOf,
  type Lane,
  LANE_OFFSET,
  type LatencyPlan,
  type SenderSays,
} from './latency-lanes.js';

const DATAGRAM_OVERHEAD_BYTES = 28;
const END_ROUND = 0xffff_ffff;

type SentReport = Omit<Extract<SenderSays, { kind: 'sent' }>, 'kind'>;

export interface SendLanes {
  /** Sends the packet of a round, now. */
  send(lane: Lane, round: number): void;
  close(): Promise<SentReport>;
}

type Send = (round: number) => void;

export async function openSendLanes(plan: LatencyPlan, clock: Clock): Promise<SendLanes> {
  const sends = new Map<Lane, Send>();
  const closers: (() => Promise<void>)[] = [];
  const asked = (...lanes: Lane[]): Lane[] => lanes.filter((lane) => plan.lanes.includes(lane));
  const { frameBytes = FRAME_BYTES } = plan;
  const bytes = new Uint8Array(frameBytes);
  const stamp = (round: number): void => {
    writeU32(bytes, 8, round);
    writeU64(bytes, 0, clock.nowNs());
  };

  const bare = asked('bare', 'bare again');
  if (bare.length > 0) {
    const socket = createSocket('udp4');
    socket.bind(0);
    await once(socket, 'listening');
    socket.setMulticastInterface('127.0.0.1');
    for (const lane of bare) {
      const { address, port } = groupOf(lane);
      sends.set(lane, (round) => {
        stamp(round);
        socket.send(bytes, 0, frameBytes, port, address);
      });
    }
  }
  for (const [kind, lanes] of [
    ['dgram', asked('dgram', 'dgram again')],
    // What polls busily is the receiver; sending is the same.
    ['native', asked('native', 'native again', 'busy', 'blocking C')],
  ] as const) {
    if (lanes.length === 0) continue;
    const port = await openPort(kind);
    for (const lane of lanes) {
      const group = groupOf(lane);
      const number = GROUPED.indexOf(lane);
      sends.set(lane, (round) => {
        bytes[LANE_OFFSET] = number;
        stamp(round);
        port.send(bytes, 0, frameBytes, group, 0);
      });
    }
    closers.push(async () => {
      if (lanes.includes('blocking C')) endProgram(sends.get('blocking C') as Send);
      // A port that closes drops what it has not sent.
      await new Promise((resolve) => setTimeout(resolve, 50));
      await port.close();
    });
  }
  for (const lane of asked('C to C')) {
    const { address, port } = groupOf(lane);
    const child = spawn(plan.program as string, ['send', address, `${port}`, `${frameBytes}`], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    const tell = (round: number): void => {
      const number = Buffer.alloc(4);
      number.writeUInt32LE(round);
      child.stdin.write(number);
    };
    sends.set(lane, tell);
    closers.push(async () => {
      endProgram(tell);
      child.stdin.end();
      await once(child, 'exit');
    });
  }
  const session = asked('toast', 'jmid').length > 0 ? await openSession(plan, clock) : undefined;
  if (session) {
    sends.set('toast', session.sendToast);
    sends.set('jmid', session.sendJmid);
  }
  if (asked('jdat').length > 0) {
    const audio = await openAudioSender(plan, clock);
    sends.set('jdat', audio.send);
    closers.push(audio.close);
  }
  return {
    send: (lane, round) => (sends.get(lane) as Send)(round),
    async close() {
      for (const close of closers) await close();
      return session?.close() ?? { jmidFrameBytes: NaN, copies: 0, heartbeats: 0 };
    },
  };
}

/** The C program ends at such a round; the last of a run could be lost. */
function endProgram(send: Send): void {
  for (let i = 0; i < 3; i++) send(END_ROUND);
}

/** The lanes that need a session, which waits for its other end. */
async function openSession(plan: LatencyPlan, clock: Clock) {
  const toast = await createToast({ name: 'sender', interfaces: ['lo'], discovery: 'direct' });
  const session = await toast.openSession({ topic: plan.topic });
  const redundancy: Redundancy = plan.copies === 0 ? 'adaptive' : { copies: plan.copies };
  const stream = session.openStream({
    // Not MIDI, so that JMID does not try to read it.
    streamType: StreamType.TRANSPORT,
    formatType: FormatType.COMPACT_JSONL,
    redundancy,
  });
  const jmid = createJmid({ session, redundancy });
  const payload = new Uint8Array(FRAME_BYTES - FRAME_OVERHEAD_BYTES).fill(32);
  const options = { timestampNs: 0 };
  let toastCopies = 0;
  while (session.peers().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  return {
    sendToast(round: number): void {
      writeU32(payload, 0, round);
      options.timestampNs = clock.nowNs();
      stream.send(payload, 0, payload.length, options);
      toastCopies += stream.lastCopies;
    },
    sendJmid(round: number): void {
      const type = round % 2 === 0 ? 'note_on' : 'note_off';
      const note = 36 + ((round >> 1) % 48);
      const timestamp = Math.round(clock.nowNs() / 1000);
      jmid.send({ type, channel: 1, note, velocity: 64, timestamp });
    },
    async close(): Promise<SentReport> {
      const { sent, heartbeatsSent, heartbeatsRode } = session.stats();
      const jmidDatagrams = sent.datagrams - toastCopies - (heartbeatsSent - heartbeatsRode);
      const jmidBytes =
        sent.bytes - sent.controlBytes - toastCopies * (FRAME_BYTES + DATAGRAM_OVERHEAD_BYTES);
      const copies = session.plan.offsetsUs.length;
      jmid.close();
      await toast.close();
      return {
        jmidFrameBytes: jmidBytes / jmidDatagrams - DATAGRAM_OVERHEAD_BYTES,
        copies,
        heartbeats: heartbeatsSent,
      };
    },
  };
}
