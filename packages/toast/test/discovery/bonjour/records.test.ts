import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readTexts,
  recordsOf,
  SERVICE_TYPE,
  type ServiceInfo,
} from '../../../src/discovery/bonjour/records.js';

const anna: ServiceInfo = {
  senderId: 0x0a1b2c3d,
  name: 'anna.b@machine',
  clockId: '0000c10c',
  endpoints: ['10.0.0.1:5004', '[fe80::1%eth0]:5004'],
  topics: ['midi://jam', 'sync://jam'],
};

const textOf = (info: ServiceInfo): unknown =>
  recordsOf(info).details.find(({ type }) => type === 'TXT')!.data;

describe('the records of a service', () => {
  it('say what an announcement says', () => {
    expect(readTexts(textOf(anna))).toEqual(anna);
  });

  it('are a pointer, a place, its texts and its addresses', () => {
    const { pointer, details, instance, host } = recordsOf(anna);
    expect(instance).toBe(`anna-b@machine 0a1b2c3d.${SERVICE_TYPE}`);
    expect(pointer).toEqual({ name: SERVICE_TYPE, type: 'PTR', ttl: 60, data: instance });
    expect(details.map(({ type, name }) => [type, name])).toEqual([
      ['SRV', instance],
      ['TXT', instance],
      ['A', host],
      ['AAAA', host],
    ]);
    expect(details[0]!.data).toMatchObject({ port: 5004, target: host });
    expect(details.slice(2).map(({ data }) => data)).toEqual(['10.0.0.1', 'fe80::1']);
  });

  it('keep to the bounds of DNS: 63 bytes a label, 255 a text', () => {
    const topics = Array.from({ length: 20 }, (_, i) => `midi://${String(i).padEnd(200, 'x')}`);
    const info = { ...anna, name: '😀'.repeat(64), topics };
    const { instance } = recordsOf(info);
    expect(Buffer.byteLength(instance.slice(0, -SERVICE_TYPE.length - 1))).toBeLessThanOrEqual(63);
    const texts = textOf(info) as Buffer[];
    expect(Math.max(...texts.map((each) => each.length))).toBeLessThanOrEqual(255);
    expect(texts.reduce((sum, each) => sum + each.length + 1, 0)).toBeLessThanOrEqual(900);
    expect(readTexts(texts)!.topics).toEqual(topics.slice(0, readTexts(texts)!.topics.length));
    expect(readTexts(texts)!.topics.length).toBeGreaterThan(1);
  });
});

describe('texts from the network', () => {
  const read = (...texts: string[]): ServiceInfo | undefined =>
    readTexts(texts.map((each) => Buffer.from(each)));

  it.each([
    ['without a version', ['id=0a1b2c3d', 'tp0=midi://jam']],
    ['of a version that is not known', ['txtvers=2', 'id=0a1b2c3d', 'tp0=midi://jam']],
    ['without an id', ['txtvers=1', 'tp0=midi://jam']],
    ['with an id that is none', ['txtvers=1', 'id=0a1b2c3dff', 'tp0=midi://jam']],
    ['with a clock that is none', ['txtvers=1', 'id=0a1b2c3d', 'ck=\u001b[2J', 'tp0=midi://jam']],
    ['without a topic', ['txtvers=1', 'id=0a1b2c3d']],
  ])('are refused %s', (_what, texts) => {
    expect(read(...texts)).toBeUndefined();
  });

  it('are bounded', () => {
    const topics = Array.from({ length: 100 }, (_, i) => `tp${i}=midi://${i}`);
    expect(read('txtvers=1', 'id=0a1b2c3d', ...topics)!.topics).toHaveLength(64);
    expect(read('txtvers=1', 'id=0a1b2c3d', ...topics, ...topics)).toBeUndefined();
    expect(read('txtvers=1', 'id=0a1b2c3d', `tp0=${'x'.repeat(5_000)}`)).toBeUndefined();
  });

  it('are never thrown at anybody', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        readTexts(data);
      }),
    );
    const texts = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 255 }),
        fc
          .constantFrom('txtvers=1', 'id=0a1b2c3d', 'tp0=x', '__proto__=x')
          .map((each) => Buffer.from(each)),
      ),
    );
    fc.assert(
      fc.property(texts, (data) => {
        const info = readTexts(data);
        if (info !== undefined) expect(info.topics.length).toBeGreaterThan(0);
      }),
    );
  });
});
