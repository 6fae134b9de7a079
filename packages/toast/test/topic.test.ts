import { canonicalTopic, DISCOVERY_TOPIC, formatSessionUuid, resolveTopic } from '@jamnet/toast';
import { JamError } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** Texts that often are topics. */
const almostTopic = fc
  .tuple(
    fc.constantFrom('midi', 'MIDI', 'audio', 'Video', 'sync', 'http', ''),
    fc.constantFrom('://', ':/', '//', ''),
    fc.string({ unit: 'binary', maxLength: 220 }),
    fc.constantFrom('', '/', '//'),
  )
  .map((parts) => parts.join(''));

describe('a topic', () => {
  it('is refused with a JamError or has one canonical form and one address', () => {
    let accepted = 0;
    fc.assert(
      fc.property(almostTopic, (text) => {
        let canonical: string;
        try {
          canonical = canonicalTopic(text);
        } catch (error) {
          expect(error).toBeInstanceOf(JamError);
          expect((error as JamError).code).toBe('bad-topic');
          return;
        }
        accepted++;
        expect(canonicalTopic(canonical)).toBe(canonical);
        expect(resolveTopic(canonical)).toEqual(resolveTopic(text));
        expect(resolveTopic(text).topic).toBe(canonical);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });

  it('gives a group of the ranges that are ours, and never the port of Ableton Link', () => {
    const ports = new Set<number>();
    const odd: unknown[] = [];
    for (let i = 0; i < 20_000; i++) {
      const address = resolveTopic(`midi://${i}`);
      const { sessionName, group4, group6 } = address;
      ports.add(group4.port);
      const ours =
        /^239\.19[2-5]\.\d+\.\d+$/u.test(group4.address) &&
        /^ff12::4a4d:[0-9a-f]{4}:[0-9a-f]{4}$/u.test(group6.address) &&
        group6.port === group4.port &&
        sessionName[6]! >> 4 === 8 &&
        sessionName[8]! >> 6 === 2;
      if (!ours) odd.push(address);
    }
    expect(odd).toEqual([]);
    expect(ports.has(20808)).toBe(false);
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(20000);
    expect(Math.max(...ports)).toBeLessThanOrEqual(28192);
    expect(ports.size).toBeGreaterThan(7000);
  });

  it('is named in the message that refuses it', () => {
    expect(() => canonicalTopic('http://jam')).toThrow(/'http:\/\/jam'.*midi:\/\/jam/u);
    expect(() => canonicalTopic(`midi://${'x'.repeat(201)}`)).toThrow(/201 bytes.*1 to 200/u);
    expect(() => canonicalTopic('midi://\u001b[2J')).toThrow(/control character/u);
    // What is refused for its control characters is not sent to a terminal with them.
    expect(() => canonicalTopic('midi://\u001b[2J')).not.toThrow(/\u001b/u);
  });

  it('of discovery is the one of the specification', () => {
    expect(DISCOVERY_TOPIC).toBe('sync://jamnet');
  });
});

describe('the UUID of a session', () => {
  it('is written as people write UUIDs', () => {
    const { sessionName } = resolveTopic('midi://jam');
    expect(formatSessionUuid(sessionName, 0x01020304)).toBe('d95ef3ba-b490-8b64-a23a-830204030201');
  });
});
