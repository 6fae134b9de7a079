import { appendFileSync, existsSync } from 'node:fs';
import process from 'node:process';
import type { EngineMessage, JamCommand } from '../../src/engine/jam-state.js';
import { createLineSplitter } from '../../src/demo/line-splitter.js';
import { createFakeRoom } from './fake-room.js';

// An engine to try the window and the terminal with: plays a lively room on standard output and obeys standard input.
//
//   node fake-engine.mjs [JOURNAL]    writes each command down; with no journal there yet, it begins in the room `main`
const STATES_PER_S = 15;

const journal = process.argv.at(2);
const room = createFakeRoom({ seed: 7 });
let last = performance.now();

function say(message: EngineMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function tick(): void {
  const now = performance.now();
  room.advance((now - last) / 1_000);
  last = now;
  say({ kind: 'state', state: room.state() });
}

function end(): void {
  clearInterval(ticking);
  process.stdin.destroy();
  say({ kind: 'end', problem: null });
}

if (journal !== undefined && !existsSync(journal)) {
  appendFileSync(journal, '');
  room.obey({ do: 'join', room: 'main' });
}
const ticking = setInterval(tick, 1_000 / STATES_PER_S);
tick();
const onPiece = createLineSplitter((line) => {
  if (journal !== undefined) appendFileSync(journal, `${line}\n`);
  room.obey(JSON.parse(line) as JamCommand);
  if (room.hasQuit) end();
});
process.stdin.setEncoding('utf8').on('data', onPiece).on('end', end);
