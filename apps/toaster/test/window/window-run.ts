import process from 'node:process';
import { openWindow } from '../../src/window/open-window.js';

// The window as a program of its own, for a trace of its system calls: opens it, lets it show the room for a while, closes it.
//
//   node window-run.mjs SHOWN_MS PROGRAM ARGUMENT…
const [shownMs, ...engineCommand] = process.argv.slice(2);
const stop = new AbortController();
const end = await openWindow({
  engineCommand,
  signal: stop.signal,
  onLine: (line) => console.error(line),
  browser: { arguments: ['--headless=new'] },
  onReady({ afterMs }) {
    console.log(JSON.stringify({ readyAfterMs: afterMs }));
    setTimeout(() => stop.abort(), Number(shownMs));
  },
});
console.log(JSON.stringify({ end }));
