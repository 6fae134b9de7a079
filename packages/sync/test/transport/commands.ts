import fc from 'fast-check';
import {
  compareContents,
  compareSlots,
  type TransportCommand,
} from '../../src/transport/command.js';

export const AT = 1e12;
export const SECOND = 1e9;

/** A command of peer 1 at beat 0, so many seconds after `AT`. */
export const command = (
  name: TransportCommand['command'],
  seconds: number,
  parts: Partial<TransportCommand> = {},
): TransportCommand => ({
  command: name,
  timestampNs: AT + seconds * SECOND,
  beat: 0,
  positionMs: 0,
  bpm: 120,
  signature: [4, 4],
  peer: 1,
  masterPeer: 'm',
  ...parts,
});

const loop: fc.Arbitrary<readonly [number, number] | undefined> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  fc.constant([0, 0] as const),
  fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 20 }))
    .map(([start, length]) => [start, start + length] as const),
);

/** Commands within a minute, many of them at the same time, of few peers. */
export const anyCommand: fc.Arbitrary<TransportCommand> = fc
  .record({
    command: fc.constantFrom('PLAY', 'STOP', 'PAUSE', 'RECORD', 'SEEK', 'TEMPO', 'TEMPO', 'TEMPO'),
    seconds: fc.integer({ min: 0, max: 50 }),
    beat: fc.integer({ min: 0, max: 64 }),
    bpm: fc.integer({ min: 30, max: 300 }),
    signature: fc.constantFrom([4, 4], [3, 4], [7, 8]),
    loop,
    peer: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ command: name, seconds, loop: range, signature, ...rest }) =>
    command(name as 'PLAY', seconds, {
      ...rest,
      signature: signature as [number, number],
      positionMs: rest.beat * 500,
      ...(range === undefined ? {} : { loop: range }),
    }),
  );

/** What a log without bounds would hold: of each slot the command that outdoes the others, in order. */
export function allOf(commands: readonly TransportCommand[]): TransportCommand[] {
  const kept: TransportCommand[] = [];
  for (const each of [...commands].sort((a, b) => compareSlots(a, b) || compareContents(b, a))) {
    if (kept.length === 0 || compareSlots(kept.at(-1)!, each) !== 0) kept.push(each);
  }
  return kept;
}
