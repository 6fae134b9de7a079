// On a host of a LAN: sends to a neighbour that does not answer until the system takes no more, then makes it answer.
import { execFileSync } from 'node:child_process';
import { openDriver, until } from './driver-rig.js';

const gone = '10.77.0.200';
const driver = openDriver();
const socket = await driver.open(
  { family: 4, address: '0.0.0.0', port: 0, shared: false },
  { receiveBytes: 65_536, sendBytes: 4_096 },
);
const to = socket.target(gone, 9);
let refused = 0;
for (let i = 0; i < 3000; i++) {
  if (!to.send(new Uint8Array(150), 0, 150, 0)) refused++;
  if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
}
const full = driver.stats();
execFileSync('ip', ['neigh', 'replace', gone, 'lladdr', '02:00:00:00:00:99', 'dev', 'eth0']);
await until(() => {
  const { datagramsSent, sendQueueFull } = driver.stats();
  return datagramsSent + sendQueueFull === 3000;
});
const drained = driver.stats();
// Longer than a packet may be there: the kernel takes no such run in one piece, and each by itself.
const large = await driver.open(
  { family: 4, address: '0.0.0.0', port: 0, shared: false },
  { receiveBytes: 65_536, sendBytes: 1 << 20 },
);
const largeTo = large.target(gone, 9);
for (let i = 0; i < 20; i++)
  largeTo.send(new Uint8Array(i < 10 ? 9_000 : 1_000), 0, i < 10 ? 9_000 : 1_000, 0);
await Promise.resolve();
const sentLarge = driver.stats();
const goesOn = to.send(new Uint8Array(150), 0, 150, 0);
console.log(JSON.stringify({ refused, full, drained, sentLarge, goesOn }));
await driver.close();
