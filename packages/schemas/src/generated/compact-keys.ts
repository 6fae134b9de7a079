// Written by scripts/generate.ts from the zod schemas in src/messages. Do not edit: run `npm run generate`.

/** Code of the compact form by type. */
export const codeOfType: Readonly<Record<string, string>> = {
  "note_on": "n+",
  "note_off": "n-",
  "poly_pressure": "at",
  "control_change": "cc",
  "program_change": "pc",
  "channel_pressure": "cp",
  "pitch_bend": "pb",
  "sysex": "sx",
  "time_code": "tc",
  "song_position": "sp",
  "song_select": "ss",
  "tune_request": "tr",
  "clock": "ck",
  "start": "st",
  "continue": "co",
  "stop": "so",
  "active_sensing": "as",
  "reset": "rs",
  "sysex_chunk": "sxc",
  "midi2_note_on": "2n+",
  "midi2_note_off": "2n-",
  "midi2_poly_pressure": "2at",
  "midi2_control_change": "2cc",
  "midi2_program_change": "2pc",
  "midi2_channel_pressure": "2cp",
  "midi2_pitch_bend": "2pb",
  "midi2_registered_controller": "2rc",
  "midi2_assignable_controller": "2ac",
  "midi2_relative_registered_controller": "2rr",
  "midi2_relative_assignable_controller": "2ra",
  "midi2_note_pitch_bend": "2pn",
  "midi2_registered_note_controller": "2rn",
  "midi2_assignable_note_controller": "2an",
  "midi2_note_management": "2nm",
  "midi_state": "ms",
  "heartbeat": "hb",
  "announce": "an",
  "sync_calibration_block": "scb",
  "transport": "tpt",
  "transport_log": "tpl",
  "sync_state": "sy",
  "jdat": "ja",
  "jellie": "je"
};

/** Type by code of the compact form. */
export const typeOfCode: Readonly<Record<string, string>> = {
  "n+": "note_on",
  "n-": "note_off",
  "at": "poly_pressure",
  "cc": "control_change",
  "pc": "program_change",
  "cp": "channel_pressure",
  "pb": "pitch_bend",
  "sx": "sysex",
  "tc": "time_code",
  "sp": "song_position",
  "ss": "song_select",
  "tr": "tune_request",
  "ck": "clock",
  "st": "start",
  "co": "continue",
  "so": "stop",
  "as": "active_sensing",
  "rs": "reset",
  "sxc": "sysex_chunk",
  "2n+": "midi2_note_on",
  "2n-": "midi2_note_off",
  "2at": "midi2_poly_pressure",
  "2cc": "midi2_control_change",
  "2pc": "midi2_program_change",
  "2cp": "midi2_channel_pressure",
  "2pb": "midi2_pitch_bend",
  "2rc": "midi2_registered_controller",
  "2ac": "midi2_assignable_controller",
  "2rr": "midi2_relative_registered_controller",
  "2ra": "midi2_relative_assignable_controller",
  "2pn": "midi2_note_pitch_bend",
  "2rn": "midi2_registered_note_controller",
  "2an": "midi2_assignable_note_controller",
  "2nm": "midi2_note_management",
  "ms": "midi_state",
  "hb": "heartbeat",
  "an": "announce",
  "scb": "sync_calibration_block",
  "tpt": "transport",
  "tpl": "transport_log",
  "sy": "sync_state",
  "ja": "jdat",
  "je": "jellie"
};

/** By type: compact key of each name, in table order. */
export const compactKeys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "note_on": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "note": "n",
    "velocity": "v",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "note_off": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "note": "n",
    "velocity": "v",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "poly_pressure": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "note": "n",
    "pressure": "p",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "control_change": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "controller": "cc",
    "value": "val",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "program_change": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "program": "pr",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "channel_pressure": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "pressure": "p",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "pitch_bend": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "bend": "b",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "sysex": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "data": "d",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "time_code": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "value": "val",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "song_position": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "value": "val",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "song_select": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "value": "val",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "tune_request": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "clock": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "start": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "continue": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "stop": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "active_sensing": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "reset": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "sysex_chunk": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "id": "id",
    "index": "i",
    "count": "k",
    "data": "d",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_note_on": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "note": "n",
    "velocity": "v",
    "attributeType": "aty",
    "attribute": "atd",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_note_off": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "note": "n",
    "velocity": "v",
    "attributeType": "aty",
    "attribute": "atd",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_poly_pressure": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "note": "n",
    "pressure": "p",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_control_change": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "controller": "cc",
    "value": "val",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_program_change": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "program": "pr",
    "bank": "bk",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_channel_pressure": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "pressure": "p",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_pitch_bend": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "bend": "b",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_registered_controller": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "bank": "bk",
    "index": "ix",
    "value": "val",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_assignable_controller": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "bank": "bk",
    "index": "ix",
    "value": "val",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_relative_registered_controller": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "bank": "bk",
    "index": "ix",
    "value": "val",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_relative_assignable_controller": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "bank": "bk",
    "index": "ix",
    "value": "val",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_note_pitch_bend": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "note": "n",
    "bend": "b",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_registered_note_controller": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "note": "n",
    "index": "ix",
    "value": "val",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_assignable_note_controller": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "note": "n",
    "index": "ix",
    "value": "val",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi2_note_management": {
    "type": "t",
    "version": "ver",
    "group": "g",
    "channel": "c",
    "note": "n",
    "options": "o",
    "timestamp": "ts",
    "sequence": "seq"
  },
  "midi_state": {
    "type": "t",
    "version": "ver",
    "stream": "s",
    "part": "part",
    "channels": "ch",
    "sequence": "seq"
  },
  "heartbeat": {
    "type": "t",
    "version": "ver",
    "name": "nm",
    "clock": "ck",
    "endpoints": "ep",
    "bye": "by",
    "receiveOnly": "ro",
    "rate": "r",
    "plan": "pl",
    "previous": "pv",
    "heard": "hd"
  },
  "announce": {
    "type": "t",
    "version": "ver",
    "name": "nm",
    "clock": "ck",
    "endpoints": "ep",
    "topics": "tp"
  },
  "sync_calibration_block": {
    "type": "t",
    "version": "ver",
    "timestamp_cpu": "tc",
    "timestamp_gpu": "tg",
    "timestamp_unit": "u",
    "clock_base": "cb",
    "session_id": "sid",
    "origin": "o",
    "uncertainty": "un"
  },
  "transport": {
    "type": "t",
    "version": "ver",
    "command": "cmd",
    "timestamp": "tn",
    "position": "pos",
    "position_samples": "ps",
    "bpm": "bpm",
    "time_signature": "sig",
    "master_peer": "mp",
    "beat": "bt",
    "loop": "lp",
    "peer": "pe"
  },
  "transport_log": {
    "type": "t",
    "version": "ver",
    "commands": "cm"
  },
  "sync_state": {
    "type": "t",
    "version": "ver",
    "epoch": "ep",
    "master": "ma",
    "clock": "cl",
    "state": "st",
    "quality": "q",
    "timeline": "tl",
    "peers": "tb"
  },
  "jdat": {
    "type": "t",
    "version": "ver",
    "rate": "r",
    "channels": "c",
    "frames": "n",
    "position": "p",
    "next": "nx",
    "payload": "d",
    "timestamp": "ts"
  },
  "jellie": {
    "type": "t",
    "version": "ver",
    "rate": "r",
    "channels": "c",
    "frames": "n",
    "part": "k",
    "position": "p",
    "next": "nx",
    "payload": "d",
    "timestamp": "ts",
    "sequence": "seq"
  }
};

/** By type: name of each compact key, in table order. */
export const standardNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "note_on": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "n": "note",
    "v": "velocity",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "note_off": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "n": "note",
    "v": "velocity",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "poly_pressure": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "n": "note",
    "p": "pressure",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "control_change": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "cc": "controller",
    "val": "value",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "program_change": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "pr": "program",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "channel_pressure": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "p": "pressure",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "pitch_bend": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "b": "bend",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "sysex": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "d": "data",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "time_code": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "val": "value",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "song_position": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "val": "value",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "song_select": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "val": "value",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "tune_request": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "clock": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "start": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "continue": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "stop": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "active_sensing": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "reset": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "sysex_chunk": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "id": "id",
    "i": "index",
    "k": "count",
    "d": "data",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_note_on": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "n": "note",
    "v": "velocity",
    "aty": "attributeType",
    "atd": "attribute",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_note_off": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "n": "note",
    "v": "velocity",
    "aty": "attributeType",
    "atd": "attribute",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_poly_pressure": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "n": "note",
    "p": "pressure",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_control_change": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "cc": "controller",
    "val": "value",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_program_change": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "pr": "program",
    "bk": "bank",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_channel_pressure": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "p": "pressure",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_pitch_bend": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "b": "bend",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_registered_controller": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "bk": "bank",
    "ix": "index",
    "val": "value",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_assignable_controller": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "bk": "bank",
    "ix": "index",
    "val": "value",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_relative_registered_controller": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "bk": "bank",
    "ix": "index",
    "val": "value",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_relative_assignable_controller": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "bk": "bank",
    "ix": "index",
    "val": "value",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_note_pitch_bend": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "n": "note",
    "b": "bend",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_registered_note_controller": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "n": "note",
    "ix": "index",
    "val": "value",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_assignable_note_controller": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "n": "note",
    "ix": "index",
    "val": "value",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi2_note_management": {
    "t": "type",
    "ver": "version",
    "g": "group",
    "c": "channel",
    "n": "note",
    "o": "options",
    "ts": "timestamp",
    "seq": "sequence"
  },
  "midi_state": {
    "t": "type",
    "ver": "version",
    "s": "stream",
    "part": "part",
    "ch": "channels",
    "seq": "sequence"
  },
  "heartbeat": {
    "t": "type",
    "ver": "version",
    "nm": "name",
    "ck": "clock",
    "ep": "endpoints",
    "by": "bye",
    "ro": "receiveOnly",
    "r": "rate",
    "pl": "plan",
    "pv": "previous",
    "hd": "heard"
  },
  "announce": {
    "t": "type",
    "ver": "version",
    "nm": "name",
    "ck": "clock",
    "ep": "endpoints",
    "tp": "topics"
  },
  "sync_calibration_block": {
    "t": "type",
    "ver": "version",
    "tc": "timestamp_cpu",
    "tg": "timestamp_gpu",
    "u": "timestamp_unit",
    "cb": "clock_base",
    "sid": "session_id",
    "o": "origin",
    "un": "uncertainty"
  },
  "transport": {
    "t": "type",
    "ver": "version",
    "cmd": "command",
    "tn": "timestamp",
    "pos": "position",
    "ps": "position_samples",
    "bpm": "bpm",
    "sig": "time_signature",
    "mp": "master_peer",
    "bt": "beat",
    "lp": "loop",
    "pe": "peer"
  },
  "transport_log": {
    "t": "type",
    "ver": "version",
    "cm": "commands"
  },
  "sync_state": {
    "t": "type",
    "ver": "version",
    "ep": "epoch",
    "ma": "master",
    "cl": "clock",
    "st": "state",
    "q": "quality",
    "tl": "timeline",
    "tb": "peers"
  },
  "jdat": {
    "t": "type",
    "ver": "version",
    "r": "rate",
    "c": "channels",
    "n": "frames",
    "p": "position",
    "nx": "next",
    "d": "payload",
    "ts": "timestamp"
  },
  "jellie": {
    "t": "type",
    "ver": "version",
    "r": "rate",
    "c": "channels",
    "n": "frames",
    "k": "part",
    "p": "position",
    "nx": "next",
    "d": "payload",
    "ts": "timestamp",
    "seq": "sequence"
  }
};

/** By type: what each key holds in MessagePack, in table order. */
export const messagePackKinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "note_on": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "n": "int",
    "v": "int",
    "ts": "uint",
    "seq": "int"
  },
  "note_off": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "n": "int",
    "v": "int",
    "ts": "uint",
    "seq": "int"
  },
  "poly_pressure": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "n": "int",
    "p": "int",
    "ts": "uint",
    "seq": "int"
  },
  "control_change": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "cc": "int",
    "val": "int",
    "ts": "uint",
    "seq": "int"
  },
  "program_change": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "pr": "int",
    "ts": "uint",
    "seq": "int"
  },
  "channel_pressure": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "p": "int",
    "ts": "uint",
    "seq": "int"
  },
  "pitch_bend": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "b": "int",
    "ts": "uint",
    "seq": "int"
  },
  "sysex": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "d": "bin",
    "ts": "uint",
    "seq": "int"
  },
  "time_code": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "val": "int",
    "ts": "uint",
    "seq": "int"
  },
  "song_position": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "val": "int",
    "ts": "uint",
    "seq": "int"
  },
  "song_select": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "val": "int",
    "ts": "uint",
    "seq": "int"
  },
  "tune_request": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "ts": "uint",
    "seq": "int"
  },
  "clock": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "ts": "uint",
    "seq": "int"
  },
  "start": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "ts": "uint",
    "seq": "int"
  },
  "continue": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "ts": "uint",
    "seq": "int"
  },
  "stop": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "ts": "uint",
    "seq": "int"
  },
  "active_sensing": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "ts": "uint",
    "seq": "int"
  },
  "reset": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "ts": "uint",
    "seq": "int"
  },
  "sysex_chunk": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "id": "int",
    "i": "int",
    "k": "int",
    "d": "bin",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_note_on": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "n": "int",
    "v": "int",
    "aty": "int",
    "atd": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_note_off": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "n": "int",
    "v": "int",
    "aty": "int",
    "atd": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_poly_pressure": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "n": "int",
    "p": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_control_change": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "cc": "int",
    "val": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_program_change": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "pr": "int",
    "bk": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_channel_pressure": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "p": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_pitch_bend": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "b": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_registered_controller": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "bk": "int",
    "ix": "int",
    "val": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_assignable_controller": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "bk": "int",
    "ix": "int",
    "val": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_relative_registered_controller": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "bk": "int",
    "ix": "int",
    "val": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_relative_assignable_controller": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "bk": "int",
    "ix": "int",
    "val": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_note_pitch_bend": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "n": "int",
    "b": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_registered_note_controller": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "n": "int",
    "ix": "int",
    "val": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_assignable_note_controller": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "n": "int",
    "ix": "int",
    "val": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi2_note_management": {
    "t": "str",
    "ver": "str",
    "g": "int",
    "c": "int",
    "n": "int",
    "o": "int",
    "ts": "uint",
    "seq": "int"
  },
  "midi_state": {
    "t": "str",
    "ver": "str",
    "s": "int",
    "part": "array",
    "ch": "array",
    "seq": "int"
  },
  "heartbeat": {
    "t": "str",
    "ver": "str",
    "nm": "str",
    "ck": "str",
    "ep": "array",
    "by": "int",
    "ro": "int",
    "r": "int",
    "pl": "array",
    "pv": "array",
    "hd": "array"
  },
  "announce": {
    "t": "str",
    "ver": "str",
    "nm": "str",
    "ck": "str",
    "ep": "array",
    "tp": "array"
  },
  "sync_calibration_block": {
    "t": "str",
    "ver": "str",
    "tc": "uint",
    "tg": "uint",
    "u": "str",
    "cb": "str",
    "sid": "str",
    "o": "str",
    "un": "uint"
  },
  "transport": {
    "t": "str",
    "ver": "str",
    "cmd": "str",
    "tn": "uint",
    "pos": "float",
    "ps": "uint",
    "bpm": "float",
    "sig": "array",
    "mp": "str",
    "bt": "float",
    "lp": "array",
    "pe": "int"
  },
  "transport_log": {
    "t": "str",
    "ver": "str",
    "cm": "array"
  },
  "sync_state": {
    "t": "str",
    "ver": "str",
    "ep": "array",
    "ma": "array",
    "cl": "str",
    "st": "str",
    "q": "int",
    "tl": "array",
    "tb": "array"
  },
  "jdat": {
    "t": "str",
    "ver": "str",
    "r": "int",
    "c": "int",
    "n": "int",
    "p": "int",
    "nx": "array",
    "d": "array",
    "ts": "uint"
  },
  "jellie": {
    "t": "str",
    "ver": "str",
    "r": "int",
    "c": "int",
    "n": "int",
    "k": "int",
    "p": "int",
    "nx": "array",
    "d": "array",
    "ts": "uint",
    "seq": "int"
  }
};
