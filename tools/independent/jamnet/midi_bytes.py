"""MIDI 1.0 bytes (spec/jmid/v1 section 4)."""

STATUS = {
    "note_off": (0x80, ("note", "velocity")),
    "note_on": (0x90, ("note", "velocity")),
    "poly_pressure": (0xA0, ("note", "pressure")),
    "control_change": (0xB0, ("controller", "value")),
    "program_change": (0xC0, ("program",)),
    "channel_pressure": (0xD0, ("pressure",)),
    "pitch_bend": (0xE0, ("bend", "bend")),
    "time_code": (0xF1, ("value",)),
    "song_position": (0xF2, ("value", "value")),
    "song_select": (0xF3, ("value",)),
    "tune_request": (0xF6, ()),
    "clock": (0xF8, ()),
    "start": (0xFA, ()),
    "continue": (0xFB, ()),
    "stop": (0xFC, ()),
    "active_sensing": (0xFE, ()),
    "reset": (0xFF, ()),
}
BY_STATUS = {status: (name, fields) for name, (status, fields) in STATUS.items()}
MAX_SYSEX = 15728640


def head_and_data(message):
    """The status byte and the data bytes of a message other than SysEx; None: it has no bytes."""
    found = STATUS.get(message["type"])
    if not found:
        return None
    status, fields = found
    if status < 0xF0:
        status |= message["channel"] - 1
    if len(fields) == 2 and fields[0] == fields[1]:
        return status, [message[fields[0]] & 127, message[fields[0]] >> 7]
    return status, [message[f] for f in fields]


def from_parts(status, data):
    """A message from its status byte and its data bytes, or None for an unknown status."""
    found = BY_STATUS.get(status & 0xF0 if status < 0xF0 else status)
    if not found:
        return None
    name, fields = found
    message = {"type": name}
    if status < 0xF0:
        message["channel"] = (status & 15) + 1
    if len(fields) == 2 and fields[0] == fields[1]:
        message[fields[0]] = data[0] | data[1] << 7
    else:
        message.update(zip(fields, data))
    return message


def data_size(status):
    """How many data bytes follow a status byte; None for an unknown status."""
    found = BY_STATUS.get(status & 0xF0 if status < 0xF0 else status)
    return len(found[1]) if found else None


def encode(message):
    """The bytes of a message, or None where it has none. No running status."""
    if message["type"] == "sysex":
        return bytes([0xF0, *message["data"], 0xF7])
    found = head_and_data(message)
    return None if found is None else bytes([found[0], *found[1]])


class Reader:
    """A byte stream. `counted`: everything that section 4 says is skipped or dropped, counted."""

    def __init__(self):
        self.counted = 0
        self._status = None  # of the message begun, or running
        self._begun = False  # the status byte or a data byte of an unfinished message was read
        self._data = []
        self._sysex = None

    def take(self, data):
        """The messages that end in `data`, in order."""
        out = []
        for byte in data:
            message = self._byte(byte)
            if message:
                out.append(message)
        return out

    def _byte(self, byte):
        if byte >= 0xF8:
            if byte in BY_STATUS:
                return {"type": BY_STATUS[byte][0]}
            self.counted += 1
            return None
        if byte < 0x80:
            return self._data_byte(byte)
        if self._sysex is not None:
            whole, self._sysex = self._sysex, None
            if byte == 0xF7:
                return {"type": "sysex", "data": whole}
            self.counted += 1
        elif byte == 0xF7:
            self.counted += 1  # it ends nothing
        if self._begun:
            self.counted += 1  # cut short
        self._begun, self._data, self._status = False, [], None
        if byte == 0xF0:
            self._sysex = []
        elif byte in (0xF4, 0xF5):
            self.counted += 1
        elif byte != 0xF7:
            if data_size(byte) == 0:
                return from_parts(byte, [])
            self._status, self._begun = byte, True
        return None

    def _data_byte(self, byte):
        if self._sysex is not None:
            self._sysex.append(byte)
            if len(self._sysex) > MAX_SYSEX:
                self._sysex = None
                self.counted += 1
            return None
        if self._status is None:
            self.counted += 1
            return None
        self._begun = True
        self._data.append(byte)
        if len(self._data) < data_size(self._status):
            return None
        message = from_parts(self._status, self._data)
        self._begun, self._data = False, []
        if self._status >= 0xF0:
            self._status = None
        return message
