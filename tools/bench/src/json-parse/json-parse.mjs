// Times JSON.parse on the same lines, in Node alone: `node json-parse.mjs <folder of inputs> [seconds a case]`. Prints JSON.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { jsonParseWays } from './json-parse-ways.mjs';

const [folder, secondsText = '0.5'] = process.argv.slice(2);
const budgetMs = Number(secondsText) * 1000;
const counts = readFileSync(join(folder, 'manifest.txt'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('batch '))
  .map((line) => Number(line.split(' ')[1]));

function time(run) {
  const samples = [];
  const warmMs = performance.now() + budgetMs / 2;
  for (let i = 0; i < 20 && performance.now() < warmMs; i++) run();
  const endMs = performance.now() + budgetMs;
  while (performance.now() < endMs || samples.length < 5) {
    const startMs = performance.now();
    run();
    samples.push((performance.now() - startMs) * 1e6);
  }
  samples.sort((a, b) => a - b);
  const at = (share) => Math.round(samples[Math.floor(share * (samples.length - 1))]);
  return { medianNs: at(0.5), p99Ns: at(0.99), leastNs: at(0), samples: samples.length };
}

const results = [];
for (const lines of counts) {
  const bytes = readFileSync(join(folder, `lines-${lines}.jsonl`));
  for (const [way, run] of jsonParseWays(bytes)) results.push({ way, lines, ...time(run) });
}
console.log(JSON.stringify({ node: process.version, cpu: cpus()[0]?.model ?? '', results }));
