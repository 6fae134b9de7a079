import process from 'node:process';
import { openTui } from '../../src/tui/open-tui.js';

// The terminal's TOASTer as a program of its own: node tui-run.mjs PROGRAM ARGUMENT…
await openTui({
  engineCommand: process.argv.slice(2),
  signal: new AbortController().signal,
  onLine: (line) => console.error(line),
});
console.log('left the terminal');
