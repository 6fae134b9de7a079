import { describe, expect, it } from 'vitest';
import { parseAction, parseAt, parseBeat, parseIn } from '../../src/transport/action.js';

const words = (text: string) => text.split(' ').filter((word) => word !== '');

describe('what the transport is asked for', () => {
  it.each([
    ['', { name: 'status' }],
    ['status', { name: 'status' }],
    ['play', { name: 'play', place: null }],
    ['play 5.3', { name: 'play', place: { bars: '5.3' } }],
    ['record 12.5s', { name: 'record', place: { ms: 12_500 } }],
    ['stop', { name: 'stop', place: null }],
    ['seek 5.3.480', { name: 'seek', place: { bars: '5.3.480' } }],
    ['tempo 96.5', { name: 'tempo', bpm: 96.5 }],
    ['signature 7/8', { name: 'signature', numerator: 7, denominator: 8 }],
    ['loop 1 5', { name: 'loop', bars: ['1', '5'] }],
    ['loop off', { name: 'loop', bars: null }],
  ])('is read: "%s"', (text, action) => {
    expect(parseAction(words(text))).toEqual(action);
  });

  it('may have a beat instead of a place', () => {
    expect(parseAction(['seek'], 2.5)).toEqual({ name: 'seek', place: { beat: 2.5 } });
    expect(parseAction(['play'], 0)).toEqual({ name: 'play', place: { beat: 0 } });
    expect(() => parseAction(['play', '5'], 4)).toThrow("'5' and --beat 4: one will do");
    expect(() => parseAction(['tempo', '96'], 4)).toThrow('tempo has none');
  });

  it.each([
    ['paly', /'paly' is nothing that the transport does: play, record,/],
    ['play 0', /'0' is no place: write a bar such as 5/],
    ['play 5.0', /'5\.0' is no place/],
    ['play 1 2', /'2' is too much for play/],
    ['seek', /seek needs to be told more/],
    ['tempo', /tempo needs to be told more: toaster transport tempo 96\.5/],
    ['tempo 0', /'0' is no tempo: .* from 1 to 1000/],
    ['tempo 1001', /'1001' is no tempo/],
    ['tempo 1e2', /'1e2' is no tempo/],
    ['signature 3', /'3' is no time signature/],
    ['signature 0/4', /'0\/4' is no time signature/],
    ['signature 3/5', /'3\/5' is no time signature/],
    ['loop 1', /loop needs to be told more/],
    ['loop 1 end', /'end' is no bar/],
    ['status now', /'now' is too much for status/],
  ])('is refused with what would do: "%s"', (text, message) => {
    expect(() => parseAction(words(text))).toThrow(message);
  });
});

describe('when', () => {
  it('is a bar or a time of the timeline, or so long from now', () => {
    expect(parseAt('9.3')).toEqual({ bars: '9.3' });
    expect(parseAt('93.5s')).toEqual({ atMs: 93_500 });
    expect(() => parseAt('next')).toThrow('when the music is there');
    expect(parseIn('500ms')).toBe(500);
    expect(parseIn('1m')).toBe(60_000);
    expect(() => parseIn('61s')).toThrow('a minute ahead at most');
  });

  it('a beat is a number from 0 on', () => {
    expect([parseBeat('0'), parseBeat('2.5')]).toEqual([0, 2.5]);
    expect(() => parseBeat('-1')).toThrow('from 0 on');
    expect(() => parseBeat('99999999')).toThrow('from 0 on');
  });
});
