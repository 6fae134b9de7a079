import { joinSession } from '@jamnet/jam';

const CHORD = [60, 64, 67];
const topic = process.argv[2] ?? 'midi://jam';
const jam = await joinSession({ topic, layers: ['midi'], name: 'chord' });
jam.midi.onMessage((event, { peer, stale }) => {
  if (!stale) console.log(peer.name, event);
});

for (const note of CHORD) jam.midi.send({ type: 'note_on', channel: 1, note, velocity: 100 });
await new Promise((resolve) => setTimeout(resolve, 1000));
for (const note of CHORD) jam.midi.send({ type: 'note_off', channel: 1, note, velocity: 0 });
await jam.drain();

const names = jam.peers().map(({ name }) => name);
console.log(`played to ${names.join(', ') || 'nobody'}`);
await jam.close();
