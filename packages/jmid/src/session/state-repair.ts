import type { JmidEvent, MidiStateChannel, MidiStateMessage } from '@jamnet/schemas';
import { serialDistance } from '@jamnet/wire';
import {
  type ChannelState,
  FIRST_COMMAND,
  HOLD_PEDALS,
  type StreamState,
} from './channel-state.js';

/** Further ahead of what a sender says now is nothing but what was said half a round of the sequences ago. */
const MOST_AHEAD = 2 ** 24;

/** Called with each event that sets right what the lost ones should have. */
export type RepairSink = (event: JmidEvent) => void;

/**
 * Sets a receiver's state right by what the sender says that stands (row J5): notes that it no longer holds are released; controllers, program, bend and
 * pressure are brought to its values. Notes that it holds and that were missed are not started: they would come late.
 * To be called only while events are missing, or when a stream is joined in the middle.
 */
export function repairState(state: StreamState, said: MidiStateMessage, repair: RepairSink): void {
  for (const channel of said.channels) {
    const mine = state.channel(channel.group ?? 1, channel.channel);
    releaseUnheld(mine, channel.notes, said.sequence, repair);
    repairValues(mine, channel, said.sequence, repair);
  }
  if (said.part !== undefined) return;
  for (const mine of state.channels.values()) {
    const named = said.channels.some(
      (c) => (c.group ?? 1) === mine.group && c.channel === mine.channel,
    );
    if (!named) releaseUnheld(mine, [], said.sequence, repair);
  }
}

/** Releases notes and pedals: the sender has fallen silent or has left. */
export function releaseAll(state: StreamState, repair: RepairSink): void {
  for (const channel of state.channels.values()) {
    releaseUnheld(channel, [], -1, repair);
    for (const controller of HOLD_PEDALS) {
      if (channel.controllers[controller] <= 0) continue;
      channel.controllers[controller] = 0;
      repair({ type: 'control_change', ...where(channel), controller, value: 0 });
    }
  }
}

function where(channel: ChannelState): { group?: number; channel: number } {
  return channel.group === 1
    ? { channel: channel.channel }
    : { group: channel.group, channel: channel.channel };
}

/** `sequence` −1: whatever came last. Otherwise a note that was started after the sender spoke stays. */
function releaseUnheld(
  mine: ChannelState,
  held: readonly number[],
  sequence: number,
  repair: RepairSink,
): void {
  if (mine.heldCount === 0) return;
  for (let note = 0; note < mine.held.length; note++) {
    if (mine.held[note] === 0 || held.includes(note)) continue;
    if (sequence >= 0 && isNewer(mine.noteSequences[note], sequence)) continue;
    mine.hold(note, false);
    repair({ type: 'note_off', ...where(mine), note, velocity: 64 });
  }
}

function repairValues(
  mine: ChannelState,
  said: MidiStateChannel,
  sequence: number,
  repair: RepairSink,
): void {
  for (const [controller, value] of said.controllers) {
    if (controller >= FIRST_COMMAND || mine.controllers[controller] === value) continue;
    if (isNewer(mine.controllerSequences[controller], sequence)) continue;
    mine.controllers[controller] = value;
    repair({ type: 'control_change', ...where(mine), controller, value });
  }
  const [program, bend, pressure] = mine.singleSequences;
  if (said.program !== undefined && said.program !== mine.program && !isNewer(program, sequence)) {
    mine.program = said.program;
    repair({ type: 'program_change', ...where(mine), program: said.program });
  }
  if (said.bend !== undefined && said.bend !== mine.bend && !isNewer(bend, sequence)) {
    mine.bend = said.bend;
    repair({ type: 'pitch_bend', ...where(mine), bend: said.bend });
  }
  if (
    said.pressure !== undefined &&
    said.pressure !== mine.pressure &&
    !isNewer(pressure, sequence)
  ) {
    mine.pressure = said.pressure;
    repair({ type: 'channel_pressure', ...where(mine), pressure: said.pressure });
  }
}

/** Whether the event remembered (plus one) came after the sender's `sequence`. */
function isNewer(storedPlusOne: number, sequence: number): boolean {
  if (storedPlusOne === 0) return false;
  const ahead = serialDistance(storedPlusOne - 1, sequence);
  return ahead > 0 && ahead < MOST_AHEAD;
}
