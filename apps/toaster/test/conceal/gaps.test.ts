import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkGaps, loadGaps, parseGaps } from '../../src/conceal/gaps.js';
import { createTestFolder, type TestFolder } from '../support/wave-bytes.js';

let folder: TestFolder;
beforeAll(() => void (folder = createTestFolder()));
afterAll(() => folder.remove());

describe('a list of gaps', () => {
  it('is read from its file', () => {
    const path = folder.put('gaps.json', '{"fs":48000,"gaps":[[0,5],[5,1],[900,128]],"by":"me"}');
    expect(loadGaps(path)).toEqual({
      sampleRate: 48_000,
      gaps: [
        { start: 0, length: 5 },
        { start: 5, length: 1 },
        { start: 900, length: 128 },
      ],
    });
  });

  it.each<[string, string, RegExp]>([
    ['no JSON', 'gaps: 1', /^cannot use gaps\.json: it is not JSON \(/],
    ['half a file', '{"fs":48000,"gaps":[[1,', /not JSON/],
    ['a list', '[[1,2]]', /no object.*\{"fs":48000,"gaps":\[\[start,length\],…\]\}/],
    ['null', 'null', /no object/],
    ['no rate', '{"gaps":[]}', /"fs", the sample rate, is missing/],
    ['a rate in words', '{"fs":"48k","gaps":[]}', /"fs", the sample rate, is "48k"/],
    ['a rate of 0', '{"fs":0,"gaps":[]}', /is 0/],
    ['no gaps', '{"fs":48000}', /"gaps" is no list/],
    [
      'a gap of one number',
      '{"fs":48000,"gaps":[[1]]}',
      /gap 1 is \[1\]; a gap is two whole numbers/,
    ],
    ['a gap of three', '{"fs":48000,"gaps":[[1,2,3]]}', /gap 1 is \[1,2,3\]/],
    ['a gap as an object', '{"fs":48000,"gaps":[{"start":1}]}', /gap 1 is \{"start":1\}/],
    ['half a sample', '{"fs":48000,"gaps":[[1,2],[9.5,2]]}', /gap 2 is \[9\.5,2\]/],
    ['a gap of words', '{"fs":48000,"gaps":[["a","b"]]}', /two whole numbers/],
    ['a gap before the start', '{"fs":48000,"gaps":[[-1,2]]}', /at least 0/],
    ['a gap of nothing', '{"fs":48000,"gaps":[[1,0]]}', /length at least 1/],
    [
      'an overlap',
      '{"fs":48000,"gaps":[[1,9],[9,2]]}',
      /gap 2 is \[9,2\] and begins before .* ends, at 10/,
    ],
    ['no order', '{"fs":48000,"gaps":[[100,9],[1,2]]}', /gap 2 .*sort the gaps/],
    ['something long', `{"fs":${'[1],'.repeat(99)}0,"gaps":[]}`, /not JSON/],
  ])('refuses %s', (_what, text, message) => {
    const read = () => parseGaps('gaps.json', text);
    expect(read).toThrow(expect.objectContaining({ code: 'file-unreadable' }));
    expect(read).toThrow(message);
  });

  it('is not read where there is none', () => {
    expect(() => loadGaps(folder.path('none.json'))).toThrow(/cannot read .*no such file/);
  });

  it('has to be for that sound', () => {
    const sound = { path: 'in.wav', sampleRate: 44_100, frames: 1_000 };
    const list = (sampleRate: number, start: number) => ({
      sampleRate,
      gaps: [
        { start: 0, length: 3 },
        { start, length: 10 },
      ],
    });
    expect(() => checkGaps('gaps.json', list(48_000, 9), sound)).toThrow(
      /gaps\.json is for 48000 Hz and in\.wav has 44100 Hz/,
    );
    expect(() => checkGaps('gaps.json', list(44_100, 991), sound)).toThrow(
      /gap 2 of gaps\.json, \[991,10\], reaches beyond the end of in\.wav, which has 1,000 samples/,
    );
    expect(() => checkGaps('gaps.json', list(44_100, 990), sound)).not.toThrow();
    expect(() => checkGaps('g', { sampleRate: 44_100, gaps: [] }, sound)).not.toThrow();
  });
});
