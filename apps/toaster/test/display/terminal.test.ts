import { EventEmitter } from 'node:events';
import type { ReadStream, WriteStream } from 'node:tty';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTerminal, type Terminal } from '../../src/display/terminal.js';

const ENTER = '\u001b[?1049h';
const LEAVE = '\u001b[?1049l';
const SHOW_CURSOR = '\u001b[?25h';

function fakeTty() {
  const written: string[] = [];
  const output = Object.assign(new EventEmitter(), {
    columns: 80,
    rows: 24,
    // No such file: what is written at once falls back to the stream.
    fd: 1_000_000,
    write: (text: string) => written.push(text),
  });
  const input = Object.assign(new EventEmitter(), {
    isTTY: true,
    raw: false,
    setRawMode(raw: boolean) {
      this.raw = raw;
    },
    resume: vi.fn(),
    pause: vi.fn(),
  });
  input.resume.mockReturnValue(input);
  return { output, input, written, all: () => written.join('') };
}

let tty: ReturnType<typeof fakeTty>;
let terminal: Terminal;
const onQuit = vi.fn();
beforeEach(() => {
  onQuit.mockReset();
  tty = fakeTty();
  terminal = createTerminal({
    output: tty.output as unknown as WriteStream,
    input: tty.input as unknown as ReadStream,
    onQuit,
  });
});
afterEach(() => {
  terminal.close();
});

describe('a terminal', () => {
  it('is given back as it was', () => {
    terminal.enter();
    expect(tty.input.raw).toBe(true);
    expect(tty.all()).toContain(ENTER);
    terminal.leave();
    expect(tty.input.raw).toBe(false);
    expect(tty.input.pause).toHaveBeenCalled();
    expect(tty.all()).toContain(SHOW_CURSOR);
    expect(tty.all().endsWith(LEAVE)).toBe(true);
  });

  it('is given back once, however often it is asked for', () => {
    terminal.enter();
    terminal.enter();
    terminal.leave();
    terminal.leave();
    terminal.close();
    expect(tty.all().split(ENTER)).toHaveLength(2);
    expect(tty.all().split(LEAVE)).toHaveLength(2);
  });

  it('is given back when the process ends without a word', () => {
    const before = process.listenerCount('exit');
    terminal.enter();
    for (const listener of process.listeners('exit').slice(-1)) (listener as () => void)();
    expect(tty.input.raw).toBe(false);
    expect(tty.all()).toContain(LEAVE);
    terminal.close();
    expect(process.listenerCount('exit')).toBe(before - 1);
  });

  it('is left alone until it is entered', () => {
    terminal.draw(['nothing']);
    terminal.leave();
    expect(tty.written).toEqual([]);
  });

  it('is sent what has changed and nothing else, in one write', () => {
    terminal.enter();
    tty.written.length = 0;
    terminal.draw(['one', 'two']);
    terminal.draw(['one', 'TWO']);
    terminal.draw(['one', 'TWO']);
    expect(tty.written).toHaveLength(2);
    expect(tty.written[0]).toContain('\u001b[1;1Hone');
    expect(tty.written[1]).toContain('\u001b[2;1HTWO');
    expect(tty.written[1]).not.toContain('one');
  });

  it('is drawn anew when its size changes', () => {
    terminal.enter();
    terminal.draw(['one']);
    tty.output.columns = 120;
    tty.output.emit('resize');
    tty.written.length = 0;
    terminal.draw(['one']);
    expect(tty.all()).toContain('one');
    expect(terminal.size).toEqual({ columns: 120, rows: 24 });
  });

  it.each(['\u0003', 'q', 'Q', '\u001b'])('takes %j as the wish to end', (keys) => {
    terminal.enter();
    tty.input.emit('data', Buffer.from(keys));
    expect(onQuit).toHaveBeenCalledTimes(1);
  });

  it.each(['a', '\u001b[A', ' '])('does not take %j for that', (keys) => {
    tty.input.emit('data', Buffer.from(keys));
    expect(onQuit).not.toHaveBeenCalled();
  });

  it('does not listen to the keyboard when it is left', () => {
    expect(tty.input.listenerCount('data')).toBe(0);
    terminal.enter();
    expect(tty.input.listenerCount('data')).toBe(1);
    terminal.leave();
    expect(tty.input.listenerCount('data')).toBe(0);
  });

  it('works without a keyboard', () => {
    const other = fakeTty();
    const silent = createTerminal({ output: other.output as unknown as WriteStream, onQuit });
    silent.enter();
    silent.close();
    expect(other.input.raw).toBe(false);
    expect(other.all()).toContain(LEAVE);
  });
});
