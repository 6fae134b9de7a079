import { describe, expect, it } from 'vitest';
import { fromCompactLine, fromStandardText, validate, type JamMessage } from '@jamnet/schemas';
import { Status } from '@jamnet/wire';

const { malformed, outOfRange, unknownType, unsupportedVersion, unknownNamespace } = Status;

describe('a compact line', () => {
  it.each([
    ['', malformed],
    ['{', malformed],
    ['[]', malformed],
    ['7', malformed],
    ['null', malformed],
    ['{}', malformed],
    ['{"t":1}', malformed],
    ['{"t":"nope"}', unknownType],
    ['{"t":"note_on","c":1,"n":1,"v":1}', unknownType],
    ['{"t":"__proto__"}', unknownType],
    ['{"t":"ck","ver":1}', malformed],
    ['{"t":"ck","ver":"jamnet"}', malformed],
    ['{"t":"nope","ver":"jamnet/3.0"}', unsupportedVersion],
    ['{"t":"ck","ver":"jamnet-lite/1.0"}', unknownNamespace],
    ['{"t":"n+","n":1,"v":1}', malformed],
    ['{"t":"n+","c":null,"n":1,"v":1}', malformed],
    ['{"t":"n+","c":"1","n":1,"v":1}', malformed],
    ['{"t":"n+","c":1.5,"n":1,"v":1}', malformed],
    ['{"t":"n+","c":1e999,"n":1,"v":1}', malformed],
    ['{"t":"n+","c":1e300,"n":1,"v":1}', outOfRange],
    ['{"t":"n+","c":0,"n":1,"v":1}', outOfRange],
    ['{"t":"n+","c":17,"n":1,"v":1}', outOfRange],
    ['{"t":"n+","c":17,"v":1}', outOfRange],
    ['{"t":"n+","g":17,"c":"1","n":1,"v":1}', outOfRange],
    ['{"t":"n+","c":1,"n":128,"v":1}', outOfRange],
    ['{"t":"n+","c":01,"n":1,"v":1}', malformed],
    ['{"t":"n+","c":1,"n":1,"v":1} x', malformed],
    ['\ufeff{"t":"ck"}', malformed],
    ['{"t":"n+","c":1,"n":1,"v":1,"note":1}', malformed],
    ['{"t":"ck","type":"clock"}', malformed],
    ['{"t":"ck","__x":1}', malformed],
    ['{"t":"ck","__proto__":{}}', malformed],
    ['{"t":"ck","x":{"__proto__":1}}', malformed],
    ['{"t":"ck","x":1e999}', malformed],
    ['{"t":"ck","x":"\\ud800"}', malformed],
    [`{"t":"ck","x":${'['.repeat(15)}${']'.repeat(15)}}`, 0],
    [`{"t":"ck","x":${'['.repeat(16)}${']'.repeat(16)}}`, malformed],
    [`{"t":"ck","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, malformed],
    ['{"t":"ck","ts":-1}', outOfRange],
    ['{"t":"ck","ts":9007199254740992}', outOfRange],
    ['{"t":"ck","ts":"18446744073709551616"}', outOfRange],
    ['{"t":"ck","ts":"-1"}', malformed],
    ['{"t":"ck","ts":"01"}', malformed],
    ['{"t":"ck","ts":""}', malformed],
    ['{"t":"ck","ts":"184467440737095516150"}', malformed],
    ['{"t":"ck","seq":4294967296}', outOfRange],
    ['{"t":"sx","d":[128]}', outOfRange],
    ['{"t":"sx","d":"00"}', malformed],
    ['{"t":"sxc","id":1,"i":2,"k":2,"d":[1]}', outOfRange],
    ['{"t":"sxc","id":1,"i":0,"k":1,"d":[]}', outOfRange],
    ['{"t":"ms","s":1,"ch":[[0,[],[],-1,-1]],"seq":1}', malformed],
    ['{"t":"ms","s":1,"ch":[[256,[],[],-1,-1,-1]],"seq":1}', outOfRange],
    ['{"t":"ms","s":1,"ch":[[0,[],[7],-1,-1,-1]],"seq":1}', malformed],
    ['{"t":"ms","s":1,"ch":[[0,[128],[7],-1,-1,-1]],"seq":1}', outOfRange],
    ['{"t":"ms","s":1,"ch":[[0,[],[],-2,-1,-1]],"seq":1}', outOfRange],
    ['{"t":"ms","s":1,"ch":[],"part":[1,1],"seq":1}', outOfRange],
    ['{"t":"ms","s":1,"ch":[],"part":[1],"seq":1}', malformed],
    ['{"t":"ms","s":0,"ch":[],"seq":1}', outOfRange],
    ['{"t":"hb","nm":"a","ck":"0123ABCG","ep":[]}', outOfRange],
    ['{"t":"hb","nm":"a","ck":"0123abcd","ep":[],"by":true}', malformed],
    ['{"t":"hb","nm":"a","ck":"0123abcd","ep":[],"pv":[1]}', malformed],
    ['{"t":"hb","nm":"a","ck":"0123abcd","ep":[],"hd":[[1,2,3,4,[1,2,3,4,5,6,7,8]]]}', malformed],
    [
      '{"t":"hb","nm":"a","ck":"0123abcd","ep":[],"hd":[[1,2,3,4,[1,2,3,4,5,6,7,8,-2]]]}',
      outOfRange,
    ],
    [`{"t":"hb","nm":"${'é'.repeat(65)}","ck":"0123abcd","ep":[]}`, outOfRange],
    [`{"t":"hb","nm":"${'𝄞'.repeat(64)}","ck":"0123abcd","ep":[]}`, 0],
    ['{"t":"scb","ver":"jamnet/1.1","tc":1,"tg":1,"u":"ns","o":"sender"}', unsupportedVersion],
    ['{"t":"scb","tc":1,"tg":1,"u":"ns","o":"sender","later":1}', malformed],
    ['{"t":"scb","tc":1,"tg":1,"u":"ns","o":"nobody"}', outOfRange],
  ])('%s gives %i', (line, status) => {
    const got = fromCompactLine(line);
    expect(typeof got === 'number' ? got : 0).toBe(status);
  });
});

describe('a standard text', () => {
  it.each([
    ['{"type":"clock","n":1}', 0],
    ['{"type":"note_on","channel":1,"note":1,"velocity":1,"n":1}', malformed],
    ['{"type":"clock","t":"ck"}', malformed],
    ['{"type":"clock","ver":"jamnet/1.0"}', malformed],
    ['{"type":"ck"}', unknownType],
    ['{"type":"heartbeat","name":"a","clock":"0123abcd","endpoints":[],"bye":1}', malformed],
    ['{"type":"heartbeat","name":"a","clock":"0123abcd","endpoints":[],"previous":[1]}', malformed],
    ['{"type":"heartbeat","name":"a","clock":"0123abcd","endpoints":[],"plan":[]}', outOfRange],
  ])('%s gives %i', (text, status) => {
    const got = fromStandardText(text);
    expect(typeof got === 'number' ? got : 0).toBe(status);
  });
});

describe('validate', () => {
  it('gives the message its type', () => {
    const message: unknown = { type: 'clock' };
    expect(validate(message)).toEqual({ ok: true, message });
  });

  it('says why not', () => {
    expect(validate({ type: 'note_on', channel: 1, note: 128, velocity: 1 })).toEqual({
      ok: false,
      status: outOfRange,
      reason: 'outOfRange',
    });
  });

  it('never throws, not even on an object that does', () => {
    const trap = {
      type: 'clock',
      get group(): number {
        throw new Error('trap');
      },
    };
    const proxy = new Proxy(
      {},
      {
        get: () => {
          throw new Error('trap');
        },
      },
    );
    for (const value of [
      trap,
      proxy,
      undefined,
      null,
      1,
      'x',
      [],
      () => 1,
      Symbol('x'),
      1n,
      new Uint8Array(3),
    ]) {
      expect(validate(value)).toMatchObject({ ok: false, status: malformed });
    }
  });
});

describe('the calibration block of the seeds', () => {
  it('is read', () => {
    const block = {
      type: 'sync_calibration_block',
      version: 'jamnet/1.0',
      timestamp_cpu: 928374650,
      timestamp_gpu: 1234567890,
      timestamp_unit: 'ns',
      clock_base: 'mach_absolute_time',
      session_id: 'JAM-SESSION-7AB1',
      origin: 'sender',
    } as const;
    const { version: _, ...normal } = block;
    expect(fromStandardText(JSON.stringify(block))).toEqual(normal satisfies JamMessage);
  });
});
