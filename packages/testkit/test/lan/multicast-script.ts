/**
 * A program for `node -e`, told its part by JSON in the environment: it listens to a group and prints which numbers came,
 * or sends numbered datagrams to it. Marks at the end tell the listeners that it is over, so often that one comes through.
 */
export interface MulticastPart {
  readonly listen: boolean;
  readonly family: 4 | 6;
  readonly group: string;
  /** IPv4: the address of the interface; IPv6: `::%name`. */
  readonly interface: string;
  readonly count: number;
}

export const MULTICAST_SCRIPT = `
const part = JSON.parse(process.env.PART);
const PORT = 20123;
const END = 0xffffffff;
const socket = require('node:dgram').createSocket({ type: 'udp' + part.family, reuseAddr: true });
if (part.listen) {
  const seen = new Set();
  socket.on('message', (message) => {
    const number = message.readUInt32LE(0);
    if (number !== END) return seen.add(number);
    socket.close();
    console.log(JSON.stringify([...seen]));
  });
  socket.bind(PORT, () => {
    // What a busy machine makes wait must not look like loss.
    socket.setRecvBufferSize(4 * 1024 * 1024);
    socket.addMembership(part.group, part.interface);
    console.log('ready');
  });
} else {
  socket.bind(0, () => {
    socket.setMulticastInterface(part.interface);
    let next = 0;
    const timer = setInterval(() => {
      for (let i = 0; i < 3; i += 1, next += 1) {
        const message = Buffer.alloc(64);
        message.writeUInt32LE(next < part.count ? next : END);
        socket.send(message, PORT, part.group);
      }
      if (next < part.count + 200) return;
      clearInterval(timer);
      socket.close();
    }, 1);
  });
}
`;
