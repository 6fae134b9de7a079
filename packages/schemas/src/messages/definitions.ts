import { audioMessages } from './audio.js';
import { toastMessages } from './heartbeat.js';
import { midi1Messages } from './midi1.js';
import { midi2Messages } from './midi2.js';
import { midiStateMessages } from './midi-state.js';
import { syncMessages } from './sync.js';

/** Every message of `jamnet/1.0`, by type. */
export const definitions = {
  ...midi1Messages,
  ...midi2Messages,
  ...midiStateMessages,
  ...toastMessages,
  ...syncMessages,
  ...audioMessages,
};

/** The name of a message type. */
export type MessageType = keyof typeof definitions;
