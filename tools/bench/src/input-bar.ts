/**
 * How long an input waits in TOASTer's engine until the state that shows it is told, while it looks for others and while it plays through loss: `npx tsx
 * --conditions=@jamnet/source tools/bench/src/input-bar.ts [--inputs 200]`. Needs root, iproute2, nftables, jackd2 and the native part.
 */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  createLan,
  lanAvailable,
  type LanHost,
  missingJack,
  startJackServer,
} from '@jamnet/testkit';
import { type EngineState, type LiveEngine, startEngine } from './live/live-engine.js';
import { machineText, thisMachine } from './report/machine.js';
import { createProgress } from './report/progress.js';
import { quantiles } from './report/quantiles.js';
import { writeResult } from './report/result-files.js';
import { figure, textTable } from './report/table.js';
import { allHold, type CheckedRow, row, rowsTable } from './sync-sim/checked-row.js';

const MOST_MS = 50;
const LOSS = 0.66;
const PERIOD_FRAMES = 128;
const START_MS = 60_000;
const SETTLE_MS = 8_000;
/** From one input to the next, and how much that varies: so that they fall everywhere between two states. */
const GAP_MS = 60;
const GAP_SPREAD_MS = 70;

const { values } = parseArgs({ options: { inputs: { type: 'string', default: '200' } } });
const inputs = Number(values.inputs);
const available = lanAvailable();
const missing = available.ok ? missingJack() : available.reason;
if (missing !== undefined || !(inputs >= 10)) {
  print(missing ?? 'Usage: input-bar.ts [--inputs 200], 10 at least');
  process.exit(2);
}
print(`Inputs of TOASTer's engine, on ${machineText(thisMachine())}\n`);
const progress = createProgress('inputs');
const rows: CheckedRow[] = [];
{
  await using lan = await createLan({ hosts: 2 });
  const [one, two] = [lan.host(0), lan.host(1)];
  await using server = await startServer(one, 'inputs-one');
  const engine = start(one, server.name, { discovery: 'auto' }, null);
  await engine.until((state) => state.audioOut.open, START_MS, 'has a device');
  rows.push(await measured('while it looks for others', engine));
  await engine.quit();
  await using other = await startServer(two, 'inputs-two');
  const [here, there] = [start(one, server.name, {}), start(two, other.name, {})];
  for (const each of [here, there])
    await each.until((state) => state.audioOut.open && state.peers.length === 1, START_MS, 'meets');
  await lan.setLoss(LOSS);
  await setTimeout(SETTLE_MS);
  rows.push(await measured(`while it plays at ${LOSS * 100} % loss`, here));
  for (const each of [here, there]) await each.quit();
}
progress.end();
const table = rowsTable(rows);
print(textTable(table));
const files = writeResult({
  name: 'input',
  title: 'How long an input waits',
  command: `npx tsx --conditions=@jamnet/source tools/bench/src/input-bar.ts --inputs ${inputs}`,
  sections: [
    {
      title: 'From a command to the state that shows it',
      table,
      notes: [
        `An engine on a LAN of namespaces with \`jackd -d dummy\` is told to switch its click on and off, by lines as the window tells it; until the first state with that comes back. The other host plays and hears too, and the kernel drops ${LOSS * 100} % of what comes in at both.`,
      ],
    },
  ],
  plots: [],
  data: { rows },
});
print(`written: ${files.join(', ')}`);
process.exitCode = allHold(rows) ? 0 : 1;

function startServer(host: LanHost, name: string) {
  return startJackServer({
    name,
    periodFrames: PERIOD_FRAMES,
    spawn: (command, args, options) => host.spawn(command, args, options),
  });
}

function start(host: LanHost, server: string, settings: object, room?: null): LiveEngine {
  return startEngine({
    name: host.name,
    server,
    promoted: false,
    settings: { interfaces: ['eth0'], ...settings },
    ...(room === null && { room }),
    spawn: (command, args, options) => host.spawn(command, args, options),
  });
}

async function measured(what: string, engine: LiveEngine): Promise<CheckedRow> {
  progress.say(what);
  const waits = new Float64Array(inputs);
  for (let i = 0; i < inputs; i++) {
    await setTimeout(GAP_MS + Math.random() * GAP_SPREAD_MS);
    const click = i % 2 === 0;
    const shows = (state: EngineState): boolean => state.settings.click === click;
    const begunMs = performance.now();
    engine.tell({ do: 'set', settings: { click } });
    await engine.until(shows, START_MS, 'shows it');
    waits[i] = performance.now() - begunMs;
  }
  const { p50, p99, max } = quantiles(waits);
  return row(`an input, ${what}`, `p50 ${figure(p50)}, p99 ${figure(p99)}, max ${figure(max)} ms`, [
    `all ≤ ${MOST_MS} ms`,
    max <= MOST_MS,
  ]);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
