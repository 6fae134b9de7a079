import { joinSession } from '@jamnet/jam';
import { createRandom, createSimulatedNetwork, createVirtualTime } from '@jamnet/testkit';
import { crc32, writeU32 } from '@jamnet/wire';
import type { SentDatagram } from './pcap.js';

/** What two players send who meet on a topic: MIDI as in the demo, audio in two forms, the timeline, heartbeats and announcements. */
export async function demoTraffic(): Promise<SentDatagram[]> {
  const time = createVirtualTime({ startNs: 1_000e9 });
  const { clock, timers } = time;
  const random = createRandom(1);
  const sent: SentDatagram[] = [];
  const network = createSimulatedNetwork({
    clock,
    timers,
    random,
    tap: (from, to, bytes, length, atNs) =>
      void sent.push({ from, to, bytes: bytes.slice(0, length), atNs }),
  });
  const join = async (name: string, address: string, form: 'binary' | 'compact') =>
    joinSession({
      topic: 'midi://demo',
      layers: ['midi', 'sync', 'audio'],
      audio: { send: { form } },
      port: network.createPort({ address }),
      clock,
      timers,
      random,
      name,
      discovery: 'multicast',
    });
  const players = await Promise.all([
    join('anna', '192.0.2.1', 'binary'),
    join('bela', '192.0.2.2', 'compact'),
  ]);
  await time.runAsync(clock.nowNs() + 300e6);
  for (const [at, { midi, audio, sync }] of players.entries()) {
    midi.send({ type: 'note_on', channel: 1 + at, note: 60 + at, velocity: 100 });
    midi.send({ type: 'control_change', channel: 1, controller: 64, value: 127 });
    audio.send(new Float32Array(128).fill(0.25), 128);
    if (at === 0) sync.transport.play();
    await time.runAsync(clock.nowNs() + 400e6);
  }
  const closing = Promise.all(players.map((player) => player.close()));
  await time.runAsync(clock.nowNs() + 2e9);
  await closing;
  return sent;
}

/** The same datagram with one byte of its first frame changed; `mend` gives it the CRC that it then should have. */
export function damaged(datagram: SentDatagram, at: number, value: number, mend: boolean) {
  const bytes = datagram.bytes.slice();
  bytes[at] = value;
  if (mend) {
    const body = new DataView(bytes.buffer).getUint32(0, true) - 4;
    writeU32(bytes, body, crc32(bytes, 0, body));
  }
  return { ...datagram, bytes };
}
