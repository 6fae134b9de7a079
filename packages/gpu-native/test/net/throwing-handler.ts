// A process of its own: its handler throws at the first datagram, and says what came of it.
import { openDriver, openSocket } from './driver-rig.js';

const driver = openDriver();
const socket = await openSocket(driver);
const to = socket.target('127.0.0.1', socket.port);
let calls = 0;
process.on('uncaughtException', (error) => {
  console.log(`uncaught ${error.message}`);
  to.send(new Uint8Array(1), 0, 1, 0);
});
driver.onBatch(() => {
  calls++;
  if (calls === 1) throw new Error('from the handler');
  console.log(`called again`);
  // Nothing but its socket keeps the process.
  void socket.close();
});
to.send(new Uint8Array(1), 0, 1, 0);
