import { createJmid } from '@jamnet/jmid';
import { createToast } from '@jamnet/toast';

const CHORD = [60, 64, 67];
const toast = await createToast({ name: 'chord' });
const session = await toast.openSession({ topic: process.argv[2] ?? 'midi://jam' });
const jmid = createJmid({ session });
jmid.onMessage((event, { peer, stale }) => {
  if (!stale) console.log(peer.name, event);
});

for (const note of CHORD) jmid.send({ type: 'note_on', channel: 1, note, velocity: 100 });
await new Promise((resolve) => setTimeout(resolve, 1000));
for (const note of CHORD) jmid.send({ type: 'note_off', channel: 1, note, velocity: 0 });
await jmid.drain();

const names = session.peers().map(({ name }) => name);
console.log(`played to ${names.join(', ') || 'nobody'}`);
jmid.close();
await toast.close();
