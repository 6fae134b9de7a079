import { codeOfType, compactKeys } from '@jamnet/schemas';
import { AudioMessageType } from './audio-record.js';

/** What stands between the numbers of a canonical line, as bytes. */
export interface LineKeys {
  /** Name of the message type in the standard form. */
  readonly type: string;
  readonly standard: boolean;
  /** Up to the rate, in version 1.0. */
  readonly head: Uint8Array;
  /** The same in version 1.1. */
  readonly headOfMinor1: Uint8Array;
  readonly channels: Uint8Array;
  readonly frames: Uint8Array;
  /** Empty where the message has no such field; so are `sequence` and it in `jdat`. */
  readonly part: Uint8Array;
  readonly position: Uint8Array;
  readonly next: Uint8Array;
  readonly payload: Uint8Array;
  /** The payload's end included. */
  readonly timestamp: Uint8Array;
  readonly sequence: Uint8Array;
}

const ascii = (text: string) => new TextEncoder().encode(text);

function keysOf(type: 'jdat' | 'jellie', standard: boolean): LineKeys {
  const keys = compactKeys[type]!;
  const name = (field: string) => (standard ? field : keys[field]!);
  const key = (field: string) => ascii(field in keys ? `,"${name(field)}":` : '');
  const head = (version: string) => {
    const member = standard || version !== 'jamnet/1.0' ? `,"${name('version')}":"${version}"` : '';
    return ascii(
      `{"${name('type')}":"${standard ? type : codeOfType[type]!}"${member},"${name('rate')}":`,
    );
  };
  return {
    type,
    standard,
    head: head('jamnet/1.0'),
    headOfMinor1: head('jamnet/1.1'),
    channels: key('channels'),
    frames: key('frames'),
    part: key('part'),
    position: key('position'),
    next: ascii(`,"${name('next')}":[`),
    payload: ascii(`,"${name('payload')}":[`),
    timestamp: ascii(`],"${name('timestamp')}":`),
    sequence: key('sequence'),
  };
}

const standardKeys = [keysOf('jdat', true), keysOf('jellie', true)];
const compactLineKeys = [keysOf('jdat', false), keysOf('jellie', false)];

/** The keys of a message type of AUDIO in the standard form, or in the compact form. */
export function lineKeysOf(messageType: number, standard: boolean): LineKeys {
  const index = messageType === AudioMessageType.jellie ? 1 : 0;
  return (standard ? standardKeys : compactLineKeys)[index]!;
}
