/** Names of the clients that have ports, in the order in which their ports are listed, without one of them. */
export function clientsOf(ports: readonly string[], without: string): string[] {
  const names = new Set(ports.map(clientOf));
  names.delete(without);
  return [...names];
}

export function portsOf(ports: readonly string[], client: string): string[] {
  return ports.filter((port) => clientOf(port) === client);
}

/** Client names hold no colon that a port's could not hold as well: the first one parts them. */
export function clientOf(port: string): string {
  return port.slice(0, Math.max(0, port.indexOf(':')));
}

/** Which of a device's ports each own one belongs to: by number; a device of one channel belongs to all, and what it has more is left out. */
export function pairs(own: readonly string[], device: readonly string[]): [string, string][] {
  if (device.length === 0) return [];
  return own.flatMap((port, i): [string, string][] => {
    const partner = device.length === 1 ? device[0] : device[i];
    return partner === undefined ? [] : [[port, partner]];
  });
}
