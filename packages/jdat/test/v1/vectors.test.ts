import { AudioMessageType, audioFormOf, createAudioRecord, integersOf } from '@jamnet/jdat';
import { fromCompactLine, type JdatMessage, type JellieMessage } from '@jamnet/schemas';
import { describe, expect, it } from 'vitest';
import {
  contentsOf,
  formatTypes,
  formNames,
  hex,
  messageTypeOf,
  readRecords,
  utf8,
  vectorsOf,
  type Vector,
} from './vectors.js';

const bytesOf = (vector: Vector): Uint8Array =>
  vector.hex === undefined ? utf8(vector.text!) : hex(vector.hex);

/** What a record of a message holds, from its canonical line. */
function wantedOf(compact: string): object {
  const message = fromCompactLine(compact) as JdatMessage | JellieMessage;
  const jellie = message.type === 'jellie';
  return {
    messageType: jellie ? 1 : 0,
    sampleRate: message.rate,
    channels: message.channels ?? 1,
    frames: message.frames,
    part: jellie ? message.part : 0,
    position: message.position,
    nextRate: message.next?.[0] ?? 0,
    nextPosition: message.next?.[1] ?? 0,
    timestampUs: message.timestamp,
    sequence: jellie ? message.sequence : 0,
    samples: message.payload,
  };
}

describe('messages.json, on the packet path', () => {
  it.each(vectorsOf('messages'))('%s', (_name, vector) => {
    const type = messageTypeOf(vector.standard);
    // A Number does not hold such a time, and a record has no place for members of the future: they go by the general codec.
    const tooLate = typeof (JSON.parse(vector.compact) as { ts: unknown }).ts === 'string';
    const later = /"(gain|timestamp_gpu|ver)":/.test(
      vector.compact.replace('"ver":"jamnet/1.1"', ''),
    );
    for (const name of formNames) {
      const given = vector[name];
      const bytes = name === 'standard' || name === 'compact' ? utf8(given) : hex(given);
      const [got, status] = readRecords(type, formatTypes[name], bytes);
      expect([name, status]).toEqual([name, tooLate ? 'outOfRange' : 'ok']);
      expect(got).toEqual(tooLate ? [] : [wantedOf(vector.compact)]);
      if (tooLate || later) continue;
      const record = createAudioRecord(type);
      const form = audioFormOf(formatTypes[name])!;
      form.readPayload(bytes, 0, bytes.length, record, () => undefined);
      const room = new Uint8Array(70_000);
      const end = form.encodeInto(record, room, 5);
      const line = name === 'standard' || name === 'compact' ? utf8(`${given}\n`) : bytes;
      expect(Buffer.from(room.subarray(5, end)).equals(line)).toBe(true);
      expect(form.overhead(record)).toBeGreaterThanOrEqual(
        end - 5 - integersOf(record) * form.longestInteger(record),
      );
    }
  });
});

describe.each(['invalid', 'lenient'])('%s.json, on the packet path', (file) => {
  it.each(vectorsOf(file))('%s', (_name, vector) => {
    const bytes = bytesOf(vector);
    for (const type of Object.values(AudioMessageType)) {
      const [got, status] = readRecords(type, formatTypes[vector.form], bytes);
      if (vector.status !== undefined) {
        // A payload of nothing holds nothing that could be wrong.
        expect([got, status]).toEqual([[], bytes.length === 0 ? 'ok' : vector.status]);
        continue;
      }
      const own = vector.compact.startsWith('{"t":"ja"') === (type === AudioMessageType.jdat);
      expect([got, status]).toEqual(own ? [[wantedOf(vector.compact)], 'ok'] : [[], 'unknownType']);
    }
  });
});

describe('payloads.json, on the packet path', () => {
  it.each(vectorsOf('payloads'))('%s', (_name, vector) => {
    const own = vector.gives.filter((line) => line.startsWith('{"t":"ja"'));
    const others = vector.gives.map((line) =>
      line.startsWith('{"t":"je"') ? 'unknownType' : line,
    );
    const [got, status] = readRecords(
      AudioMessageType.jdat,
      formatTypes[vector.form],
      bytesOf(vector),
    );
    expect(got).toEqual(own.map(wantedOf));
    expect(status).toBe(others.find((line) => !line.startsWith('{')) ?? 'ok');
  });
});

describe('a record', () => {
  it('begins as silence of one channel', () => {
    expect(contentsOf(createAudioRecord(AudioMessageType.jdat))).toMatchObject({
      channels: 1,
      nextRate: 0,
      samples: [],
    });
  });
});
