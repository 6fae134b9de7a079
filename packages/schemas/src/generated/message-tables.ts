// Written by scripts/generate.ts from the zod schemas in src/messages. Do not edit: run `npm run generate`.
import type { MessageTable } from '../field-table.js';

/** Every message, in the order of the registry. */
export const messageTables: readonly MessageTable[] = [
  {
    "type": "note_on",
    "code": "n+",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "A note begins; velocity 0 means that it ends.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "note",
        "key": "n",
        "required": true,
        "description": "Note number, 0-127; 60 is middle C.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "velocity",
        "key": "v",
        "required": true,
        "description": "Velocity, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "note_off",
    "code": "n-",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "A note ends.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "note",
        "key": "n",
        "required": true,
        "description": "Note number, 0-127; 60 is middle C.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "velocity",
        "key": "v",
        "required": true,
        "description": "Velocity, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "poly_pressure",
    "code": "at",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Pressure on one key.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "note",
        "key": "n",
        "required": true,
        "description": "Note number, 0-127; 60 is middle C.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "pressure",
        "key": "p",
        "required": true,
        "description": "Pressure, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "control_change",
    "code": "cc",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "A controller takes a value.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "controller",
        "key": "cc",
        "required": true,
        "description": "Controller number, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "value",
        "key": "val",
        "required": true,
        "description": "0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "program_change",
    "code": "pc",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "A channel takes another sound.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "program",
        "key": "pr",
        "required": true,
        "description": "Program, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "channel_pressure",
    "code": "cp",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Pressure on a channel.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "pressure",
        "key": "p",
        "required": true,
        "description": "Pressure, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "pitch_bend",
    "code": "pb",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Pitch bend of a channel.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "bend",
        "key": "b",
        "required": true,
        "description": "0-16383, centre 8192.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 16383
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "sysex",
    "code": "sx",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "System Exclusive.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "data",
        "key": "d",
        "required": true,
        "description": "Data bytes 0-127, without F0 and F7.",
        "value": {
          "kind": "bytes",
          "minLength": 0,
          "maxLength": 15728640
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "time_code",
    "code": "tc",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "MTC quarter frame.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "value",
        "key": "val",
        "required": true,
        "description": "Data byte of the quarter frame, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "song_position",
    "code": "sp",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Song position pointer.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "value",
        "key": "val",
        "required": true,
        "unit": "sixteenth notes",
        "description": "0-16383.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 16383
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "song_select",
    "code": "ss",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Song select.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "value",
        "key": "val",
        "required": true,
        "description": "0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "tune_request",
    "code": "tr",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Tune request.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "clock",
    "code": "ck",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Timing clock, 24 to the quarter note.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "start",
    "code": "st",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Start from the beginning.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "continue",
    "code": "co",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Go on from where it stopped.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "stop",
    "code": "so",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Stop.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "active_sensing",
    "code": "as",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Active sensing.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "reset",
    "code": "rs",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "System reset.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "sysex_chunk",
    "code": "sxc",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "A piece of a long System Exclusive message.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "id",
        "key": "id",
        "required": true,
        "description": "Which message of the stream the piece is of.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      },
      {
        "name": "index",
        "key": "i",
        "required": true,
        "description": "Which piece, from 0.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 65535
        }
      },
      {
        "name": "count",
        "key": "k",
        "required": true,
        "description": "How many pieces there are.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 65536
        }
      },
      {
        "name": "data",
        "key": "d",
        "required": true,
        "description": "Data bytes 0-127 of the piece.",
        "value": {
          "kind": "bytes",
          "minLength": 1,
          "maxLength": 1024
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [
      [
        "index",
        "count"
      ]
    ],
    "namedRule": ""
  },
  {
    "type": "midi2_note_on",
    "code": "2n+",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "A note begins.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "note",
        "key": "n",
        "required": true,
        "description": "Note number, 0-127; 60 is middle C.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "velocity",
        "key": "v",
        "required": true,
        "description": "Velocity, 0-65535.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 65535
        }
      },
      {
        "name": "attributeType",
        "key": "aty",
        "required": false,
        "absentMeans": 0,
        "description": "What `attribute` means, 0-255; 0 (nothing) when absent.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 255
        }
      },
      {
        "name": "attribute",
        "key": "atd",
        "required": false,
        "absentMeans": 0,
        "description": "0-65535; 0 when absent.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 65535
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi2_note_off",
    "code": "2n-",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "A note ends.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "note",
        "key": "n",
        "required": true,
        "description": "Note number, 0-127; 60 is middle C.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "velocity",
        "key": "v",
        "required": true,
        "description": "Velocity, 0-65535.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 65535
        }
      },
      {
        "name": "attributeType",
        "key": "aty",
        "required": false,
        "absentMeans": 0,
        "description": "What `attribute` means, 0-255; 0 (nothing) when absent.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 255
        }
      },
      {
        "name": "attribute",
        "key": "atd",
        "required": false,
        "absentMeans": 0,
        "description": "0-65535; 0 when absent.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 65535
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi2_poly_pressure",
    "code": "2at",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Pressure on one key.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "note",
        "key": "n",
        "required": true,
        "description": "Note number, 0-127; 60 is middle C.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "pressure",
        "key": "p",
        "required": true,
        "description": "Pressure, 32 bits.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi2_control_change",
    "code": "2cc",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "A controller takes a value.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "controller",
        "key": "cc",
        "required": true,
        "description": "Controller number, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "value",
        "key": "val",
        "required": true,
        "description": "32 bits.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi2_program_change",
    "code": "2pc",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "A channel takes a sound.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "program",
        "key": "pr",
        "required": true,
        "description": "Program, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "bank",
        "key": "bk",
        "required": false,
        "description": "Bank, 0-16383; absent: the bank stays as it is.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 16383
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi2_channel_pressure",
    "code": "2cp",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Pressure on a channel.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "pressure",
        "key": "p",
        "required": true,
        "description": "Pressure, 32 bits.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi2_pitch_bend",
    "code": "2pb",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Pitch bend of a channel.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "bend",
        "key": "b",
        "required": true,
        "description": "32 bits, centre 2147483648.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi2_registered_controller",
    "code": "2rc",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "A registered parameter takes a value.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "bank",
        "key": "bk",
        "required": true,
        "description": "Bank of the controller, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "index",
        "key": "ix",
        "required": true,
        "description": "Index of the controller in its bank, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "value",
        "key": "val",
        "required": true,
        "description": "32 bits.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi2_assignable_controller",
    "code": "2ac",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "A non-registered parameter takes a value.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "bank",
        "key": "bk",
        "required": true,
        "description": "Bank of the controller, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "index",
        "key": "ix",
        "required": true,
        "description": "Index of the controller in its bank, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "value",
        "key": "val",
        "required": true,
        "description": "32 bits.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi2_relative_registered_controller",
    "code": "2rr",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "A registered parameter moves.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "bank",
        "key": "bk",
        "required": true,
        "description": "Bank of the controller, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "index",
        "key": "ix",
        "required": true,
        "description": "Index of the controller in its bank, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "value",
        "key": "val",
        "required": true,
        "description": "How far to move the value, signed 32 bits.",
        "value": {
          "kind": "integer",
          "min": -2147483648,
          "max": 2147483647
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi2_relative_assignable_controller",
    "code": "2ra",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "A non-registered parameter moves.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "bank",
        "key": "bk",
        "required": true,
        "description": "Bank of the controller, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "index",
        "key": "ix",
        "required": true,
        "description": "Index of the controller in its bank, 0-127.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "value",
        "key": "val",
        "required": true,
        "description": "How far to move the value, signed 32 bits.",
        "value": {
          "kind": "integer",
          "min": -2147483648,
          "max": 2147483647
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi2_note_pitch_bend",
    "code": "2pn",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Pitch bend of one note.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "note",
        "key": "n",
        "required": true,
        "description": "Note number, 0-127; 60 is middle C.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "bend",
        "key": "b",
        "required": true,
        "description": "32 bits, centre 2147483648.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi2_registered_note_controller",
    "code": "2rn",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "A registered controller of one note takes a value.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "note",
        "key": "n",
        "required": true,
        "description": "Note number, 0-127; 60 is middle C.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "index",
        "key": "ix",
        "required": true,
        "description": "Which controller of the note, 0-255.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 255
        }
      },
      {
        "name": "value",
        "key": "val",
        "required": true,
        "description": "32 bits.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi2_assignable_note_controller",
    "code": "2an",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "An assignable controller of one note takes a value.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "note",
        "key": "n",
        "required": true,
        "description": "Note number, 0-127; 60 is middle C.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "index",
        "key": "ix",
        "required": true,
        "description": "Which controller of the note, 0-255.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 255
        }
      },
      {
        "name": "value",
        "key": "val",
        "required": true,
        "description": "32 bits.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi2_note_management",
    "code": "2nm",
    "protocol": "jmid",
    "event": true,
    "strictVersion": "",
    "description": "Resets or detaches a note's controllers.",
    "fields": [
      {
        "name": "group",
        "key": "g",
        "required": false,
        "absentMeans": 1,
        "description": "UMP group, 1-16; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "channel",
        "key": "c",
        "required": true,
        "description": "MIDI channel, 1-16.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 16
        }
      },
      {
        "name": "note",
        "key": "n",
        "required": true,
        "description": "Note number, 0-127; 60 is middle C.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 127
        }
      },
      {
        "name": "options",
        "key": "o",
        "required": true,
        "description": "Bit 0 reset, bit 1 detach.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 3
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": false,
        "unit": "µs",
        "description": "When it happened, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": false,
        "description": "Number of the event in its stream; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "midi_state",
    "code": "ms",
    "protocol": "jmid",
    "event": false,
    "strictVersion": "",
    "description": "What a stream holds: repeated in heartbeats, so that no note hangs.",
    "fields": [
      {
        "name": "stream",
        "key": "s",
        "required": true,
        "description": "Stream id, 1-255.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 255
        }
      },
      {
        "name": "part",
        "key": "part",
        "required": false,
        "description": "[index, count] when the state is spread over several heartbeats.",
        "value": {
          "kind": "tuple",
          "elements": [
            {
              "kind": "integer",
              "min": 0,
              "max": 65535
            },
            {
              "kind": "integer",
              "min": 1,
              "max": 65536
            }
          ]
        }
      },
      {
        "name": "channels",
        "key": "ch",
        "required": true,
        "description": "What is held and set, by channel.",
        "value": {
          "kind": "array",
          "minLength": 0,
          "maxLength": 256,
          "element": {
            "kind": "object",
            "title": "MidiStateChannel",
            "layout": "channel-state",
            "fields": [
              {
                "name": "group",
                "key": "g",
                "required": false,
                "absentMeans": 1,
                "description": "UMP group, 1-16; 1 when absent.",
                "value": {
                  "kind": "integer",
                  "min": 1,
                  "max": 16
                }
              },
              {
                "name": "channel",
                "key": "",
                "required": true,
                "description": "MIDI channel, 1-16.",
                "value": {
                  "kind": "integer",
                  "min": 1,
                  "max": 16
                }
              },
              {
                "name": "notes",
                "key": "",
                "required": true,
                "description": "Notes held, ascending.",
                "value": {
                  "kind": "array",
                  "minLength": 0,
                  "maxLength": 128,
                  "element": {
                    "kind": "integer",
                    "min": 0,
                    "max": 127
                  }
                }
              },
              {
                "name": "controllers",
                "key": "",
                "required": true,
                "description": "[controller, value], ascending by controller.",
                "value": {
                  "kind": "array",
                  "minLength": 0,
                  "maxLength": 128,
                  "element": {
                    "kind": "tuple",
                    "elements": [
                      {
                        "kind": "integer",
                        "min": 0,
                        "max": 127
                      },
                      {
                        "kind": "integer",
                        "min": 0,
                        "max": 127
                      }
                    ]
                  }
                }
              },
              {
                "name": "program",
                "key": "",
                "required": false,
                "description": "Program, where one was chosen.",
                "value": {
                  "kind": "integer",
                  "min": 0,
                  "max": 127
                }
              },
              {
                "name": "bend",
                "key": "",
                "required": false,
                "description": "Pitch bend, where it was moved.",
                "value": {
                  "kind": "integer",
                  "min": 0,
                  "max": 16383
                }
              },
              {
                "name": "pressure",
                "key": "",
                "required": false,
                "description": "Channel pressure, where there was some.",
                "value": {
                  "kind": "integer",
                  "min": 0,
                  "max": 127
                }
              }
            ]
          }
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": true,
        "description": "Number of the last event sent on the stream.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 1,
    "below": [
      [
        "part.0",
        "part.1"
      ]
    ],
    "namedRule": ""
  },
  {
    "type": "heartbeat",
    "code": "hb",
    "protocol": "toast",
    "event": false,
    "strictVersion": "",
    "description": "A peer is there, and what it hears of the others.",
    "fields": [
      {
        "name": "name",
        "key": "nm",
        "required": false,
        "description": "Name of the peer, for people.",
        "value": {
          "kind": "string",
          "minLength": 0,
          "maxLength": 64
        }
      },
      {
        "name": "clock",
        "key": "ck",
        "required": false,
        "description": "Hash of the boot id: equal where two peers share a clock.",
        "value": {
          "kind": "pattern",
          "pattern": "^[0-9A-Fa-f]{8}$"
        }
      },
      {
        "name": "endpoints",
        "key": "ep",
        "required": false,
        "description": "Where the peer is reached by unicast: `1.2.3.4:5678`, `[fe80::1]:5678`.",
        "value": {
          "kind": "array",
          "minLength": 0,
          "maxLength": 4,
          "element": {
            "kind": "string",
            "minLength": 1,
            "maxLength": 64
          }
        }
      },
      {
        "name": "bye",
        "key": "by",
        "required": false,
        "absentMeans": false,
        "description": "The last one: the peer leaves.",
        "value": {
          "kind": "flag"
        }
      },
      {
        "name": "receiveOnly",
        "key": "ro",
        "required": false,
        "absentMeans": false,
        "description": "The peer sends no media.",
        "value": {
          "kind": "flag"
        }
      },
      {
        "name": "rate",
        "key": "r",
        "required": false,
        "unit": "1/100 s",
        "description": "Heartbeats in 100 seconds.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      },
      {
        "name": "plan",
        "key": "pl",
        "required": false,
        "unit": "µs",
        "description": "When each copy of a datagram leaves, after the first.",
        "value": {
          "kind": "array",
          "minLength": 1,
          "maxLength": 16,
          "element": {
            "kind": "integer",
            "min": 0,
            "max": 45000
          }
        }
      },
      {
        "name": "previous",
        "key": "pv",
        "required": false,
        "description": "Sequence of the heartbeat before this one, and when it was really sent.",
        "value": {
          "kind": "tuple",
          "elements": [
            {
              "kind": "integer",
              "min": 0,
              "max": 4294967295
            },
            {
              "kind": "u64"
            }
          ]
        }
      },
      {
        "name": "heard",
        "key": "hd",
        "required": false,
        "description": "Peers heard, rotating when they do not all fit: sender id; sequence and master timestamp of its newest heartbeat; its arrival here; loss. Loss is the rate, c0.1, c1, c5, c10, c20, c45, the queue that stands in µs, arrivals a second.",
        "value": {
          "kind": "array",
          "minLength": 0,
          "maxLength": 64,
          "element": {
            "kind": "tuple",
            "elements": [
              {
                "kind": "integer",
                "min": 0,
                "max": 4294967295
              },
              {
                "kind": "integer",
                "min": 0,
                "max": 4294967295
              },
              {
                "kind": "u64"
              },
              {
                "kind": "u64"
              },
              {
                "kind": "tuple",
                "elements": [
                  {
                    "kind": "integer",
                    "min": 0,
                    "max": 10000
                  },
                  {
                    "kind": "integer",
                    "min": -1,
                    "max": 10000
                  },
                  {
                    "kind": "integer",
                    "min": -1,
                    "max": 10000
                  },
                  {
                    "kind": "integer",
                    "min": -1,
                    "max": 10000
                  },
                  {
                    "kind": "integer",
                    "min": -1,
                    "max": 10000
                  },
                  {
                    "kind": "integer",
                    "min": -1,
                    "max": 10000
                  },
                  {
                    "kind": "integer",
                    "min": -1,
                    "max": 10000
                  },
                  {
                    "kind": "integer",
                    "min": 0,
                    "max": 4294967295
                  },
                  {
                    "kind": "integer",
                    "min": 0,
                    "max": 4294967295
                  }
                ]
              }
            ]
          }
        }
      }
    ],
    "trailing": 0,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "announce",
    "code": "an",
    "protocol": "toast",
    "event": false,
    "strictVersion": "",
    "description": "A peer tells the discovery topic which sessions it is in.",
    "fields": [
      {
        "name": "name",
        "key": "nm",
        "required": false,
        "description": "Name of the peer, for people.",
        "value": {
          "kind": "string",
          "minLength": 0,
          "maxLength": 64
        }
      },
      {
        "name": "clock",
        "key": "ck",
        "required": false,
        "description": "Hash of the boot id: equal where two peers share a clock.",
        "value": {
          "kind": "pattern",
          "pattern": "^[0-9A-Fa-f]{8}$"
        }
      },
      {
        "name": "endpoints",
        "key": "ep",
        "required": false,
        "description": "Where the peer is reached by unicast: `1.2.3.4:5678`, `[fe80::1]:5678`.",
        "value": {
          "kind": "array",
          "minLength": 0,
          "maxLength": 4,
          "element": {
            "kind": "string",
            "minLength": 1,
            "maxLength": 64
          }
        }
      },
      {
        "name": "topics",
        "key": "tp",
        "required": false,
        "description": "Topics of the sessions that the peer is in.",
        "value": {
          "kind": "array",
          "minLength": 0,
          "maxLength": 64,
          "element": {
            "kind": "string",
            "minLength": 1,
            "maxLength": 256
          }
        }
      }
    ],
    "trailing": 0,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "sync_calibration_block",
    "code": "scb",
    "protocol": "sync",
    "event": false,
    "strictVersion": "jamnet/1.0",
    "description": "A paired reading of the CPU and the GPU clock.",
    "fields": [
      {
        "name": "timestamp_cpu",
        "key": "tc",
        "required": true,
        "description": "Reading of the CPU clock.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "timestamp_gpu",
        "key": "tg",
        "required": true,
        "description": "Reading of the GPU clock.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "timestamp_unit",
        "key": "u",
        "required": true,
        "description": "Unit of both readings.",
        "value": {
          "kind": "one-of",
          "values": [
            "ns",
            "us",
            "ms"
          ]
        }
      },
      {
        "name": "clock_base",
        "key": "cb",
        "required": false,
        "description": "Which clock of the platform the CPU reading is of.",
        "value": {
          "kind": "string",
          "minLength": 1,
          "maxLength": 64
        }
      },
      {
        "name": "session_id",
        "key": "sid",
        "required": false,
        "description": "The session, as its members call it.",
        "value": {
          "kind": "string",
          "minLength": 1,
          "maxLength": 64
        }
      },
      {
        "name": "origin",
        "key": "o",
        "required": true,
        "description": "Whose clocks were read.",
        "value": {
          "kind": "one-of",
          "values": [
            "sender",
            "receiver",
            "midpoint"
          ]
        }
      },
      {
        "name": "uncertainty",
        "key": "un",
        "required": false,
        "description": "How far apart the two readings may lie, in their unit.",
        "value": {
          "kind": "u64"
        }
      }
    ],
    "trailing": 0,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "transport",
    "code": "tpt",
    "protocol": "sync",
    "event": false,
    "strictVersion": "",
    "description": "A command of the transport.",
    "fields": [
      {
        "name": "command",
        "key": "cmd",
        "required": true,
        "description": "What to do.",
        "value": {
          "kind": "one-of",
          "values": [
            "PLAY",
            "STOP",
            "PAUSE",
            "RECORD",
            "SEEK",
            "TEMPO"
          ]
        }
      },
      {
        "name": "timestamp",
        "key": "tn",
        "required": true,
        "unit": "ns",
        "description": "When to do it, on the session's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "position",
        "key": "pos",
        "required": true,
        "unit": "ms",
        "description": "Position in the song at that time.",
        "value": {
          "kind": "real",
          "min": 0,
          "max": 1.7976931348623157e+308,
          "aboveMin": false
        }
      },
      {
        "name": "position_samples",
        "key": "ps",
        "required": false,
        "unit": "samples",
        "description": "The position to the sample.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "bpm",
        "key": "bpm",
        "required": true,
        "unit": "quarter notes per minute",
        "description": "Tempo from then on.",
        "value": {
          "kind": "real",
          "min": 0,
          "max": 1000,
          "aboveMin": true
        }
      },
      {
        "name": "time_signature",
        "key": "sig",
        "required": true,
        "description": "[numerator, denominator]",
        "value": {
          "kind": "tuple",
          "elements": [
            {
              "kind": "integer",
              "min": 1,
              "max": 255
            },
            {
              "kind": "integer",
              "min": 1,
              "max": 255
            }
          ]
        }
      },
      {
        "name": "master_peer",
        "key": "mp",
        "required": true,
        "description": "The peer whose timeline counts.",
        "value": {
          "kind": "string",
          "minLength": 1,
          "maxLength": 64
        }
      },
      {
        "name": "beat",
        "key": "bt",
        "required": false,
        "unit": "quarter notes",
        "description": "The position in beats; position × bpm / 60,000 when absent.",
        "value": {
          "kind": "real",
          "min": 0,
          "max": 1.7976931348623157e+308,
          "aboveMin": false
        }
      },
      {
        "name": "loop",
        "key": "lp",
        "required": false,
        "unit": "quarter notes",
        "description": "[start, end] of the loop from then on; equal ones end it.",
        "value": {
          "kind": "tuple",
          "elements": [
            {
              "kind": "real",
              "min": 0,
              "max": 1.7976931348623157e+308,
              "aboveMin": false
            },
            {
              "kind": "real",
              "min": 0,
              "max": 1.7976931348623157e+308,
              "aboveMin": false
            }
          ]
        }
      },
      {
        "name": "peer",
        "key": "pe",
        "required": false,
        "description": "Sender id of who gave the command; the sender of the frame when absent.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 0,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "transport_log",
    "code": "tpl",
    "protocol": "sync",
    "event": false,
    "strictVersion": "",
    "description": "What the transport does and is going to do: repeated in heartbeats, for who comes late.",
    "fields": [
      {
        "name": "commands",
        "key": "cm",
        "required": true,
        "description": "Commands in force or to come: command, timestamp, sender id of who gave it, beat, position, bpm, numerator, denominator, start and end of the loop (-1 where it is not touched). The newest one is always among them, the others take turns.",
        "value": {
          "kind": "array",
          "minLength": 1,
          "maxLength": 4,
          "element": {
            "kind": "tuple",
            "elements": [
              {
                "kind": "one-of",
                "values": [
                  "PLAY",
                  "STOP",
                  "PAUSE",
                  "RECORD",
                  "SEEK",
                  "TEMPO"
                ]
              },
              {
                "kind": "u64"
              },
              {
                "kind": "integer",
                "min": 0,
                "max": 4294967295
              },
              {
                "kind": "real",
                "min": 0,
                "max": 1.7976931348623157e+308,
                "aboveMin": false
              },
              {
                "kind": "real",
                "min": 0,
                "max": 1.7976931348623157e+308,
                "aboveMin": false
              },
              {
                "kind": "real",
                "min": 0,
                "max": 1000,
                "aboveMin": true
              },
              {
                "kind": "integer",
                "min": 1,
                "max": 255
              },
              {
                "kind": "integer",
                "min": 1,
                "max": 255
              },
              {
                "kind": "real",
                "min": -1,
                "max": 1.7976931348623157e+308,
                "aboveMin": false
              },
              {
                "kind": "real",
                "min": -1,
                "max": 1.7976931348623157e+308,
                "aboveMin": false
              }
            ]
          }
        }
      }
    ],
    "trailing": 0,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "sync_state",
    "code": "sy",
    "protocol": "sync",
    "event": false,
    "strictVersion": "",
    "description": "A peer's part in the one timeline: repeated in heartbeats.",
    "fields": [
      {
        "name": "epoch",
        "key": "ep",
        "required": true,
        "description": "The timeline: sender id of who founded it, and how long ago.",
        "value": {
          "kind": "tuple",
          "elements": [
            {
              "kind": "integer",
              "min": 0,
              "max": 4294967295
            },
            {
              "kind": "u64"
            }
          ]
        }
      },
      {
        "name": "master",
        "key": "ma",
        "required": true,
        "description": "Sender id of the master that is followed, and its term.",
        "value": {
          "kind": "tuple",
          "elements": [
            {
              "kind": "integer",
              "min": 0,
              "max": 4294967295
            },
            {
              "kind": "integer",
              "min": 0,
              "max": 4294967295
            }
          ]
        }
      },
      {
        "name": "clock",
        "key": "cl",
        "required": true,
        "description": "What the timeline would run on here.",
        "value": {
          "kind": "one-of",
          "values": [
            "gpu",
            "cpu",
            "hybrid"
          ]
        }
      },
      {
        "name": "state",
        "key": "st",
        "required": true,
        "description": "How far the timeline is known here.",
        "value": {
          "kind": "one-of",
          "values": [
            "joining",
            "locked",
            "holdover"
          ]
        }
      },
      {
        "name": "quality",
        "key": "q",
        "required": true,
        "unit": "1/1000",
        "description": "How good a master this peer would make.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 1000
        }
      },
      {
        "name": "timeline",
        "key": "tl",
        "required": false,
        "description": "A time on the sender's own clock, the timeline then, and how much faster the timeline runs.",
        "value": {
          "kind": "tuple",
          "elements": [
            {
              "kind": "u64"
            },
            {
              "kind": "u64"
            },
            {
              "kind": "integer",
              "min": -2147483648,
              "max": 2147483647
            }
          ]
        }
      },
      {
        "name": "peers",
        "key": "tb",
        "required": false,
        "description": "What the sender knows of the others' clocks, taking turns: sender id; its clock less the sender's; error bound; drift; jitter; quality.",
        "value": {
          "kind": "array",
          "minLength": 0,
          "maxLength": 8,
          "element": {
            "kind": "tuple",
            "elements": [
              {
                "kind": "integer",
                "min": 0,
                "max": 4294967295
              },
              {
                "kind": "integer",
                "min": -9007199254740991,
                "max": 9007199254740991
              },
              {
                "kind": "integer",
                "min": 0,
                "max": 4294967295
              },
              {
                "kind": "integer",
                "min": -2147483648,
                "max": 2147483647
              },
              {
                "kind": "integer",
                "min": 0,
                "max": 4294967295
              },
              {
                "kind": "integer",
                "min": 0,
                "max": 1000
              }
            ]
          }
        }
      }
    ],
    "trailing": 0,
    "below": [],
    "namedRule": ""
  },
  {
    "type": "jdat",
    "code": "ja",
    "protocol": "jdat",
    "event": false,
    "strictVersion": "",
    "description": "Some frames of audio.",
    "fields": [
      {
        "name": "rate",
        "key": "r",
        "required": true,
        "unit": "frames/s",
        "description": "Sample rate: 44100, 48000, 96000 or 192000.",
        "value": {
          "kind": "one-of-integers",
          "values": [
            44100,
            48000,
            96000,
            192000
          ]
        }
      },
      {
        "name": "channels",
        "key": "c",
        "required": true,
        "description": "Channels, 1-8.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 8
        }
      },
      {
        "name": "frames",
        "key": "n",
        "required": true,
        "description": "Frames in this message, 1-512.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 512
        }
      },
      {
        "name": "position",
        "key": "p",
        "required": true,
        "unit": "frames",
        "description": "Number of the first frame in its stream, counted at this rate.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 9007199254740991
        }
      },
      {
        "name": "next",
        "key": "nx",
        "required": false,
        "description": "Announces a change: the rate that follows, and the position of its first frame.",
        "value": {
          "kind": "tuple",
          "elements": [
            {
              "kind": "one-of-integers",
              "values": [
                44100,
                48000,
                96000,
                192000
              ]
            },
            {
              "kind": "integer",
              "min": 0,
              "max": 9007199254740991
            }
          ]
        }
      },
      {
        "name": "payload",
        "key": "d",
        "required": true,
        "description": "24-bit samples, interleaved: frames × channels integers.",
        "value": {
          "kind": "array",
          "minLength": 1,
          "maxLength": 4096,
          "element": {
            "kind": "integer",
            "min": -8388608,
            "max": 8388607
          }
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": true,
        "unit": "µs",
        "description": "When the first frame was played, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      }
    ],
    "trailing": 1,
    "below": [],
    "namedRule": "jdatFault"
  },
  {
    "type": "jellie",
    "code": "je",
    "protocol": "jdat",
    "event": false,
    "strictVersion": "",
    "description": "One of the four streams of a JELLIE frame; any two give all of its frames.",
    "fields": [
      {
        "name": "rate",
        "key": "r",
        "required": true,
        "unit": "frames/s",
        "description": "Sample rate: 44100, 48000, 96000 or 192000.",
        "value": {
          "kind": "one-of-integers",
          "values": [
            44100,
            48000,
            96000,
            192000
          ]
        }
      },
      {
        "name": "channels",
        "key": "c",
        "required": false,
        "absentMeans": 1,
        "description": "Channels, 1-8; 1 when absent.",
        "value": {
          "kind": "integer",
          "min": 1,
          "max": 8
        }
      },
      {
        "name": "frames",
        "key": "n",
        "required": true,
        "description": "Frames that the four parts give together, 2-512.",
        "value": {
          "kind": "integer",
          "min": 2,
          "max": 512
        }
      },
      {
        "name": "part",
        "key": "k",
        "required": true,
        "description": "Which of the four streams: 0 e, 1 o, 2 e+o, 3 e+2o.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 3
        }
      },
      {
        "name": "position",
        "key": "p",
        "required": true,
        "unit": "frames",
        "description": "Number of the first frame in its stream, counted at this rate.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 9007199254740991
        }
      },
      {
        "name": "next",
        "key": "nx",
        "required": false,
        "description": "Announces a change: the rate that follows, and the position of its first frame.",
        "value": {
          "kind": "tuple",
          "elements": [
            {
              "kind": "one-of-integers",
              "values": [
                44100,
                48000,
                96000,
                192000
              ]
            },
            {
              "kind": "integer",
              "min": 0,
              "max": 9007199254740991
            }
          ]
        }
      },
      {
        "name": "payload",
        "key": "d",
        "required": true,
        "description": "Integers of the part, interleaved: pairs × channels of them.",
        "value": {
          "kind": "array",
          "minLength": 1,
          "maxLength": 2048,
          "element": {
            "kind": "integer",
            "min": -25165824,
            "max": 25165821
          }
        }
      },
      {
        "name": "timestamp",
        "key": "ts",
        "required": true,
        "unit": "µs",
        "description": "When the first frame was played, on the sender's timeline.",
        "value": {
          "kind": "u64"
        }
      },
      {
        "name": "sequence",
        "key": "seq",
        "required": true,
        "description": "Number of the JELLIE frame among those of its rate, the same in its four parts; wraps.",
        "value": {
          "kind": "integer",
          "min": 0,
          "max": 4294967295
        }
      }
    ],
    "trailing": 2,
    "below": [],
    "namedRule": "jellieFault"
  }
];
