// Written by scripts/generate.ts from the zod schemas in src/messages. Do not edit: run `npm run generate`.

import { Status } from '@jamnet/wire';
import { jdatFault, jellieFault } from '../audio-rules.js';
import { isMembers, type Members } from '../members.js';
import { hasLength, hasLoneSurrogate, u64TextFault } from '../text-rules.js';
import { checkUnknownMember } from '../unknown-members.js';

const MALFORMED = Status.malformed;
const OUT_OF_RANGE = Status.outOfRange;
const UNSUPPORTED_VERSION = Status.unsupportedVersion;

const taken1: ReadonlySet<string> = new Set(["c","g","n","seq","t","ts","v","ver"]);
const taken2: ReadonlySet<string> = new Set(["c","g","n","p","seq","t","ts","ver"]);
const taken3: ReadonlySet<string> = new Set(["c","cc","g","seq","t","ts","val","ver"]);
const taken4: ReadonlySet<string> = new Set(["c","g","pr","seq","t","ts","ver"]);
const taken5: ReadonlySet<string> = new Set(["c","g","p","seq","t","ts","ver"]);
const taken6: ReadonlySet<string> = new Set(["b","c","g","seq","t","ts","ver"]);
const taken7: ReadonlySet<string> = new Set(["d","g","seq","t","ts","ver"]);
const taken8: ReadonlySet<string> = new Set(["g","seq","t","ts","val","ver"]);
const taken9: ReadonlySet<string> = new Set(["g","seq","t","ts","ver"]);
const taken10: ReadonlySet<string> = new Set(["d","g","i","k","seq","t","ts","ver"]);
const taken11: ReadonlySet<string> = new Set(["atd","aty","c","g","n","seq","t","ts","v","ver"]);
const taken12: ReadonlySet<string> = new Set(["bk","c","g","pr","seq","t","ts","ver"]);
const taken13: ReadonlySet<string> = new Set(["bk","c","g","ix","seq","t","ts","val","ver"]);
const taken14: ReadonlySet<string> = new Set(["b","c","g","n","seq","t","ts","ver"]);
const taken15: ReadonlySet<string> = new Set(["c","g","ix","n","seq","t","ts","val","ver"]);
const taken16: ReadonlySet<string> = new Set(["c","g","n","o","seq","t","ts","ver"]);
const taken17: ReadonlySet<string> = new Set(["ch","s","seq","t","ver"]);
const taken18: ReadonlySet<string> = new Set(["by","ck","ep","hd","nm","pl","pv","r","ro","t","ver"]);
const taken19: ReadonlySet<string> = new Set(["ck","ep","nm","t","tp","ver"]);
const taken20: ReadonlySet<string> = new Set(["bt","cmd","lp","mp","pe","pos","ps","sig","t","tn","ver"]);
const taken21: ReadonlySet<string> = new Set(["cm","t","ver"]);
const taken22: ReadonlySet<string> = new Set(["cl","ep","ma","q","st","t","tb","tl","ver"]);
const taken23: ReadonlySet<string> = new Set(["c","d","n","nx","p","r","t","ts","ver"]);
const taken24: ReadonlySet<string> = new Set(["c","d","k","n","nx","p","r","seq","t","ts","ver"]);

/** `note_on` */
export function checkNoteOn(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const note3 = message['note'];
  if (typeof note3 !== 'number' || !Number.isInteger(note3)) return MALFORMED;
  if (note3 < 0 || note3 > 127) return OUT_OF_RANGE;
  const velocity4 = message['velocity'];
  if (typeof velocity4 !== 'number' || !Number.isInteger(velocity4)) return MALFORMED;
  if (velocity4 < 0 || velocity4 > 127) return OUT_OF_RANGE;
  const timestamp5 = message['timestamp'];
  if (timestamp5 !== undefined) {
    if (typeof timestamp5 === 'number') {
      if (!Number.isInteger(timestamp5)) return MALFORMED;
      if (timestamp5 < 0 || timestamp5 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp5 !== 'string') return MALFORMED;
      const fault6 = u64TextFault(timestamp5);
      if (fault6 !== 0) return fault6 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence7 = message['sequence'];
  if (sequence7 !== undefined) {
    if (typeof sequence7 !== 'number' || !Number.isInteger(sequence7)) return MALFORMED;
    if (sequence7 < 0 || sequence7 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'note':
      case 'velocity':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken1) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `note_off` */
export function checkNoteOff(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const note3 = message['note'];
  if (typeof note3 !== 'number' || !Number.isInteger(note3)) return MALFORMED;
  if (note3 < 0 || note3 > 127) return OUT_OF_RANGE;
  const velocity4 = message['velocity'];
  if (typeof velocity4 !== 'number' || !Number.isInteger(velocity4)) return MALFORMED;
  if (velocity4 < 0 || velocity4 > 127) return OUT_OF_RANGE;
  const timestamp5 = message['timestamp'];
  if (timestamp5 !== undefined) {
    if (typeof timestamp5 === 'number') {
      if (!Number.isInteger(timestamp5)) return MALFORMED;
      if (timestamp5 < 0 || timestamp5 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp5 !== 'string') return MALFORMED;
      const fault6 = u64TextFault(timestamp5);
      if (fault6 !== 0) return fault6 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence7 = message['sequence'];
  if (sequence7 !== undefined) {
    if (typeof sequence7 !== 'number' || !Number.isInteger(sequence7)) return MALFORMED;
    if (sequence7 < 0 || sequence7 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'note':
      case 'velocity':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken1) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `poly_pressure` */
export function checkPolyPressure(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const note3 = message['note'];
  if (typeof note3 !== 'number' || !Number.isInteger(note3)) return MALFORMED;
  if (note3 < 0 || note3 > 127) return OUT_OF_RANGE;
  const pressure4 = message['pressure'];
  if (typeof pressure4 !== 'number' || !Number.isInteger(pressure4)) return MALFORMED;
  if (pressure4 < 0 || pressure4 > 127) return OUT_OF_RANGE;
  const timestamp5 = message['timestamp'];
  if (timestamp5 !== undefined) {
    if (typeof timestamp5 === 'number') {
      if (!Number.isInteger(timestamp5)) return MALFORMED;
      if (timestamp5 < 0 || timestamp5 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp5 !== 'string') return MALFORMED;
      const fault6 = u64TextFault(timestamp5);
      if (fault6 !== 0) return fault6 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence7 = message['sequence'];
  if (sequence7 !== undefined) {
    if (typeof sequence7 !== 'number' || !Number.isInteger(sequence7)) return MALFORMED;
    if (sequence7 < 0 || sequence7 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'note':
      case 'pressure':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken2) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `control_change` */
export function checkControlChange(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const controller3 = message['controller'];
  if (typeof controller3 !== 'number' || !Number.isInteger(controller3)) return MALFORMED;
  if (controller3 < 0 || controller3 > 127) return OUT_OF_RANGE;
  const value4 = message['value'];
  if (typeof value4 !== 'number' || !Number.isInteger(value4)) return MALFORMED;
  if (value4 < 0 || value4 > 127) return OUT_OF_RANGE;
  const timestamp5 = message['timestamp'];
  if (timestamp5 !== undefined) {
    if (typeof timestamp5 === 'number') {
      if (!Number.isInteger(timestamp5)) return MALFORMED;
      if (timestamp5 < 0 || timestamp5 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp5 !== 'string') return MALFORMED;
      const fault6 = u64TextFault(timestamp5);
      if (fault6 !== 0) return fault6 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence7 = message['sequence'];
  if (sequence7 !== undefined) {
    if (typeof sequence7 !== 'number' || !Number.isInteger(sequence7)) return MALFORMED;
    if (sequence7 < 0 || sequence7 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'controller':
      case 'value':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken3) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `program_change` */
export function checkProgramChange(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const program3 = message['program'];
  if (typeof program3 !== 'number' || !Number.isInteger(program3)) return MALFORMED;
  if (program3 < 0 || program3 > 127) return OUT_OF_RANGE;
  const timestamp4 = message['timestamp'];
  if (timestamp4 !== undefined) {
    if (typeof timestamp4 === 'number') {
      if (!Number.isInteger(timestamp4)) return MALFORMED;
      if (timestamp4 < 0 || timestamp4 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp4 !== 'string') return MALFORMED;
      const fault5 = u64TextFault(timestamp4);
      if (fault5 !== 0) return fault5 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence6 = message['sequence'];
  if (sequence6 !== undefined) {
    if (typeof sequence6 !== 'number' || !Number.isInteger(sequence6)) return MALFORMED;
    if (sequence6 < 0 || sequence6 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'program':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken4) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `channel_pressure` */
export function checkChannelPressure(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const pressure3 = message['pressure'];
  if (typeof pressure3 !== 'number' || !Number.isInteger(pressure3)) return MALFORMED;
  if (pressure3 < 0 || pressure3 > 127) return OUT_OF_RANGE;
  const timestamp4 = message['timestamp'];
  if (timestamp4 !== undefined) {
    if (typeof timestamp4 === 'number') {
      if (!Number.isInteger(timestamp4)) return MALFORMED;
      if (timestamp4 < 0 || timestamp4 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp4 !== 'string') return MALFORMED;
      const fault5 = u64TextFault(timestamp4);
      if (fault5 !== 0) return fault5 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence6 = message['sequence'];
  if (sequence6 !== undefined) {
    if (typeof sequence6 !== 'number' || !Number.isInteger(sequence6)) return MALFORMED;
    if (sequence6 < 0 || sequence6 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'pressure':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken5) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `pitch_bend` */
export function checkPitchBend(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const bend3 = message['bend'];
  if (typeof bend3 !== 'number' || !Number.isInteger(bend3)) return MALFORMED;
  if (bend3 < 0 || bend3 > 16383) return OUT_OF_RANGE;
  const timestamp4 = message['timestamp'];
  if (timestamp4 !== undefined) {
    if (typeof timestamp4 === 'number') {
      if (!Number.isInteger(timestamp4)) return MALFORMED;
      if (timestamp4 < 0 || timestamp4 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp4 !== 'string') return MALFORMED;
      const fault5 = u64TextFault(timestamp4);
      if (fault5 !== 0) return fault5 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence6 = message['sequence'];
  if (sequence6 !== undefined) {
    if (typeof sequence6 !== 'number' || !Number.isInteger(sequence6)) return MALFORMED;
    if (sequence6 < 0 || sequence6 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'bend':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken6) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `sysex` */
export function checkSysex(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const data2 = message['data'];
  if (!Array.isArray(data2)) return MALFORMED;
  if (data2.length > 15728640) return OUT_OF_RANGE;
  for (let index3 = 0; index3 < data2.length; index3 += 1) {
    const element4: unknown = data2[index3];
    if (typeof element4 !== 'number' || !Number.isInteger(element4)) return MALFORMED;
    if (element4 < 0 || element4 > 127) return OUT_OF_RANGE;
  }
  const timestamp5 = message['timestamp'];
  if (timestamp5 !== undefined) {
    if (typeof timestamp5 === 'number') {
      if (!Number.isInteger(timestamp5)) return MALFORMED;
      if (timestamp5 < 0 || timestamp5 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp5 !== 'string') return MALFORMED;
      const fault6 = u64TextFault(timestamp5);
      if (fault6 !== 0) return fault6 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence7 = message['sequence'];
  if (sequence7 !== undefined) {
    if (typeof sequence7 !== 'number' || !Number.isInteger(sequence7)) return MALFORMED;
    if (sequence7 < 0 || sequence7 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'data':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken7) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `time_code` */
export function checkTimeCode(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const value2 = message['value'];
  if (typeof value2 !== 'number' || !Number.isInteger(value2)) return MALFORMED;
  if (value2 < 0 || value2 > 127) return OUT_OF_RANGE;
  const timestamp3 = message['timestamp'];
  if (timestamp3 !== undefined) {
    if (typeof timestamp3 === 'number') {
      if (!Number.isInteger(timestamp3)) return MALFORMED;
      if (timestamp3 < 0 || timestamp3 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp3 !== 'string') return MALFORMED;
      const fault4 = u64TextFault(timestamp3);
      if (fault4 !== 0) return fault4 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence5 = message['sequence'];
  if (sequence5 !== undefined) {
    if (typeof sequence5 !== 'number' || !Number.isInteger(sequence5)) return MALFORMED;
    if (sequence5 < 0 || sequence5 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'value':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken8) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `song_position` */
export function checkSongPosition(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const value2 = message['value'];
  if (typeof value2 !== 'number' || !Number.isInteger(value2)) return MALFORMED;
  if (value2 < 0 || value2 > 16383) return OUT_OF_RANGE;
  const timestamp3 = message['timestamp'];
  if (timestamp3 !== undefined) {
    if (typeof timestamp3 === 'number') {
      if (!Number.isInteger(timestamp3)) return MALFORMED;
      if (timestamp3 < 0 || timestamp3 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp3 !== 'string') return MALFORMED;
      const fault4 = u64TextFault(timestamp3);
      if (fault4 !== 0) return fault4 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence5 = message['sequence'];
  if (sequence5 !== undefined) {
    if (typeof sequence5 !== 'number' || !Number.isInteger(sequence5)) return MALFORMED;
    if (sequence5 < 0 || sequence5 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'value':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken8) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `song_select` */
export function checkSongSelect(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const value2 = message['value'];
  if (typeof value2 !== 'number' || !Number.isInteger(value2)) return MALFORMED;
  if (value2 < 0 || value2 > 127) return OUT_OF_RANGE;
  const timestamp3 = message['timestamp'];
  if (timestamp3 !== undefined) {
    if (typeof timestamp3 === 'number') {
      if (!Number.isInteger(timestamp3)) return MALFORMED;
      if (timestamp3 < 0 || timestamp3 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp3 !== 'string') return MALFORMED;
      const fault4 = u64TextFault(timestamp3);
      if (fault4 !== 0) return fault4 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence5 = message['sequence'];
  if (sequence5 !== undefined) {
    if (typeof sequence5 !== 'number' || !Number.isInteger(sequence5)) return MALFORMED;
    if (sequence5 < 0 || sequence5 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'value':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken8) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `tune_request` */
export function checkTuneRequest(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const timestamp2 = message['timestamp'];
  if (timestamp2 !== undefined) {
    if (typeof timestamp2 === 'number') {
      if (!Number.isInteger(timestamp2)) return MALFORMED;
      if (timestamp2 < 0 || timestamp2 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp2 !== 'string') return MALFORMED;
      const fault3 = u64TextFault(timestamp2);
      if (fault3 !== 0) return fault3 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence4 = message['sequence'];
  if (sequence4 !== undefined) {
    if (typeof sequence4 !== 'number' || !Number.isInteger(sequence4)) return MALFORMED;
    if (sequence4 < 0 || sequence4 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken9) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `clock` */
export function checkClock(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const timestamp2 = message['timestamp'];
  if (timestamp2 !== undefined) {
    if (typeof timestamp2 === 'number') {
      if (!Number.isInteger(timestamp2)) return MALFORMED;
      if (timestamp2 < 0 || timestamp2 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp2 !== 'string') return MALFORMED;
      const fault3 = u64TextFault(timestamp2);
      if (fault3 !== 0) return fault3 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence4 = message['sequence'];
  if (sequence4 !== undefined) {
    if (typeof sequence4 !== 'number' || !Number.isInteger(sequence4)) return MALFORMED;
    if (sequence4 < 0 || sequence4 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken9) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `start` */
export function checkStart(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const timestamp2 = message['timestamp'];
  if (timestamp2 !== undefined) {
    if (typeof timestamp2 === 'number') {
      if (!Number.isInteger(timestamp2)) return MALFORMED;
      if (timestamp2 < 0 || timestamp2 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp2 !== 'string') return MALFORMED;
      const fault3 = u64TextFault(timestamp2);
      if (fault3 !== 0) return fault3 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence4 = message['sequence'];
  if (sequence4 !== undefined) {
    if (typeof sequence4 !== 'number' || !Number.isInteger(sequence4)) return MALFORMED;
    if (sequence4 < 0 || sequence4 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken9) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `continue` */
export function checkContinue(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const timestamp2 = message['timestamp'];
  if (timestamp2 !== undefined) {
    if (typeof timestamp2 === 'number') {
      if (!Number.isInteger(timestamp2)) return MALFORMED;
      if (timestamp2 < 0 || timestamp2 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp2 !== 'string') return MALFORMED;
      const fault3 = u64TextFault(timestamp2);
      if (fault3 !== 0) return fault3 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence4 = message['sequence'];
  if (sequence4 !== undefined) {
    if (typeof sequence4 !== 'number' || !Number.isInteger(sequence4)) return MALFORMED;
    if (sequence4 < 0 || sequence4 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken9) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `stop` */
export function checkStop(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const timestamp2 = message['timestamp'];
  if (timestamp2 !== undefined) {
    if (typeof timestamp2 === 'number') {
      if (!Number.isInteger(timestamp2)) return MALFORMED;
      if (timestamp2 < 0 || timestamp2 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp2 !== 'string') return MALFORMED;
      const fault3 = u64TextFault(timestamp2);
      if (fault3 !== 0) return fault3 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence4 = message['sequence'];
  if (sequence4 !== undefined) {
    if (typeof sequence4 !== 'number' || !Number.isInteger(sequence4)) return MALFORMED;
    if (sequence4 < 0 || sequence4 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken9) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `active_sensing` */
export function checkActiveSensing(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const timestamp2 = message['timestamp'];
  if (timestamp2 !== undefined) {
    if (typeof timestamp2 === 'number') {
      if (!Number.isInteger(timestamp2)) return MALFORMED;
      if (timestamp2 < 0 || timestamp2 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp2 !== 'string') return MALFORMED;
      const fault3 = u64TextFault(timestamp2);
      if (fault3 !== 0) return fault3 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence4 = message['sequence'];
  if (sequence4 !== undefined) {
    if (typeof sequence4 !== 'number' || !Number.isInteger(sequence4)) return MALFORMED;
    if (sequence4 < 0 || sequence4 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken9) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `reset` */
export function checkReset(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const timestamp2 = message['timestamp'];
  if (timestamp2 !== undefined) {
    if (typeof timestamp2 === 'number') {
      if (!Number.isInteger(timestamp2)) return MALFORMED;
      if (timestamp2 < 0 || timestamp2 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp2 !== 'string') return MALFORMED;
      const fault3 = u64TextFault(timestamp2);
      if (fault3 !== 0) return fault3 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence4 = message['sequence'];
  if (sequence4 !== undefined) {
    if (typeof sequence4 !== 'number' || !Number.isInteger(sequence4)) return MALFORMED;
    if (sequence4 < 0 || sequence4 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken9) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `sysex_chunk` */
export function checkSysexChunk(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const id2 = message['id'];
  if (typeof id2 !== 'number' || !Number.isInteger(id2)) return MALFORMED;
  if (id2 < 0 || id2 > 4294967295) return OUT_OF_RANGE;
  const index3 = message['index'];
  if (typeof index3 !== 'number' || !Number.isInteger(index3)) return MALFORMED;
  if (index3 < 0 || index3 > 65535) return OUT_OF_RANGE;
  const count4 = message['count'];
  if (typeof count4 !== 'number' || !Number.isInteger(count4)) return MALFORMED;
  if (count4 < 1 || count4 > 65536) return OUT_OF_RANGE;
  const data5 = message['data'];
  if (!Array.isArray(data5)) return MALFORMED;
  if (data5.length < 1 || data5.length > 1024) return OUT_OF_RANGE;
  for (let index6 = 0; index6 < data5.length; index6 += 1) {
    const element7: unknown = data5[index6];
    if (typeof element7 !== 'number' || !Number.isInteger(element7)) return MALFORMED;
    if (element7 < 0 || element7 > 127) return OUT_OF_RANGE;
  }
  const timestamp8 = message['timestamp'];
  if (timestamp8 !== undefined) {
    if (typeof timestamp8 === 'number') {
      if (!Number.isInteger(timestamp8)) return MALFORMED;
      if (timestamp8 < 0 || timestamp8 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp8 !== 'string') return MALFORMED;
      const fault9 = u64TextFault(timestamp8);
      if (fault9 !== 0) return fault9 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence10 = message['sequence'];
  if (sequence10 !== undefined) {
    if (typeof sequence10 !== 'number' || !Number.isInteger(sequence10)) return MALFORMED;
    if (sequence10 < 0 || sequence10 > 4294967295) return OUT_OF_RANGE;
  }
  if ((message['index'] as number) >= (message['count'] as number)) return OUT_OF_RANGE;
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'id':
      case 'index':
      case 'count':
      case 'data':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken10) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_note_on` */
export function checkMidi2NoteOn(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const note3 = message['note'];
  if (typeof note3 !== 'number' || !Number.isInteger(note3)) return MALFORMED;
  if (note3 < 0 || note3 > 127) return OUT_OF_RANGE;
  const velocity4 = message['velocity'];
  if (typeof velocity4 !== 'number' || !Number.isInteger(velocity4)) return MALFORMED;
  if (velocity4 < 0 || velocity4 > 65535) return OUT_OF_RANGE;
  const attributeType5 = message['attributeType'];
  if (attributeType5 !== undefined) {
    if (typeof attributeType5 !== 'number' || !Number.isInteger(attributeType5)) return MALFORMED;
    if (attributeType5 < 0 || attributeType5 > 255) return OUT_OF_RANGE;
  }
  const attribute6 = message['attribute'];
  if (attribute6 !== undefined) {
    if (typeof attribute6 !== 'number' || !Number.isInteger(attribute6)) return MALFORMED;
    if (attribute6 < 0 || attribute6 > 65535) return OUT_OF_RANGE;
  }
  const timestamp7 = message['timestamp'];
  if (timestamp7 !== undefined) {
    if (typeof timestamp7 === 'number') {
      if (!Number.isInteger(timestamp7)) return MALFORMED;
      if (timestamp7 < 0 || timestamp7 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp7 !== 'string') return MALFORMED;
      const fault8 = u64TextFault(timestamp7);
      if (fault8 !== 0) return fault8 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence9 = message['sequence'];
  if (sequence9 !== undefined) {
    if (typeof sequence9 !== 'number' || !Number.isInteger(sequence9)) return MALFORMED;
    if (sequence9 < 0 || sequence9 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'note':
      case 'velocity':
      case 'attributeType':
      case 'attribute':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken11) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_note_off` */
export function checkMidi2NoteOff(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const note3 = message['note'];
  if (typeof note3 !== 'number' || !Number.isInteger(note3)) return MALFORMED;
  if (note3 < 0 || note3 > 127) return OUT_OF_RANGE;
  const velocity4 = message['velocity'];
  if (typeof velocity4 !== 'number' || !Number.isInteger(velocity4)) return MALFORMED;
  if (velocity4 < 0 || velocity4 > 65535) return OUT_OF_RANGE;
  const attributeType5 = message['attributeType'];
  if (attributeType5 !== undefined) {
    if (typeof attributeType5 !== 'number' || !Number.isInteger(attributeType5)) return MALFORMED;
    if (attributeType5 < 0 || attributeType5 > 255) return OUT_OF_RANGE;
  }
  const attribute6 = message['attribute'];
  if (attribute6 !== undefined) {
    if (typeof attribute6 !== 'number' || !Number.isInteger(attribute6)) return MALFORMED;
    if (attribute6 < 0 || attribute6 > 65535) return OUT_OF_RANGE;
  }
  const timestamp7 = message['timestamp'];
  if (timestamp7 !== undefined) {
    if (typeof timestamp7 === 'number') {
      if (!Number.isInteger(timestamp7)) return MALFORMED;
      if (timestamp7 < 0 || timestamp7 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp7 !== 'string') return MALFORMED;
      const fault8 = u64TextFault(timestamp7);
      if (fault8 !== 0) return fault8 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence9 = message['sequence'];
  if (sequence9 !== undefined) {
    if (typeof sequence9 !== 'number' || !Number.isInteger(sequence9)) return MALFORMED;
    if (sequence9 < 0 || sequence9 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'note':
      case 'velocity':
      case 'attributeType':
      case 'attribute':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken11) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_poly_pressure` */
export function checkMidi2PolyPressure(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const note3 = message['note'];
  if (typeof note3 !== 'number' || !Number.isInteger(note3)) return MALFORMED;
  if (note3 < 0 || note3 > 127) return OUT_OF_RANGE;
  const pressure4 = message['pressure'];
  if (typeof pressure4 !== 'number' || !Number.isInteger(pressure4)) return MALFORMED;
  if (pressure4 < 0 || pressure4 > 4294967295) return OUT_OF_RANGE;
  const timestamp5 = message['timestamp'];
  if (timestamp5 !== undefined) {
    if (typeof timestamp5 === 'number') {
      if (!Number.isInteger(timestamp5)) return MALFORMED;
      if (timestamp5 < 0 || timestamp5 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp5 !== 'string') return MALFORMED;
      const fault6 = u64TextFault(timestamp5);
      if (fault6 !== 0) return fault6 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence7 = message['sequence'];
  if (sequence7 !== undefined) {
    if (typeof sequence7 !== 'number' || !Number.isInteger(sequence7)) return MALFORMED;
    if (sequence7 < 0 || sequence7 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'note':
      case 'pressure':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken2) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_control_change` */
export function checkMidi2ControlChange(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const controller3 = message['controller'];
  if (typeof controller3 !== 'number' || !Number.isInteger(controller3)) return MALFORMED;
  if (controller3 < 0 || controller3 > 127) return OUT_OF_RANGE;
  const value4 = message['value'];
  if (typeof value4 !== 'number' || !Number.isInteger(value4)) return MALFORMED;
  if (value4 < 0 || value4 > 4294967295) return OUT_OF_RANGE;
  const timestamp5 = message['timestamp'];
  if (timestamp5 !== undefined) {
    if (typeof timestamp5 === 'number') {
      if (!Number.isInteger(timestamp5)) return MALFORMED;
      if (timestamp5 < 0 || timestamp5 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp5 !== 'string') return MALFORMED;
      const fault6 = u64TextFault(timestamp5);
      if (fault6 !== 0) return fault6 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence7 = message['sequence'];
  if (sequence7 !== undefined) {
    if (typeof sequence7 !== 'number' || !Number.isInteger(sequence7)) return MALFORMED;
    if (sequence7 < 0 || sequence7 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'controller':
      case 'value':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken3) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_program_change` */
export function checkMidi2ProgramChange(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const program3 = message['program'];
  if (typeof program3 !== 'number' || !Number.isInteger(program3)) return MALFORMED;
  if (program3 < 0 || program3 > 127) return OUT_OF_RANGE;
  const bank4 = message['bank'];
  if (bank4 !== undefined) {
    if (typeof bank4 !== 'number' || !Number.isInteger(bank4)) return MALFORMED;
    if (bank4 < 0 || bank4 > 16383) return OUT_OF_RANGE;
  }
  const timestamp5 = message['timestamp'];
  if (timestamp5 !== undefined) {
    if (typeof timestamp5 === 'number') {
      if (!Number.isInteger(timestamp5)) return MALFORMED;
      if (timestamp5 < 0 || timestamp5 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp5 !== 'string') return MALFORMED;
      const fault6 = u64TextFault(timestamp5);
      if (fault6 !== 0) return fault6 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence7 = message['sequence'];
  if (sequence7 !== undefined) {
    if (typeof sequence7 !== 'number' || !Number.isInteger(sequence7)) return MALFORMED;
    if (sequence7 < 0 || sequence7 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'program':
      case 'bank':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken12) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_channel_pressure` */
export function checkMidi2ChannelPressure(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const pressure3 = message['pressure'];
  if (typeof pressure3 !== 'number' || !Number.isInteger(pressure3)) return MALFORMED;
  if (pressure3 < 0 || pressure3 > 4294967295) return OUT_OF_RANGE;
  const timestamp4 = message['timestamp'];
  if (timestamp4 !== undefined) {
    if (typeof timestamp4 === 'number') {
      if (!Number.isInteger(timestamp4)) return MALFORMED;
      if (timestamp4 < 0 || timestamp4 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp4 !== 'string') return MALFORMED;
      const fault5 = u64TextFault(timestamp4);
      if (fault5 !== 0) return fault5 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence6 = message['sequence'];
  if (sequence6 !== undefined) {
    if (typeof sequence6 !== 'number' || !Number.isInteger(sequence6)) return MALFORMED;
    if (sequence6 < 0 || sequence6 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'pressure':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken5) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_pitch_bend` */
export function checkMidi2PitchBend(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const bend3 = message['bend'];
  if (typeof bend3 !== 'number' || !Number.isInteger(bend3)) return MALFORMED;
  if (bend3 < 0 || bend3 > 4294967295) return OUT_OF_RANGE;
  const timestamp4 = message['timestamp'];
  if (timestamp4 !== undefined) {
    if (typeof timestamp4 === 'number') {
      if (!Number.isInteger(timestamp4)) return MALFORMED;
      if (timestamp4 < 0 || timestamp4 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp4 !== 'string') return MALFORMED;
      const fault5 = u64TextFault(timestamp4);
      if (fault5 !== 0) return fault5 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence6 = message['sequence'];
  if (sequence6 !== undefined) {
    if (typeof sequence6 !== 'number' || !Number.isInteger(sequence6)) return MALFORMED;
    if (sequence6 < 0 || sequence6 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'bend':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken6) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_registered_controller` */
export function checkMidi2RegisteredController(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const bank3 = message['bank'];
  if (typeof bank3 !== 'number' || !Number.isInteger(bank3)) return MALFORMED;
  if (bank3 < 0 || bank3 > 127) return OUT_OF_RANGE;
  const index4 = message['index'];
  if (typeof index4 !== 'number' || !Number.isInteger(index4)) return MALFORMED;
  if (index4 < 0 || index4 > 127) return OUT_OF_RANGE;
  const value5 = message['value'];
  if (typeof value5 !== 'number' || !Number.isInteger(value5)) return MALFORMED;
  if (value5 < 0 || value5 > 4294967295) return OUT_OF_RANGE;
  const timestamp6 = message['timestamp'];
  if (timestamp6 !== undefined) {
    if (typeof timestamp6 === 'number') {
      if (!Number.isInteger(timestamp6)) return MALFORMED;
      if (timestamp6 < 0 || timestamp6 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp6 !== 'string') return MALFORMED;
      const fault7 = u64TextFault(timestamp6);
      if (fault7 !== 0) return fault7 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence8 = message['sequence'];
  if (sequence8 !== undefined) {
    if (typeof sequence8 !== 'number' || !Number.isInteger(sequence8)) return MALFORMED;
    if (sequence8 < 0 || sequence8 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'bank':
      case 'index':
      case 'value':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken13) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_assignable_controller` */
export function checkMidi2AssignableController(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const bank3 = message['bank'];
  if (typeof bank3 !== 'number' || !Number.isInteger(bank3)) return MALFORMED;
  if (bank3 < 0 || bank3 > 127) return OUT_OF_RANGE;
  const index4 = message['index'];
  if (typeof index4 !== 'number' || !Number.isInteger(index4)) return MALFORMED;
  if (index4 < 0 || index4 > 127) return OUT_OF_RANGE;
  const value5 = message['value'];
  if (typeof value5 !== 'number' || !Number.isInteger(value5)) return MALFORMED;
  if (value5 < 0 || value5 > 4294967295) return OUT_OF_RANGE;
  const timestamp6 = message['timestamp'];
  if (timestamp6 !== undefined) {
    if (typeof timestamp6 === 'number') {
      if (!Number.isInteger(timestamp6)) return MALFORMED;
      if (timestamp6 < 0 || timestamp6 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp6 !== 'string') return MALFORMED;
      const fault7 = u64TextFault(timestamp6);
      if (fault7 !== 0) return fault7 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence8 = message['sequence'];
  if (sequence8 !== undefined) {
    if (typeof sequence8 !== 'number' || !Number.isInteger(sequence8)) return MALFORMED;
    if (sequence8 < 0 || sequence8 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'bank':
      case 'index':
      case 'value':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken13) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_relative_registered_controller` */
export function checkMidi2RelativeRegisteredController(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const bank3 = message['bank'];
  if (typeof bank3 !== 'number' || !Number.isInteger(bank3)) return MALFORMED;
  if (bank3 < 0 || bank3 > 127) return OUT_OF_RANGE;
  const index4 = message['index'];
  if (typeof index4 !== 'number' || !Number.isInteger(index4)) return MALFORMED;
  if (index4 < 0 || index4 > 127) return OUT_OF_RANGE;
  const value5 = message['value'];
  if (typeof value5 !== 'number' || !Number.isInteger(value5)) return MALFORMED;
  if (value5 < -2147483648 || value5 > 2147483647) return OUT_OF_RANGE;
  const timestamp6 = message['timestamp'];
  if (timestamp6 !== undefined) {
    if (typeof timestamp6 === 'number') {
      if (!Number.isInteger(timestamp6)) return MALFORMED;
      if (timestamp6 < 0 || timestamp6 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp6 !== 'string') return MALFORMED;
      const fault7 = u64TextFault(timestamp6);
      if (fault7 !== 0) return fault7 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence8 = message['sequence'];
  if (sequence8 !== undefined) {
    if (typeof sequence8 !== 'number' || !Number.isInteger(sequence8)) return MALFORMED;
    if (sequence8 < 0 || sequence8 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'bank':
      case 'index':
      case 'value':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken13) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_relative_assignable_controller` */
export function checkMidi2RelativeAssignableController(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const bank3 = message['bank'];
  if (typeof bank3 !== 'number' || !Number.isInteger(bank3)) return MALFORMED;
  if (bank3 < 0 || bank3 > 127) return OUT_OF_RANGE;
  const index4 = message['index'];
  if (typeof index4 !== 'number' || !Number.isInteger(index4)) return MALFORMED;
  if (index4 < 0 || index4 > 127) return OUT_OF_RANGE;
  const value5 = message['value'];
  if (typeof value5 !== 'number' || !Number.isInteger(value5)) return MALFORMED;
  if (value5 < -2147483648 || value5 > 2147483647) return OUT_OF_RANGE;
  const timestamp6 = message['timestamp'];
  if (timestamp6 !== undefined) {
    if (typeof timestamp6 === 'number') {
      if (!Number.isInteger(timestamp6)) return MALFORMED;
      if (timestamp6 < 0 || timestamp6 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp6 !== 'string') return MALFORMED;
      const fault7 = u64TextFault(timestamp6);
      if (fault7 !== 0) return fault7 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence8 = message['sequence'];
  if (sequence8 !== undefined) {
    if (typeof sequence8 !== 'number' || !Number.isInteger(sequence8)) return MALFORMED;
    if (sequence8 < 0 || sequence8 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'bank':
      case 'index':
      case 'value':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken13) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_note_pitch_bend` */
export function checkMidi2NotePitchBend(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const note3 = message['note'];
  if (typeof note3 !== 'number' || !Number.isInteger(note3)) return MALFORMED;
  if (note3 < 0 || note3 > 127) return OUT_OF_RANGE;
  const bend4 = message['bend'];
  if (typeof bend4 !== 'number' || !Number.isInteger(bend4)) return MALFORMED;
  if (bend4 < 0 || bend4 > 4294967295) return OUT_OF_RANGE;
  const timestamp5 = message['timestamp'];
  if (timestamp5 !== undefined) {
    if (typeof timestamp5 === 'number') {
      if (!Number.isInteger(timestamp5)) return MALFORMED;
      if (timestamp5 < 0 || timestamp5 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp5 !== 'string') return MALFORMED;
      const fault6 = u64TextFault(timestamp5);
      if (fault6 !== 0) return fault6 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence7 = message['sequence'];
  if (sequence7 !== undefined) {
    if (typeof sequence7 !== 'number' || !Number.isInteger(sequence7)) return MALFORMED;
    if (sequence7 < 0 || sequence7 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'note':
      case 'bend':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken14) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_registered_note_controller` */
export function checkMidi2RegisteredNoteController(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const note3 = message['note'];
  if (typeof note3 !== 'number' || !Number.isInteger(note3)) return MALFORMED;
  if (note3 < 0 || note3 > 127) return OUT_OF_RANGE;
  const index4 = message['index'];
  if (typeof index4 !== 'number' || !Number.isInteger(index4)) return MALFORMED;
  if (index4 < 0 || index4 > 255) return OUT_OF_RANGE;
  const value5 = message['value'];
  if (typeof value5 !== 'number' || !Number.isInteger(value5)) return MALFORMED;
  if (value5 < 0 || value5 > 4294967295) return OUT_OF_RANGE;
  const timestamp6 = message['timestamp'];
  if (timestamp6 !== undefined) {
    if (typeof timestamp6 === 'number') {
      if (!Number.isInteger(timestamp6)) return MALFORMED;
      if (timestamp6 < 0 || timestamp6 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp6 !== 'string') return MALFORMED;
      const fault7 = u64TextFault(timestamp6);
      if (fault7 !== 0) return fault7 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence8 = message['sequence'];
  if (sequence8 !== undefined) {
    if (typeof sequence8 !== 'number' || !Number.isInteger(sequence8)) return MALFORMED;
    if (sequence8 < 0 || sequence8 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'note':
      case 'index':
      case 'value':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken15) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_assignable_note_controller` */
export function checkMidi2AssignableNoteController(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const note3 = message['note'];
  if (typeof note3 !== 'number' || !Number.isInteger(note3)) return MALFORMED;
  if (note3 < 0 || note3 > 127) return OUT_OF_RANGE;
  const index4 = message['index'];
  if (typeof index4 !== 'number' || !Number.isInteger(index4)) return MALFORMED;
  if (index4 < 0 || index4 > 255) return OUT_OF_RANGE;
  const value5 = message['value'];
  if (typeof value5 !== 'number' || !Number.isInteger(value5)) return MALFORMED;
  if (value5 < 0 || value5 > 4294967295) return OUT_OF_RANGE;
  const timestamp6 = message['timestamp'];
  if (timestamp6 !== undefined) {
    if (typeof timestamp6 === 'number') {
      if (!Number.isInteger(timestamp6)) return MALFORMED;
      if (timestamp6 < 0 || timestamp6 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp6 !== 'string') return MALFORMED;
      const fault7 = u64TextFault(timestamp6);
      if (fault7 !== 0) return fault7 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence8 = message['sequence'];
  if (sequence8 !== undefined) {
    if (typeof sequence8 !== 'number' || !Number.isInteger(sequence8)) return MALFORMED;
    if (sequence8 < 0 || sequence8 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'note':
      case 'index':
      case 'value':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken15) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi2_note_management` */
export function checkMidi2NoteManagement(message: Members): number {
  const group1 = message['group'];
  if (group1 !== undefined) {
    if (typeof group1 !== 'number' || !Number.isInteger(group1)) return MALFORMED;
    if (group1 < 1 || group1 > 16) return OUT_OF_RANGE;
  }
  const channel2 = message['channel'];
  if (typeof channel2 !== 'number' || !Number.isInteger(channel2)) return MALFORMED;
  if (channel2 < 1 || channel2 > 16) return OUT_OF_RANGE;
  const note3 = message['note'];
  if (typeof note3 !== 'number' || !Number.isInteger(note3)) return MALFORMED;
  if (note3 < 0 || note3 > 127) return OUT_OF_RANGE;
  const options4 = message['options'];
  if (typeof options4 !== 'number' || !Number.isInteger(options4)) return MALFORMED;
  if (options4 < 0 || options4 > 3) return OUT_OF_RANGE;
  const timestamp5 = message['timestamp'];
  if (timestamp5 !== undefined) {
    if (typeof timestamp5 === 'number') {
      if (!Number.isInteger(timestamp5)) return MALFORMED;
      if (timestamp5 < 0 || timestamp5 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof timestamp5 !== 'string') return MALFORMED;
      const fault6 = u64TextFault(timestamp5);
      if (fault6 !== 0) return fault6 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const sequence7 = message['sequence'];
  if (sequence7 !== undefined) {
    if (typeof sequence7 !== 'number' || !Number.isInteger(sequence7)) return MALFORMED;
    if (sequence7 < 0 || sequence7 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'group':
      case 'channel':
      case 'note':
      case 'options':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken16) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `midi_state` */
export function checkMidiState(message: Members): number {
  const stream1 = message['stream'];
  if (typeof stream1 !== 'number' || !Number.isInteger(stream1)) return MALFORMED;
  if (stream1 < 1 || stream1 > 255) return OUT_OF_RANGE;
  const part2 = message['part'];
  if (part2 !== undefined) {
    if (!Array.isArray(part2)) return MALFORMED;
    if (part2.length !== 2) return MALFORMED;
    const element3: unknown = part2[0];
    if (typeof element3 !== 'number' || !Number.isInteger(element3)) return MALFORMED;
    if (element3 < 0 || element3 > 65535) return OUT_OF_RANGE;
    const element4: unknown = part2[1];
    if (typeof element4 !== 'number' || !Number.isInteger(element4)) return MALFORMED;
    if (element4 < 1 || element4 > 65536) return OUT_OF_RANGE;
  }
  const channels5 = message['channels'];
  if (!Array.isArray(channels5)) return MALFORMED;
  if (channels5.length > 256) return OUT_OF_RANGE;
  for (let index6 = 0; index6 < channels5.length; index6 += 1) {
    const element7: unknown = channels5[index6];
    if (!isMembers(element7)) return MALFORMED;
    const group8 = element7['group'];
    if (group8 !== undefined) {
      if (typeof group8 !== 'number' || !Number.isInteger(group8)) return MALFORMED;
      if (group8 < 1 || group8 > 16) return OUT_OF_RANGE;
    }
    const channel9 = element7['channel'];
    if (typeof channel9 !== 'number' || !Number.isInteger(channel9)) return MALFORMED;
    if (channel9 < 1 || channel9 > 16) return OUT_OF_RANGE;
    const notes10 = element7['notes'];
    if (!Array.isArray(notes10)) return MALFORMED;
    if (notes10.length > 128) return OUT_OF_RANGE;
    for (let index11 = 0; index11 < notes10.length; index11 += 1) {
      const element12: unknown = notes10[index11];
      if (typeof element12 !== 'number' || !Number.isInteger(element12)) return MALFORMED;
      if (element12 < 0 || element12 > 127) return OUT_OF_RANGE;
    }
    const controllers13 = element7['controllers'];
    if (!Array.isArray(controllers13)) return MALFORMED;
    if (controllers13.length > 128) return OUT_OF_RANGE;
    for (let index14 = 0; index14 < controllers13.length; index14 += 1) {
      const element15: unknown = controllers13[index14];
      if (!Array.isArray(element15)) return MALFORMED;
      if (element15.length !== 2) return MALFORMED;
      const element16: unknown = element15[0];
      if (typeof element16 !== 'number' || !Number.isInteger(element16)) return MALFORMED;
      if (element16 < 0 || element16 > 127) return OUT_OF_RANGE;
      const element17: unknown = element15[1];
      if (typeof element17 !== 'number' || !Number.isInteger(element17)) return MALFORMED;
      if (element17 < 0 || element17 > 127) return OUT_OF_RANGE;
    }
    const program18 = element7['program'];
    if (program18 !== undefined) {
      if (typeof program18 !== 'number' || !Number.isInteger(program18)) return MALFORMED;
      if (program18 < 0 || program18 > 127) return OUT_OF_RANGE;
    }
    const bend19 = element7['bend'];
    if (bend19 !== undefined) {
      if (typeof bend19 !== 'number' || !Number.isInteger(bend19)) return MALFORMED;
      if (bend19 < 0 || bend19 > 16383) return OUT_OF_RANGE;
    }
    const pressure20 = element7['pressure'];
    if (pressure20 !== undefined) {
      if (typeof pressure20 !== 'number' || !Number.isInteger(pressure20)) return MALFORMED;
      if (pressure20 < 0 || pressure20 > 127) return OUT_OF_RANGE;
    }
  }
  const sequence21 = message['sequence'];
  if (typeof sequence21 !== 'number' || !Number.isInteger(sequence21)) return MALFORMED;
  if (sequence21 < 0 || sequence21 > 4294967295) return OUT_OF_RANGE;
  if (((message['part'] as number[] | undefined)?.[0] as number) >= ((message['part'] as number[] | undefined)?.[1] as number)) return OUT_OF_RANGE;
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'stream':
      case 'part':
      case 'channels':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken17) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `heartbeat` */
export function checkHeartbeat(message: Members): number {
  const name1 = message['name'];
  if (name1 !== undefined) {
    if (typeof name1 !== 'string' || hasLoneSurrogate(name1)) return MALFORMED;
    if (!hasLength(name1, 0, 64)) return OUT_OF_RANGE;
  }
  const clock2 = message['clock'];
  if (clock2 !== undefined) {
    if (typeof clock2 !== 'string' || hasLoneSurrogate(clock2)) return MALFORMED;
    if (!/^[0-9A-Fa-f]{8}$/.test(clock2)) return OUT_OF_RANGE;
  }
  const endpoints3 = message['endpoints'];
  if (endpoints3 !== undefined) {
    if (!Array.isArray(endpoints3)) return MALFORMED;
    if (endpoints3.length > 4) return OUT_OF_RANGE;
    for (let index4 = 0; index4 < endpoints3.length; index4 += 1) {
      const element5: unknown = endpoints3[index4];
      if (typeof element5 !== 'string' || hasLoneSurrogate(element5)) return MALFORMED;
      if (!hasLength(element5, 1, 64)) return OUT_OF_RANGE;
    }
  }
  const bye6 = message['bye'];
  if (bye6 !== undefined) {
    if (typeof bye6 !== 'boolean') return MALFORMED;
  }
  const receiveOnly7 = message['receiveOnly'];
  if (receiveOnly7 !== undefined) {
    if (typeof receiveOnly7 !== 'boolean') return MALFORMED;
  }
  const rate8 = message['rate'];
  if (rate8 !== undefined) {
    if (typeof rate8 !== 'number' || !Number.isInteger(rate8)) return MALFORMED;
    if (rate8 < 0 || rate8 > 4294967295) return OUT_OF_RANGE;
  }
  const plan9 = message['plan'];
  if (plan9 !== undefined) {
    if (!Array.isArray(plan9)) return MALFORMED;
    if (plan9.length < 1 || plan9.length > 16) return OUT_OF_RANGE;
    for (let index10 = 0; index10 < plan9.length; index10 += 1) {
      const element11: unknown = plan9[index10];
      if (typeof element11 !== 'number' || !Number.isInteger(element11)) return MALFORMED;
      if (element11 < 0 || element11 > 45000) return OUT_OF_RANGE;
    }
  }
  const previous12 = message['previous'];
  if (previous12 !== undefined) {
    if (!Array.isArray(previous12)) return MALFORMED;
    if (previous12.length !== 2) return MALFORMED;
    const element13: unknown = previous12[0];
    if (typeof element13 !== 'number' || !Number.isInteger(element13)) return MALFORMED;
    if (element13 < 0 || element13 > 4294967295) return OUT_OF_RANGE;
    const element14: unknown = previous12[1];
    if (typeof element14 === 'number') {
      if (!Number.isInteger(element14)) return MALFORMED;
      if (element14 < 0 || element14 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof element14 !== 'string') return MALFORMED;
      const fault15 = u64TextFault(element14);
      if (fault15 !== 0) return fault15 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const heard16 = message['heard'];
  if (heard16 !== undefined) {
    if (!Array.isArray(heard16)) return MALFORMED;
    if (heard16.length > 64) return OUT_OF_RANGE;
    for (let index17 = 0; index17 < heard16.length; index17 += 1) {
      const element18: unknown = heard16[index17];
      if (!Array.isArray(element18)) return MALFORMED;
      if (element18.length !== 5) return MALFORMED;
      const element19: unknown = element18[0];
      if (typeof element19 !== 'number' || !Number.isInteger(element19)) return MALFORMED;
      if (element19 < 0 || element19 > 4294967295) return OUT_OF_RANGE;
      const element20: unknown = element18[1];
      if (typeof element20 !== 'number' || !Number.isInteger(element20)) return MALFORMED;
      if (element20 < 0 || element20 > 4294967295) return OUT_OF_RANGE;
      const element21: unknown = element18[2];
      if (typeof element21 === 'number') {
        if (!Number.isInteger(element21)) return MALFORMED;
        if (element21 < 0 || element21 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
      } else {
        if (typeof element21 !== 'string') return MALFORMED;
        const fault22 = u64TextFault(element21);
        if (fault22 !== 0) return fault22 === 1 ? MALFORMED : OUT_OF_RANGE;
      }
      const element23: unknown = element18[3];
      if (typeof element23 === 'number') {
        if (!Number.isInteger(element23)) return MALFORMED;
        if (element23 < 0 || element23 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
      } else {
        if (typeof element23 !== 'string') return MALFORMED;
        const fault24 = u64TextFault(element23);
        if (fault24 !== 0) return fault24 === 1 ? MALFORMED : OUT_OF_RANGE;
      }
      const element25: unknown = element18[4];
      if (!Array.isArray(element25)) return MALFORMED;
      if (element25.length !== 9) return MALFORMED;
      const element26: unknown = element25[0];
      if (typeof element26 !== 'number' || !Number.isInteger(element26)) return MALFORMED;
      if (element26 < 0 || element26 > 10000) return OUT_OF_RANGE;
      const element27: unknown = element25[1];
      if (typeof element27 !== 'number' || !Number.isInteger(element27)) return MALFORMED;
      if (element27 < -1 || element27 > 10000) return OUT_OF_RANGE;
      const element28: unknown = element25[2];
      if (typeof element28 !== 'number' || !Number.isInteger(element28)) return MALFORMED;
      if (element28 < -1 || element28 > 10000) return OUT_OF_RANGE;
      const element29: unknown = element25[3];
      if (typeof element29 !== 'number' || !Number.isInteger(element29)) return MALFORMED;
      if (element29 < -1 || element29 > 10000) return OUT_OF_RANGE;
      const element30: unknown = element25[4];
      if (typeof element30 !== 'number' || !Number.isInteger(element30)) return MALFORMED;
      if (element30 < -1 || element30 > 10000) return OUT_OF_RANGE;
      const element31: unknown = element25[5];
      if (typeof element31 !== 'number' || !Number.isInteger(element31)) return MALFORMED;
      if (element31 < -1 || element31 > 10000) return OUT_OF_RANGE;
      const element32: unknown = element25[6];
      if (typeof element32 !== 'number' || !Number.isInteger(element32)) return MALFORMED;
      if (element32 < -1 || element32 > 10000) return OUT_OF_RANGE;
      const element33: unknown = element25[7];
      if (typeof element33 !== 'number' || !Number.isInteger(element33)) return MALFORMED;
      if (element33 < 0 || element33 > 4294967295) return OUT_OF_RANGE;
      const element34: unknown = element25[8];
      if (typeof element34 !== 'number' || !Number.isInteger(element34)) return MALFORMED;
      if (element34 < 0 || element34 > 4294967295) return OUT_OF_RANGE;
    }
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'name':
      case 'clock':
      case 'endpoints':
      case 'bye':
      case 'receiveOnly':
      case 'rate':
      case 'plan':
      case 'previous':
      case 'heard':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken18) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `announce` */
export function checkAnnounce(message: Members): number {
  const name1 = message['name'];
  if (name1 !== undefined) {
    if (typeof name1 !== 'string' || hasLoneSurrogate(name1)) return MALFORMED;
    if (!hasLength(name1, 0, 64)) return OUT_OF_RANGE;
  }
  const clock2 = message['clock'];
  if (clock2 !== undefined) {
    if (typeof clock2 !== 'string' || hasLoneSurrogate(clock2)) return MALFORMED;
    if (!/^[0-9A-Fa-f]{8}$/.test(clock2)) return OUT_OF_RANGE;
  }
  const endpoints3 = message['endpoints'];
  if (endpoints3 !== undefined) {
    if (!Array.isArray(endpoints3)) return MALFORMED;
    if (endpoints3.length > 4) return OUT_OF_RANGE;
    for (let index4 = 0; index4 < endpoints3.length; index4 += 1) {
      const element5: unknown = endpoints3[index4];
      if (typeof element5 !== 'string' || hasLoneSurrogate(element5)) return MALFORMED;
      if (!hasLength(element5, 1, 64)) return OUT_OF_RANGE;
    }
  }
  const topics6 = message['topics'];
  if (topics6 !== undefined) {
    if (!Array.isArray(topics6)) return MALFORMED;
    if (topics6.length > 64) return OUT_OF_RANGE;
    for (let index7 = 0; index7 < topics6.length; index7 += 1) {
      const element8: unknown = topics6[index7];
      if (typeof element8 !== 'string' || hasLoneSurrogate(element8)) return MALFORMED;
      if (!hasLength(element8, 1, 256)) return OUT_OF_RANGE;
    }
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'name':
      case 'clock':
      case 'endpoints':
      case 'topics':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken19) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `sync_calibration_block` */
export function checkSyncCalibrationBlock(message: Members): number {
  const version = message['version'];
  if (version !== undefined && version !== 'jamnet/1.0') return UNSUPPORTED_VERSION;
  const timestamp_cpu1 = message['timestamp_cpu'];
  if (typeof timestamp_cpu1 === 'number') {
    if (!Number.isInteger(timestamp_cpu1)) return MALFORMED;
    if (timestamp_cpu1 < 0 || timestamp_cpu1 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
  } else {
    if (typeof timestamp_cpu1 !== 'string') return MALFORMED;
    const fault2 = u64TextFault(timestamp_cpu1);
    if (fault2 !== 0) return fault2 === 1 ? MALFORMED : OUT_OF_RANGE;
  }
  const timestamp_gpu3 = message['timestamp_gpu'];
  if (typeof timestamp_gpu3 === 'number') {
    if (!Number.isInteger(timestamp_gpu3)) return MALFORMED;
    if (timestamp_gpu3 < 0 || timestamp_gpu3 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
  } else {
    if (typeof timestamp_gpu3 !== 'string') return MALFORMED;
    const fault4 = u64TextFault(timestamp_gpu3);
    if (fault4 !== 0) return fault4 === 1 ? MALFORMED : OUT_OF_RANGE;
  }
  const timestamp_unit5 = message['timestamp_unit'];
  if (typeof timestamp_unit5 !== 'string' || hasLoneSurrogate(timestamp_unit5)) return MALFORMED;
  if (timestamp_unit5 !== 'ns' && timestamp_unit5 !== 'us' && timestamp_unit5 !== 'ms') return OUT_OF_RANGE;
  const clock_base6 = message['clock_base'];
  if (clock_base6 !== undefined) {
    if (typeof clock_base6 !== 'string' || hasLoneSurrogate(clock_base6)) return MALFORMED;
    if (!hasLength(clock_base6, 1, 64)) return OUT_OF_RANGE;
  }
  const session_id7 = message['session_id'];
  if (session_id7 !== undefined) {
    if (typeof session_id7 !== 'string' || hasLoneSurrogate(session_id7)) return MALFORMED;
    if (!hasLength(session_id7, 1, 64)) return OUT_OF_RANGE;
  }
  const origin8 = message['origin'];
  if (typeof origin8 !== 'string' || hasLoneSurrogate(origin8)) return MALFORMED;
  if (origin8 !== 'sender' && origin8 !== 'receiver' && origin8 !== 'midpoint') return OUT_OF_RANGE;
  const uncertainty9 = message['uncertainty'];
  if (uncertainty9 !== undefined) {
    if (typeof uncertainty9 === 'number') {
      if (!Number.isInteger(uncertainty9)) return MALFORMED;
      if (uncertainty9 < 0 || uncertainty9 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof uncertainty9 !== 'string') return MALFORMED;
      const fault10 = u64TextFault(uncertainty9);
      if (fault10 !== 0) return fault10 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'timestamp_cpu':
      case 'timestamp_gpu':
      case 'timestamp_unit':
      case 'clock_base':
      case 'session_id':
      case 'origin':
      case 'uncertainty':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        return MALFORMED;
      }
    }
  }
  return outcome;
}

/** `transport` */
export function checkTransport(message: Members): number {
  const command1 = message['command'];
  if (typeof command1 !== 'string' || hasLoneSurrogate(command1)) return MALFORMED;
  if (command1 !== 'PLAY' && command1 !== 'STOP' && command1 !== 'PAUSE' && command1 !== 'RECORD' && command1 !== 'SEEK' && command1 !== 'TEMPO') return OUT_OF_RANGE;
  const timestamp2 = message['timestamp'];
  if (typeof timestamp2 === 'number') {
    if (!Number.isInteger(timestamp2)) return MALFORMED;
    if (timestamp2 < 0 || timestamp2 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
  } else {
    if (typeof timestamp2 !== 'string') return MALFORMED;
    const fault3 = u64TextFault(timestamp2);
    if (fault3 !== 0) return fault3 === 1 ? MALFORMED : OUT_OF_RANGE;
  }
  const position4 = message['position'];
  if (typeof position4 !== 'number' || !Number.isFinite(position4)) return MALFORMED;
  if (position4 < 0 || position4 > 1.7976931348623157e+308) return OUT_OF_RANGE;
  const position_samples5 = message['position_samples'];
  if (position_samples5 !== undefined) {
    if (typeof position_samples5 === 'number') {
      if (!Number.isInteger(position_samples5)) return MALFORMED;
      if (position_samples5 < 0 || position_samples5 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof position_samples5 !== 'string') return MALFORMED;
      const fault6 = u64TextFault(position_samples5);
      if (fault6 !== 0) return fault6 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
  }
  const bpm7 = message['bpm'];
  if (typeof bpm7 !== 'number' || !Number.isFinite(bpm7)) return MALFORMED;
  if (bpm7 <= 0 || bpm7 > 1000) return OUT_OF_RANGE;
  const time_signature8 = message['time_signature'];
  if (!Array.isArray(time_signature8)) return MALFORMED;
  if (time_signature8.length !== 2) return MALFORMED;
  const element9: unknown = time_signature8[0];
  if (typeof element9 !== 'number' || !Number.isInteger(element9)) return MALFORMED;
  if (element9 < 1 || element9 > 255) return OUT_OF_RANGE;
  const element10: unknown = time_signature8[1];
  if (typeof element10 !== 'number' || !Number.isInteger(element10)) return MALFORMED;
  if (element10 < 1 || element10 > 255) return OUT_OF_RANGE;
  const master_peer11 = message['master_peer'];
  if (typeof master_peer11 !== 'string' || hasLoneSurrogate(master_peer11)) return MALFORMED;
  if (!hasLength(master_peer11, 1, 64)) return OUT_OF_RANGE;
  const beat12 = message['beat'];
  if (beat12 !== undefined) {
    if (typeof beat12 !== 'number' || !Number.isFinite(beat12)) return MALFORMED;
    if (beat12 < 0 || beat12 > 1.7976931348623157e+308) return OUT_OF_RANGE;
  }
  const loop13 = message['loop'];
  if (loop13 !== undefined) {
    if (!Array.isArray(loop13)) return MALFORMED;
    if (loop13.length !== 2) return MALFORMED;
    const element14: unknown = loop13[0];
    if (typeof element14 !== 'number' || !Number.isFinite(element14)) return MALFORMED;
    if (element14 < 0 || element14 > 1.7976931348623157e+308) return OUT_OF_RANGE;
    const element15: unknown = loop13[1];
    if (typeof element15 !== 'number' || !Number.isFinite(element15)) return MALFORMED;
    if (element15 < 0 || element15 > 1.7976931348623157e+308) return OUT_OF_RANGE;
  }
  const peer16 = message['peer'];
  if (peer16 !== undefined) {
    if (typeof peer16 !== 'number' || !Number.isInteger(peer16)) return MALFORMED;
    if (peer16 < 0 || peer16 > 4294967295) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'command':
      case 'timestamp':
      case 'position':
      case 'position_samples':
      case 'bpm':
      case 'time_signature':
      case 'master_peer':
      case 'beat':
      case 'loop':
      case 'peer':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken20) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `transport_log` */
export function checkTransportLog(message: Members): number {
  const commands1 = message['commands'];
  if (!Array.isArray(commands1)) return MALFORMED;
  if (commands1.length < 1 || commands1.length > 4) return OUT_OF_RANGE;
  for (let index2 = 0; index2 < commands1.length; index2 += 1) {
    const element3: unknown = commands1[index2];
    if (!Array.isArray(element3)) return MALFORMED;
    if (element3.length !== 10) return MALFORMED;
    const element4: unknown = element3[0];
    if (typeof element4 !== 'string' || hasLoneSurrogate(element4)) return MALFORMED;
    if (element4 !== 'PLAY' && element4 !== 'STOP' && element4 !== 'PAUSE' && element4 !== 'RECORD' && element4 !== 'SEEK' && element4 !== 'TEMPO') return OUT_OF_RANGE;
    const element5: unknown = element3[1];
    if (typeof element5 === 'number') {
      if (!Number.isInteger(element5)) return MALFORMED;
      if (element5 < 0 || element5 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof element5 !== 'string') return MALFORMED;
      const fault6 = u64TextFault(element5);
      if (fault6 !== 0) return fault6 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
    const element7: unknown = element3[2];
    if (typeof element7 !== 'number' || !Number.isInteger(element7)) return MALFORMED;
    if (element7 < 0 || element7 > 4294967295) return OUT_OF_RANGE;
    const element8: unknown = element3[3];
    if (typeof element8 !== 'number' || !Number.isFinite(element8)) return MALFORMED;
    if (element8 < 0 || element8 > 1.7976931348623157e+308) return OUT_OF_RANGE;
    const element9: unknown = element3[4];
    if (typeof element9 !== 'number' || !Number.isFinite(element9)) return MALFORMED;
    if (element9 < 0 || element9 > 1.7976931348623157e+308) return OUT_OF_RANGE;
    const element10: unknown = element3[5];
    if (typeof element10 !== 'number' || !Number.isFinite(element10)) return MALFORMED;
    if (element10 <= 0 || element10 > 1000) return OUT_OF_RANGE;
    const element11: unknown = element3[6];
    if (typeof element11 !== 'number' || !Number.isInteger(element11)) return MALFORMED;
    if (element11 < 1 || element11 > 255) return OUT_OF_RANGE;
    const element12: unknown = element3[7];
    if (typeof element12 !== 'number' || !Number.isInteger(element12)) return MALFORMED;
    if (element12 < 1 || element12 > 255) return OUT_OF_RANGE;
    const element13: unknown = element3[8];
    if (typeof element13 !== 'number' || !Number.isFinite(element13)) return MALFORMED;
    if (element13 < -1 || element13 > 1.7976931348623157e+308) return OUT_OF_RANGE;
    const element14: unknown = element3[9];
    if (typeof element14 !== 'number' || !Number.isFinite(element14)) return MALFORMED;
    if (element14 < -1 || element14 > 1.7976931348623157e+308) return OUT_OF_RANGE;
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'commands':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken21) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `sync_state` */
export function checkSyncState(message: Members): number {
  const epoch1 = message['epoch'];
  if (!Array.isArray(epoch1)) return MALFORMED;
  if (epoch1.length !== 2) return MALFORMED;
  const element2: unknown = epoch1[0];
  if (typeof element2 !== 'number' || !Number.isInteger(element2)) return MALFORMED;
  if (element2 < 0 || element2 > 4294967295) return OUT_OF_RANGE;
  const element3: unknown = epoch1[1];
  if (typeof element3 === 'number') {
    if (!Number.isInteger(element3)) return MALFORMED;
    if (element3 < 0 || element3 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
  } else {
    if (typeof element3 !== 'string') return MALFORMED;
    const fault4 = u64TextFault(element3);
    if (fault4 !== 0) return fault4 === 1 ? MALFORMED : OUT_OF_RANGE;
  }
  const master5 = message['master'];
  if (!Array.isArray(master5)) return MALFORMED;
  if (master5.length !== 2) return MALFORMED;
  const element6: unknown = master5[0];
  if (typeof element6 !== 'number' || !Number.isInteger(element6)) return MALFORMED;
  if (element6 < 0 || element6 > 4294967295) return OUT_OF_RANGE;
  const element7: unknown = master5[1];
  if (typeof element7 !== 'number' || !Number.isInteger(element7)) return MALFORMED;
  if (element7 < 0 || element7 > 4294967295) return OUT_OF_RANGE;
  const clock8 = message['clock'];
  if (typeof clock8 !== 'string' || hasLoneSurrogate(clock8)) return MALFORMED;
  if (clock8 !== 'gpu' && clock8 !== 'cpu' && clock8 !== 'hybrid') return OUT_OF_RANGE;
  const state9 = message['state'];
  if (typeof state9 !== 'string' || hasLoneSurrogate(state9)) return MALFORMED;
  if (state9 !== 'joining' && state9 !== 'locked' && state9 !== 'holdover') return OUT_OF_RANGE;
  const quality10 = message['quality'];
  if (typeof quality10 !== 'number' || !Number.isInteger(quality10)) return MALFORMED;
  if (quality10 < 0 || quality10 > 1000) return OUT_OF_RANGE;
  const timeline11 = message['timeline'];
  if (timeline11 !== undefined) {
    if (!Array.isArray(timeline11)) return MALFORMED;
    if (timeline11.length !== 3) return MALFORMED;
    const element12: unknown = timeline11[0];
    if (typeof element12 === 'number') {
      if (!Number.isInteger(element12)) return MALFORMED;
      if (element12 < 0 || element12 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof element12 !== 'string') return MALFORMED;
      const fault13 = u64TextFault(element12);
      if (fault13 !== 0) return fault13 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
    const element14: unknown = timeline11[1];
    if (typeof element14 === 'number') {
      if (!Number.isInteger(element14)) return MALFORMED;
      if (element14 < 0 || element14 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
    } else {
      if (typeof element14 !== 'string') return MALFORMED;
      const fault15 = u64TextFault(element14);
      if (fault15 !== 0) return fault15 === 1 ? MALFORMED : OUT_OF_RANGE;
    }
    const element16: unknown = timeline11[2];
    if (typeof element16 !== 'number' || !Number.isInteger(element16)) return MALFORMED;
    if (element16 < -2147483648 || element16 > 2147483647) return OUT_OF_RANGE;
  }
  const peers17 = message['peers'];
  if (peers17 !== undefined) {
    if (!Array.isArray(peers17)) return MALFORMED;
    if (peers17.length > 8) return OUT_OF_RANGE;
    for (let index18 = 0; index18 < peers17.length; index18 += 1) {
      const element19: unknown = peers17[index18];
      if (!Array.isArray(element19)) return MALFORMED;
      if (element19.length !== 6) return MALFORMED;
      const element20: unknown = element19[0];
      if (typeof element20 !== 'number' || !Number.isInteger(element20)) return MALFORMED;
      if (element20 < 0 || element20 > 4294967295) return OUT_OF_RANGE;
      const element21: unknown = element19[1];
      if (typeof element21 !== 'number' || !Number.isInteger(element21)) return MALFORMED;
      if (element21 < -9007199254740991 || element21 > 9007199254740991) return OUT_OF_RANGE;
      const element22: unknown = element19[2];
      if (typeof element22 !== 'number' || !Number.isInteger(element22)) return MALFORMED;
      if (element22 < 0 || element22 > 4294967295) return OUT_OF_RANGE;
      const element23: unknown = element19[3];
      if (typeof element23 !== 'number' || !Number.isInteger(element23)) return MALFORMED;
      if (element23 < -2147483648 || element23 > 2147483647) return OUT_OF_RANGE;
      const element24: unknown = element19[4];
      if (typeof element24 !== 'number' || !Number.isInteger(element24)) return MALFORMED;
      if (element24 < 0 || element24 > 4294967295) return OUT_OF_RANGE;
      const element25: unknown = element19[5];
      if (typeof element25 !== 'number' || !Number.isInteger(element25)) return MALFORMED;
      if (element25 < 0 || element25 > 1000) return OUT_OF_RANGE;
    }
  }
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'epoch':
      case 'master':
      case 'clock':
      case 'state':
      case 'quality':
      case 'timeline':
      case 'peers':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken22) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `jdat` */
export function checkJdat(message: Members): number {
  const rate1 = message['rate'];
  if (typeof rate1 !== 'number' || !Number.isInteger(rate1)) return MALFORMED;
  if (rate1 !== 44100 && rate1 !== 48000 && rate1 !== 96000 && rate1 !== 192000) return OUT_OF_RANGE;
  const channels2 = message['channels'];
  if (typeof channels2 !== 'number' || !Number.isInteger(channels2)) return MALFORMED;
  if (channels2 < 1 || channels2 > 8) return OUT_OF_RANGE;
  const frames3 = message['frames'];
  if (typeof frames3 !== 'number' || !Number.isInteger(frames3)) return MALFORMED;
  if (frames3 < 1 || frames3 > 512) return OUT_OF_RANGE;
  const position4 = message['position'];
  if (typeof position4 !== 'number' || !Number.isInteger(position4)) return MALFORMED;
  if (position4 < 0 || position4 > 9007199254740991) return OUT_OF_RANGE;
  const next5 = message['next'];
  if (next5 !== undefined) {
    if (!Array.isArray(next5)) return MALFORMED;
    if (next5.length !== 2) return MALFORMED;
    const element6: unknown = next5[0];
    if (typeof element6 !== 'number' || !Number.isInteger(element6)) return MALFORMED;
    if (element6 !== 44100 && element6 !== 48000 && element6 !== 96000 && element6 !== 192000) return OUT_OF_RANGE;
    const element7: unknown = next5[1];
    if (typeof element7 !== 'number' || !Number.isInteger(element7)) return MALFORMED;
    if (element7 < 0 || element7 > 9007199254740991) return OUT_OF_RANGE;
  }
  const payload8 = message['payload'];
  if (!Array.isArray(payload8)) return MALFORMED;
  if (payload8.length < 1 || payload8.length > 4096) return OUT_OF_RANGE;
  for (let index9 = 0; index9 < payload8.length; index9 += 1) {
    const element10: unknown = payload8[index9];
    if (typeof element10 !== 'number' || !Number.isInteger(element10)) return MALFORMED;
    if (element10 < -8388608 || element10 > 8388607) return OUT_OF_RANGE;
  }
  const timestamp11 = message['timestamp'];
  if (typeof timestamp11 === 'number') {
    if (!Number.isInteger(timestamp11)) return MALFORMED;
    if (timestamp11 < 0 || timestamp11 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
  } else {
    if (typeof timestamp11 !== 'string') return MALFORMED;
    const fault12 = u64TextFault(timestamp11);
    if (fault12 !== 0) return fault12 === 1 ? MALFORMED : OUT_OF_RANGE;
  }
  const contradiction = jdatFault(message);
  if (contradiction < 0) return contradiction;
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'rate':
      case 'channels':
      case 'frames':
      case 'position':
      case 'next':
      case 'payload':
      case 'timestamp':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken23) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** `jellie` */
export function checkJellie(message: Members): number {
  const rate1 = message['rate'];
  if (typeof rate1 !== 'number' || !Number.isInteger(rate1)) return MALFORMED;
  if (rate1 !== 44100 && rate1 !== 48000 && rate1 !== 96000 && rate1 !== 192000) return OUT_OF_RANGE;
  const channels2 = message['channels'];
  if (channels2 !== undefined) {
    if (typeof channels2 !== 'number' || !Number.isInteger(channels2)) return MALFORMED;
    if (channels2 < 1 || channels2 > 8) return OUT_OF_RANGE;
  }
  const frames3 = message['frames'];
  if (typeof frames3 !== 'number' || !Number.isInteger(frames3)) return MALFORMED;
  if (frames3 < 2 || frames3 > 512) return OUT_OF_RANGE;
  const part4 = message['part'];
  if (typeof part4 !== 'number' || !Number.isInteger(part4)) return MALFORMED;
  if (part4 < 0 || part4 > 3) return OUT_OF_RANGE;
  const position5 = message['position'];
  if (typeof position5 !== 'number' || !Number.isInteger(position5)) return MALFORMED;
  if (position5 < 0 || position5 > 9007199254740991) return OUT_OF_RANGE;
  const next6 = message['next'];
  if (next6 !== undefined) {
    if (!Array.isArray(next6)) return MALFORMED;
    if (next6.length !== 2) return MALFORMED;
    const element7: unknown = next6[0];
    if (typeof element7 !== 'number' || !Number.isInteger(element7)) return MALFORMED;
    if (element7 !== 44100 && element7 !== 48000 && element7 !== 96000 && element7 !== 192000) return OUT_OF_RANGE;
    const element8: unknown = next6[1];
    if (typeof element8 !== 'number' || !Number.isInteger(element8)) return MALFORMED;
    if (element8 < 0 || element8 > 9007199254740991) return OUT_OF_RANGE;
  }
  const payload9 = message['payload'];
  if (!Array.isArray(payload9)) return MALFORMED;
  if (payload9.length < 1 || payload9.length > 2048) return OUT_OF_RANGE;
  for (let index10 = 0; index10 < payload9.length; index10 += 1) {
    const element11: unknown = payload9[index10];
    if (typeof element11 !== 'number' || !Number.isInteger(element11)) return MALFORMED;
    if (element11 < -25165824 || element11 > 25165821) return OUT_OF_RANGE;
  }
  const timestamp12 = message['timestamp'];
  if (typeof timestamp12 === 'number') {
    if (!Number.isInteger(timestamp12)) return MALFORMED;
    if (timestamp12 < 0 || timestamp12 > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;
  } else {
    if (typeof timestamp12 !== 'string') return MALFORMED;
    const fault13 = u64TextFault(timestamp12);
    if (fault13 !== 0) return fault13 === 1 ? MALFORMED : OUT_OF_RANGE;
  }
  const sequence14 = message['sequence'];
  if (typeof sequence14 !== 'number' || !Number.isInteger(sequence14)) return MALFORMED;
  if (sequence14 < 0 || sequence14 > 4294967295) return OUT_OF_RANGE;
  const contradiction = jellieFault(message);
  if (contradiction < 0) return contradiction;
  let outcome = 0;
  for (const name in message) {
    switch (name) {
      case 'type':
      case 'version':
      case 'rate':
      case 'channels':
      case 'frames':
      case 'part':
      case 'position':
      case 'next':
      case 'payload':
      case 'timestamp':
      case 'sequence':
        break;
      default: {
        const value = message[name];
        if (value === undefined) break;
        if (checkUnknownMember(name, value, taken24) < 0) return MALFORMED;
        outcome = 1;
      }
    }
  }
  return outcome;
}

/** Checks the members of a message whose type and version have been looked at: a negative status, 0, or 1 with unknown members. */
export const checksByType: ReadonlyMap<string, (message: Members) => number> = new Map([
  ['note_on', checkNoteOn],
  ['note_off', checkNoteOff],
  ['poly_pressure', checkPolyPressure],
  ['control_change', checkControlChange],
  ['program_change', checkProgramChange],
  ['channel_pressure', checkChannelPressure],
  ['pitch_bend', checkPitchBend],
  ['sysex', checkSysex],
  ['time_code', checkTimeCode],
  ['song_position', checkSongPosition],
  ['song_select', checkSongSelect],
  ['tune_request', checkTuneRequest],
  ['clock', checkClock],
  ['start', checkStart],
  ['continue', checkContinue],
  ['stop', checkStop],
  ['active_sensing', checkActiveSensing],
  ['reset', checkReset],
  ['sysex_chunk', checkSysexChunk],
  ['midi2_note_on', checkMidi2NoteOn],
  ['midi2_note_off', checkMidi2NoteOff],
  ['midi2_poly_pressure', checkMidi2PolyPressure],
  ['midi2_control_change', checkMidi2ControlChange],
  ['midi2_program_change', checkMidi2ProgramChange],
  ['midi2_channel_pressure', checkMidi2ChannelPressure],
  ['midi2_pitch_bend', checkMidi2PitchBend],
  ['midi2_registered_controller', checkMidi2RegisteredController],
  ['midi2_assignable_controller', checkMidi2AssignableController],
  ['midi2_relative_registered_controller', checkMidi2RelativeRegisteredController],
  ['midi2_relative_assignable_controller', checkMidi2RelativeAssignableController],
  ['midi2_note_pitch_bend', checkMidi2NotePitchBend],
  ['midi2_registered_note_controller', checkMidi2RegisteredNoteController],
  ['midi2_assignable_note_controller', checkMidi2AssignableNoteController],
  ['midi2_note_management', checkMidi2NoteManagement],
  ['midi_state', checkMidiState],
  ['heartbeat', checkHeartbeat],
  ['announce', checkAnnounce],
  ['sync_calibration_block', checkSyncCalibrationBlock],
  ['transport', checkTransport],
  ['transport_log', checkTransportLog],
  ['sync_state', checkSyncState],
  ['jdat', checkJdat],
  ['jellie', checkJellie],
]);
