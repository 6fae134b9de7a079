/**
 * A Standard MIDI file with only these channels sounding, played by one General MIDI program where one is named. Nothing moves: notes of
 * other channels get the velocity 0, and instruments change in place.
 */
export function soloChannels(
  file: Uint8Array,
  channels: readonly number[] | undefined,
  program: number | undefined,
): Uint8Array {
  const out = file.slice();
  const view = new DataView(out.buffer);
  const silenced = (channel: number): boolean =>
    channels !== undefined && !channels.includes(channel);
  for (let chunk = 14; chunk + 8 <= out.length;) {
    const end = Math.min(out.length, chunk + 8 + view.getUint32(chunk + 4));
    let at = chunk + 8;
    let status = 0;
    const number = (): number => {
      let value = 0;
      for (;;) {
        const byte = out[at++];
        value = value * 128 + (byte & 0x7f);
        if (byte < 0x80 || at >= end) return value;
      }
    };
    while (at < end) {
      number(); // the time since the event before
      if (out[at] >= 0x80) status = out[at++];
      const kind = status >> 4;
      const channel = status & 15;
      if (status === 0xff) {
        at++;
        const length = number();
        at += length;
      } else if (kind === 0xf) {
        const length = number();
        at += length;
      } else if (kind === 0xc || kind === 0xd) {
        if (kind === 0xc && program !== undefined && channel !== 9) out[at] = program;
        at++;
      } else {
        if (kind === 9 && silenced(channel)) out[at + 1] = 0;
        at += 2;
      }
    }
    chunk = end;
  }
  return out;
}
