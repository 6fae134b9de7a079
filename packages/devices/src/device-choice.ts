/** What is played and recorded by: names as the lists give them, null for nothing. */
export interface DeviceChoice {
  readonly audioInput: string | null;
  readonly audioOutput: string | null;
  readonly midiInput: string | null;
  readonly midiOutput: string | null;
}

export type DeviceRole = keyof DeviceChoice;

/** One list or one answer for each of them. */
export type ByRole<T> = Readonly<Record<DeviceRole, T>>;

export const NOTHING: DeviceChoice = {
  audioInput: null,
  audioOutput: null,
  midiInput: null,
  midiOutput: null,
};

/** How people call a role. */
export const ROLE_NAMES: ByRole<string> = {
  audioInput: 'audio input',
  audioOutput: 'audio output',
  midiInput: 'MIDI input',
  midiOutput: 'MIDI output',
};
