import process from 'node:process';
import { createJackAudio } from '@jamnet/gpu-native';

export interface HeldNotesRole {
  readonly name: string;
  readonly server: string;
  readonly notes: readonly number[];
  readonly channel: number;
}

export type HeldNotesNews = { readonly kind: 'ready' } | { readonly kind: 'held' };

/** Holds notes into an engine for good, each time that it is told to: for an engine that is to be killed meanwhile. */
function hold(): void {
  const role = JSON.parse(process.argv.at(-1)!) as HeldNotesRole;
  const tell = (news: HeldNotesNews): void => void process.send!(news);
  const port = createJackAudio({
    name: `held-${role.server}`,
    server: role.server,
    outputChannels: 0,
    inputChannels: 0,
    midi: true,
  });
  process.on('message', (order) => {
    if (order === 'stop') {
      port.close();
      process.disconnect();
      return;
    }
    // The engine is another one than last time.
    if (!port.connect(port.ownPorts.midiOutput!, 'toaster:midi_in'))
      throw new Error('the engine has no midi_in');
    for (const note of role.notes)
      port.midi!.send(Uint8Array.of(0x90 + role.channel, note, 100), 0);
    tell({ kind: 'held' });
  });
  tell({ kind: 'ready' });
}

hold();
