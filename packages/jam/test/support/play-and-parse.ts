/** A program that uses everything that could be native, and prints what it got, as one line of JSON. */
import { createJamParser, joinSession } from '@jamnet/jam';

const LINES = 5000;
const room = { topic: `midi://play-and-parse-${process.pid}`, layers: ['midi'] } as const;
const anna = await joinSession({ ...room, discovery: 'direct' });
const bela = await joinSession({ ...room, discovery: 'direct' });
const heard: number[] = [];
const queue = bela.midi.messages();
const notes = [60, 64, 67];
for (const note of notes) anna.midi.send({ type: 'note_on', channel: 1, note, velocity: 9 });
for await (const { event } of queue) {
  if (event.type === 'note_on') heard.push(event.note);
  if (heard.length === notes.length) break;
}
const { portNotice } = anna.stats().toast;
const { kind } = anna.toast.port.capabilities;
await Promise.all([anna.close(), bela.close()]);

const parser = await createJamParser();
await parser.measured();
const lines = Array.from({ length: LINES }, (_, n) => `{"t":"n+","c":1,"n":${n % 128},"v":9}\n`);
lines[17] = '{"t":"n+",\n';
const batch = await parser.parse(Buffer.from(lines.join('')));
const { malformed, readBy } = batch;
const sum = lines.reduce(
  (total, _, line) => total + (line === 17 ? 0 : batch.number(line, batch.key('n'))),
  0,
);
const { notice } = parser;
parser.close();
process.stdout.write(
  `${JSON.stringify({ heard, kind, portNotice, lines: batch.lines, malformed, sum, readBy, notice })}\n`,
);
