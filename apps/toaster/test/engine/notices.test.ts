import { describe, expect, it } from 'vitest';
import { Notices } from '../../src/engine/notices.js';

const texts = (notices: Notices): string[] => notices.list().map(({ text }) => text);

describe('notices', () => {
  it('are one a matter, and a newer one replaces it under another number', () => {
    const notices = new Notices();
    notices.tell('a', 'error', 'first', 'do this');
    notices.tell('b', 'info', 'other');
    notices.tell('a', 'warning', 'second');
    expect(notices.list()).toEqual([
      { id: 2, level: 'info', text: 'other', hint: null },
      { id: 3, level: 'warning', text: 'second', hint: null },
    ]);
  });

  it('keep their number and their place while they say the same', () => {
    const notices = new Notices();
    notices.tell('a', 'error', 'same');
    notices.tell('b', 'error', 'other');
    notices.tell('a', 'error', 'same');
    expect(notices.list().map(({ id }) => id)).toEqual([1, 2]);
  });

  it('go when the matter is settled', () => {
    const notices = new Notices();
    notices.say('a', 'error', 'wrong');
    notices.say('a', 'error', null);
    expect(notices.list()).toEqual([]);
    notices.settle('never told');
  });

  it('that were put away stay away until they say something else or the matter was settled', () => {
    const notices = new Notices();
    notices.tell('a', 'error', 'wrong');
    notices.dismiss(1);
    notices.dismiss(77);
    notices.tell('a', 'error', 'wrong');
    expect(texts(notices)).toEqual([]);
    notices.tell('a', 'error', 'worse');
    expect(texts(notices)).toEqual(['worse']);
    notices.tell('a', 'error', 'wrong');
    expect(texts(notices)).toEqual(['wrong']);
    notices.dismiss(notices.list()[0]!.id);
    notices.settle('a');
    notices.tell('a', 'error', 'wrong');
    expect(texts(notices)).toEqual(['wrong']);
  });

  it('are twenty at the most: the oldest goes', () => {
    const notices = new Notices();
    for (let i = 0; i < 30; i++) notices.tell(`matter ${i}`, 'info', `${i}`);
    expect(texts(notices)).toHaveLength(20);
    expect(texts(notices)[0]).toBe('10');
  });
});
