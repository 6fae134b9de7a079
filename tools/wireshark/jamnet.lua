-- JAMNet's TOAST frames, protocol version 2, for Wireshark 3.6 and newer: spec/toast/v2, spec/notation, spec/registry.
-- Install it as tools/wireshark/README.md says. Filters begin with `jamnet.`: jamnet.message, jamnet.member.note, jamnet.crc.status.

local jamnet = Proto("jamnet", "JAMNet TOAST")

local HEADER_BYTES, OVERHEAD_BYTES, MOST_BYTES = 38, 42, 1200
-- Topics meet on these ports (spec/toast/v2, section 5), and whoever is looked for by a scan on one of them.
local FIRST_PORT, LAST_PORT = 20000, 28192

local STREAM_TYPES = {
  [1] = "MIDI", [2] = "AUDIO", [3] = "VIDEO", [4] = "SYNC", [5] = "TRANSPORT", [6] = "DISCOVERY", [7] = "HEARTBEAT",
}
local FORMATS = { [0] = "STANDARD_JSON", [1] = "COMPACT_JSONL", [2] = "GPU_BINARY", [3] = "MSGPACK" }
local CRC_STATUS = { [0] = "bad", [1] = "good" }

-- Compact codes: the type's name, and the names of its keys.
local CODES = {
  ["n+"] = "note_on: g=group c=channel n=note v=velocity ts=timestamp seq=sequence",
  ["n-"] = "note_off: g=group c=channel n=note v=velocity ts=timestamp seq=sequence",
  ["at"] = "poly_pressure: g=group c=channel n=note p=pressure ts=timestamp seq=sequence",
  ["cc"] = "control_change: g=group c=channel cc=controller val=value ts=timestamp seq=sequence",
  ["pc"] = "program_change: g=group c=channel pr=program ts=timestamp seq=sequence",
  ["cp"] = "channel_pressure: g=group c=channel p=pressure ts=timestamp seq=sequence",
  ["pb"] = "pitch_bend: g=group c=channel b=bend ts=timestamp seq=sequence",
  ["sx"] = "sysex: g=group d=data ts=timestamp seq=sequence",
  ["tc"] = "time_code: g=group val=value ts=timestamp seq=sequence",
  ["sp"] = "song_position: g=group val=value ts=timestamp seq=sequence",
  ["ss"] = "song_select: g=group val=value ts=timestamp seq=sequence",
  ["tr"] = "tune_request: g=group ts=timestamp seq=sequence",
  ["ck"] = "clock: g=group ts=timestamp seq=sequence",
  ["st"] = "start: g=group ts=timestamp seq=sequence",
  ["co"] = "continue: g=group ts=timestamp seq=sequence",
  ["so"] = "stop: g=group ts=timestamp seq=sequence",
  ["as"] = "active_sensing: g=group ts=timestamp seq=sequence",
  ["rs"] = "reset: g=group ts=timestamp seq=sequence",
  ["sxc"] = "sysex_chunk: g=group id=id i=index k=count d=data ts=timestamp seq=sequence",
  ["2n+"] = "midi2_note_on: g=group c=channel n=note v=velocity aty=attributeType atd=attribute ts=timestamp " ..
    "seq=sequence",
  ["2n-"] = "midi2_note_off: g=group c=channel n=note v=velocity aty=attributeType atd=attribute ts=timestamp " ..
    "seq=sequence",
  ["2at"] = "midi2_poly_pressure: g=group c=channel n=note p=pressure ts=timestamp seq=sequence",
  ["2cc"] = "midi2_control_change: g=group c=channel cc=controller val=value ts=timestamp seq=sequence",
  ["2pc"] = "midi2_program_change: g=group c=channel pr=program bk=bank ts=timestamp seq=sequence",
  ["2cp"] = "midi2_channel_pressure: g=group c=channel p=pressure ts=timestamp seq=sequence",
  ["2pb"] = "midi2_pitch_bend: g=group c=channel b=bend ts=timestamp seq=sequence",
  ["2rc"] = "midi2_registered_controller: g=group c=channel bk=bank ix=index val=value ts=timestamp seq=sequence",
  ["2ac"] = "midi2_assignable_controller: g=group c=channel bk=bank ix=index val=value ts=timestamp seq=sequence",
  ["2rr"] = "midi2_relative_registered_controller: g=group c=channel bk=bank ix=index val=value ts=timestamp " ..
    "seq=sequence",
  ["2ra"] = "midi2_relative_assignable_controller: g=group c=channel bk=bank ix=index val=value ts=timestamp " ..
    "seq=sequence",
  ["2pn"] = "midi2_note_pitch_bend: g=group c=channel n=note b=bend ts=timestamp seq=sequence",
  ["2rn"] = "midi2_registered_note_controller: g=group c=channel n=note ix=index val=value ts=timestamp seq=sequence",
  ["2an"] = "midi2_assignable_note_controller: g=group c=channel n=note ix=index val=value ts=timestamp seq=sequence",
  ["2nm"] = "midi2_note_management: g=group c=channel n=note o=options ts=timestamp seq=sequence",
  ["ms"] = "midi_state: s=stream part=part ch=channels seq=sequence",
  ["hb"] = "heartbeat: nm=name ck=clock ep=endpoints by=bye ro=receiveOnly r=rate pl=plan pv=previous hd=heard",
  ["an"] = "announce: nm=name ck=clock ep=endpoints tp=topics",
  ["scb"] = "sync_calibration_block: tc=timestamp_cpu tg=timestamp_gpu u=timestamp_unit cb=clock_base " ..
    "sid=session_id o=origin un=uncertainty",
  ["tpt"] = "transport: cmd=command tn=timestamp pos=position ps=position_samples bpm=bpm sig=time_signature " ..
    "mp=master_peer bt=beat lp=loop pe=peer",
  ["tpl"] = "transport_log: cm=commands",
  ["sy"] = "sync_state: ep=epoch ma=master cl=clock st=state q=quality tl=timeline tb=peers",
  ["ja"] = "jdat: r=rate c=channels n=frames p=position nx=next d=payload ts=timestamp",
  ["je"] = "jellie: r=rate c=channels n=frames k=part p=position nx=next d=payload ts=timestamp seq=sequence",
}

local KEYS, TYPES = {}, {}
for code, text in pairs(CODES) do
  local name, rest = text:match("^([%w_]+): ?(.*)$")
  local keys = { t = "type", ver = "version" }
  for key, member in rest:gmatch("(%S+)=(%S+)") do keys[key] = member end
  KEYS[code], TYPES[code] = keys, name
end

local f = {
  length = ProtoField.uint32("jamnet.length", "Frame length"),
  stream_type = ProtoField.uint8("jamnet.stream_type", "Stream type", base.DEC, STREAM_TYPES),
  format = ProtoField.uint8("jamnet.format", "Format type", base.DEC, FORMATS),
  version = ProtoField.uint8("jamnet.version", "Protocol version", base.DEC, nil, 0x0f),
  sealed = ProtoField.bool("jamnet.flags.sealed", "Sealed", 8, nil, 0x10),
  refresh = ProtoField.bool("jamnet.flags.refresh", "Refresh", 8, nil, 0x20),
  reserved = ProtoField.uint8("jamnet.flags.reserved", "Reserved flags", base.DEC, nil, 0xc0),
  burst_index = ProtoField.uint8("jamnet.burst.index", "Burst index", base.DEC, nil, 0x0f),
  burst_last = ProtoField.uint8("jamnet.burst.last", "Burst size minus 1", base.DEC, nil, 0xf0),
  message_type = ProtoField.uint8("jamnet.message_type", "Message type"),
  stream = ProtoField.uint8("jamnet.stream", "Stream id"),
  timestamp = ProtoField.uint64("jamnet.timestamp", "Master timestamp (ns)"),
  sequence = ProtoField.uint32("jamnet.sequence", "Sequence"),
  session = ProtoField.bytes("jamnet.session", "Session name"),
  sender = ProtoField.uint32("jamnet.sender", "Sender id", base.HEX),
  payload = ProtoField.bytes("jamnet.payload", "Payload"),
  line = ProtoField.string("jamnet.line", "Line"),
  message = ProtoField.string("jamnet.message", "Message"),
  crc = ProtoField.uint32("jamnet.crc", "CRC-32", base.HEX),
  crc_status = ProtoField.uint8("jamnet.crc.status", "CRC status", base.DEC, CRC_STATUS),
  binary_length = ProtoField.uint16("jamnet.binary.length", "Message length"),
  binary_kind = ProtoField.uint8("jamnet.binary.kind", "Kind", base.DEC, { [1] = "jdat", [2] = "jellie" }),
  binary_flags = ProtoField.uint8("jamnet.binary.flags", "Flags", base.HEX),
  binary_version = ProtoField.uint32("jamnet.binary.version", "Version (major * 100000 + minor)"),
  binary_samples = ProtoField.bytes("jamnet.binary.samples", "Samples and what follows"),
}
-- Members that are worth a filter of their own; all others are shown as text.
local MEMBERS = {
  "version", "channel", "note", "velocity", "controller", "value", "program", "bend", "name", "clock", "endpoints", "topics",
  "rate", "plan", "previous", "heard", "timestamp", "sequence", "channels", "frames", "position", "part", "bye", "receiveOnly",
}
local member_fields = {}
for _, name in ipairs(MEMBERS) do
  member_fields[name] = ProtoField.string("jamnet.member." .. name, name)
end
local all = {}
for _, field in pairs(f) do all[#all + 1] = field end
for _, field in pairs(member_fields) do all[#all + 1] = field end
jamnet.fields = all


local MALFORMED, ERROR, WARN = expert.group.MALFORMED, expert.severity.ERROR, expert.severity.WARN
local e = {
  short = ProtoExpert.new("jamnet.expert.short", "Fewer bytes than the smallest frame", MALFORMED, ERROR),
  long = ProtoExpert.new("jamnet.expert.long", "A datagram of more than 1,200 bytes: nothing of it is read", MALFORMED, ERROR),
  badLength = ProtoExpert.new("jamnet.expert.length", "The frame length does not fit the datagram", MALFORMED, ERROR),
  badCrc = ProtoExpert.new("jamnet.expert.crc", "The CRC-32 does not match", expert.group.CHECKSUM, ERROR),
  badVersion = ProtoExpert.new("jamnet.expert.version", "The protocol version is not 2", MALFORMED, ERROR),
  badFlags = ProtoExpert.new("jamnet.expert.flags", "A reserved flag is set", MALFORMED, ERROR),
  badBurst = ProtoExpert.new("jamnet.expert.burst", "The burst index is not below the burst size", MALFORMED, ERROR),
  badStreamType = ProtoExpert.new("jamnet.expert.stream_type", "The stream type is not 1 to 7", MALFORMED, ERROR),
  stream = ProtoExpert.new("jamnet.expert.stream", "Control frames and only they have the stream id 0", MALFORMED, WARN),
  form = ProtoExpert.new("jamnet.expert.form", "An unknown format type", expert.group.UNDECODED, WARN),
  line = ProtoExpert.new("jamnet.expert.line", "A line that is no JSON object", MALFORMED, WARN),
  type = ProtoExpert.new("jamnet.expert.type", "An unknown type of message", expert.group.UNDECODED, WARN),
  binary = ProtoExpert.new("jamnet.expert.binary", "A binary message whose length cannot be", MALFORMED, WARN),
}
local experts = {}
for _, each in pairs(e) do experts[#experts + 1] = each end
jamnet.experts = experts

-- Lua has had three ways to do this; Wireshark's versions have one or the other.
local bxor = (bit32 and bit32.bxor) or (bit and bit.bxor) or load("return function(a, b) return a ~ b end")()

local CRC = {}
for n = 0, 255 do
  local c = n
  for _ = 1, 8 do
    local half = math.floor(c / 2)
    c = c % 2 == 1 and bxor(half, 0xedb88320) % 0x100000000 or half
  end
  CRC[n] = c
end

local function crc32(tvb)
  local bytes, c = tvb:bytes(), 0xffffffff
  for i = 0, bytes:len() - 1 do
    local place = bxor(c % 256, bytes:get_index(i)) % 256
    c = bxor(math.floor(c / 256), CRC[place]) % 0x100000000
  end
  return bxor(c, 0xffffffff) % 0x100000000
end

-- JSON: where values begin and end is all that has to be known of them.

local function skip_space(text, at)
  return text:find("[^ \t\r]", at) or #text + 1
end

local function string_end(text, at)
  while true do
    local place = text:find('["\\]', at)
    if place == nil then return nil end
    if text:sub(place, place) == '"' then return place end
    at = place + 2
  end
end

local function value_end(text, at)
  local depth = 0
  while at <= #text do
    local c = text:sub(at, at)
    if c == '"' then
      at = string_end(text, at + 1)
      if at == nil then return nil end
    elseif c == "[" or c == "{" then depth = depth + 1
    elseif c == "]" or c == "}" then
      if depth == 0 then return at - 1 end
      depth = depth - 1
    elseif c == "," and depth == 0 then return at - 1
    end
    at = at + 1
  end
  return nil
end

-- The members of an object in their order, {key, value, from, to}; nil where the text is none.
local function members_of(text)
  local at = skip_space(text, 1)
  if text:sub(at, at) ~= "{" then return nil end
  local members = {}
  at = skip_space(text, at + 1)
  if text:sub(at, at) == "}" then return skip_space(text, at + 1) > #text and members or nil end
  while true do
    if text:sub(at, at) ~= '"' then return nil end
    local close = string_end(text, at + 1)
    if close == nil then return nil end
    local key, from = text:sub(at + 1, close - 1), at
    at = skip_space(text, close + 1)
    if text:sub(at, at) ~= ":" then return nil end
    at = skip_space(text, at + 1)
    local last = value_end(text, at)
    if last == nil or last < at then return nil end
    members[#members + 1] = { key, text:sub(at, last), from, last }
    at = last + 1
    local c = text:sub(at, at)
    if c == "}" then return skip_space(text, at + 1) > #text and members or nil end
    if c ~= "," then return nil end
    at = skip_space(text, at + 1)
  end
end

local function plain(value)
  return value:match('^"(.*)"$') or value
end

-- One message in a JSON form. Returns its type.
local function dissect_line(range, tree, compact)
  local text = range:string()
  local item = tree:add(f.line, range, text)
  local members = members_of(text)
  if members == nil then
    item:add_proto_expert_info(e.line)
    return nil
  end
  local code
  for _, member in ipairs(members) do
    if member[1] == (compact and "t" or "type") then code = plain(member[2]) end
  end
  local name = code
  if compact then name = TYPES[code or ""] end
  if name == nil then
    item:add_proto_expert_info(e.type, "An unknown type of message: " .. tostring(code))
    name = tostring(code)
  end
  item:set_text(name .. ": " .. text)
  item:add(f.message, range, name)
  for _, member in ipairs(members) do
    local known = compact and KEYS[code or ""] or nil
    local label = known and known[member[1]] or member[1]
    local place = range(member[3] - 1, member[4] - member[3] + 1)
    if label ~= "type" then
      local field = member_fields[label]
      if field then item:add(field, place, plain(member[2]))
      else item:add(place, label .. ": " .. plain(member[2])) end
    end
  end
  return name
end

local function dissect_lines(range, tree, compact, names)
  local text, at = range:raw(), 1
  while at <= #text do
    local stop = text:find("\n", at, true) or #text + 1
    if text:sub(at, stop - 1):find("%S") then
      names[#names + 1] = dissect_line(range(at - 1, stop - at), tree, compact)
    end
    at = stop + 1
  end
end

-- spec/jdat/v1, section 4
local function dissect_binary(range, tree, names)
  local at = 0
  while at < range:len() do
    local left = range:len() - at
    local length = left >= 32 and range(at, 2):le_uint() or 0
    if length < 32 or length > left then
      tree:add(range(at), "Not a message"):add_proto_expert_info(e.binary)
      return
    end
    local m = range(at, length)
    local kind = m(2, 1):uint()
    local name = kind == 1 and "jdat" or kind == 2 and "jellie" or "binary " .. kind
    local item = tree:add(m, string.format("%s: %d frames, %d channels, %d Hz, position %s", name,
      m(28, 2):le_uint(), m(30, 1):uint(), m(24, 4):le_uint(), tostring(m(8, 8):le_uint64())))
    names[#names + 1] = name
    item:add(f.message, m(2, 1), name)
    item:add_le(f.binary_length, m(0, 2))
    item:add(f.binary_kind, m(2, 1))
    item:add(f.binary_flags, m(3, 1))
    item:add_le(f.binary_version, m(4, 4))
    item:add(member_fields.position, m(8, 8), tostring(m(8, 8):le_uint64()))
    item:add(member_fields.timestamp, m(16, 8), tostring(m(16, 8):le_uint64()))
    item:add(member_fields.rate, m(24, 4), tostring(m(24, 4):le_uint()))
    item:add(member_fields.frames, m(28, 2), tostring(m(28, 2):le_uint()))
    item:add(member_fields.channels, m(30, 1), tostring(m(30, 1):uint()))
    local samples = 32
    if kind == 2 then
      item:add(member_fields.part, m(31, 1), tostring(m(31, 1):uint()))
      if length >= 36 then item:add(member_fields.sequence, m(32, 4), tostring(m(32, 4):le_uint())) end
      samples = 36
    end
    if m(3, 1):uint() % 2 == 1 then samples = samples + 12 end
    if samples < length then item:add(f.binary_samples, m(samples)) end
    at = at + length
  end
end

local function dissect_payload(range, tree, frame, names)
  local item = tree:add(f.payload, range)
  if frame.sealed or frame.message_type >= 128 then return end
  if frame.format == 0 or frame.format == 1 then dissect_lines(range, item, frame.format == 1, names)
  elseif frame.format == 2 then dissect_binary(range, item, names)
  elseif frame.format == 3 then names[#names + 1] = "MessagePack"
  else item:add_proto_expert_info(e.form) end
end

-- One frame. Returns where the next begins; nil where nothing more is to be read.
local function dissect_frame(tvb, at, tree, told)
  local left = tvb:len() - at
  if left < OVERHEAD_BYTES then
    tree:add(tvb(at), "Not a frame"):add_proto_expert_info(e.short)
    return nil
  end
  local length = tvb(at, 4):le_uint()
  if length < OVERHEAD_BYTES or length > MOST_BYTES or length > left then
    local item = tree:add(tvb(at), "Frame")
    item:add_le(f.length, tvb(at, 4)):add_proto_expert_info(e.badLength)
    return nil
  end
  local r = tvb(at, length)
  local stream_type, format, word, burst = r(4, 1):uint(), r(5, 1):uint(), r(6, 1):uint(), r(7, 1):uint()
  local frame = {
    format = format, message_type = r(8, 1):uint(), sealed = math.floor(word / 16) % 2 == 1,
  }
  local stream, sequence, sender = r(9, 1):uint(), r(18, 4):le_uint(), r(34, 4):le_uint()
  local index, last = burst % 16, math.floor(burst / 16)
  local name = STREAM_TYPES[stream_type] or "type " .. stream_type
  local item = tree:add(jamnet, r, string.format("TOAST frame: %s from %08x, stream %d, sequence %d, copy %d of %d",
    name, sender, stream, sequence, index + 1, last + 1))
  item:add_le(f.length, r(0, 4))
  local type_item = item:add(f.stream_type, r(4, 1))
  item:add(f.format, r(5, 1))
  local version_item = item:add(f.version, r(6, 1))
  item:add(f.sealed, r(6, 1))
  item:add(f.refresh, r(6, 1))
  local flags_item = item:add(f.reserved, r(6, 1))
  local burst_item = item:add(f.burst_index, r(7, 1))
  item:add(f.burst_last, r(7, 1))
  item:add(f.message_type, r(8, 1))
  local stream_item = item:add(f.stream, r(9, 1))
  item:add_le(f.timestamp, r(10, 8))
  item:add_le(f.sequence, r(18, 4))
  item:add(f.session, r(22, 12))
  item:add_le(f.sender, r(34, 4))

  local is_good = crc32(r(0, length - 4)) == r(length - 4, 4):le_uint()
  local crc_item = item:add_le(f.crc, r(length - 4, 4))
  crc_item:add(f.crc_status, r(length - 4, 4), is_good and 1 or 0):set_generated()
  if not is_good then
    crc_item:add_proto_expert_info(e.badCrc)
    told[#told + 1] = name .. " [bad CRC]"
    return nil
  end
  local fault = nil
  if word % 16 ~= 2 then version_item:add_proto_expert_info(e.badVersion) fault = "bad version"
  elseif word >= 64 then flags_item:add_proto_expert_info(e.badFlags) fault = "bad flags"
  elseif index > last then burst_item:add_proto_expert_info(e.badBurst) fault = "bad burst"
  elseif STREAM_TYPES[stream_type] == nil then type_item:add_proto_expert_info(e.badStreamType) fault = "bad stream type"
  end
  local names = {}
  if fault == nil then
    if (stream == 0) ~= (stream_type >= 6) then stream_item:add_proto_expert_info(e.stream) end
    if length > OVERHEAD_BYTES then
      dissect_payload(r(HEADER_BYTES, length - OVERHEAD_BYTES), item, frame, names)
    end
  end
  told[#told + 1] = string.format("%s %08x/%d #%d%s%s", name, sender, stream, sequence,
    #names > 0 and " " .. names[1] .. (#names > 1 and " +" .. #names - 1 or "") or "",
    fault and " [" .. fault .. "]" or "")
  return at + length
end

function jamnet.dissector(tvb, pinfo, root)
  if tvb:len() == 0 then return 0 end
  pinfo.cols.protocol = "JAMNet"
  local tree = root:add(jamnet, tvb())
  local told = {}
  if tvb:len() > MOST_BYTES then
    tree:add_proto_expert_info(e.long)
  else
    local at = 0
    while at ~= nil and at < tvb:len() do at = dissect_frame(tvb, at, tree, told) end
  end
  pinfo.cols.info = #told > 0 and table.concat(told, ", ") or "not a frame"
  return tvb:len()
end

local function is_jamnet_port(port)
  return port >= FIRST_PORT and port <= LAST_PORT
end

-- Any port may carry frames, since peers reach each other by unicast: there the first frame has to be right in all that can be told.
-- On a topic's port what is broken is shown as well, as long as its beginning looks like a frame.
local function looks_like(tvb, pinfo)
  if tvb:len() < OVERHEAD_BYTES then return false end
  local on_port = is_jamnet_port(pinfo.dst_port) or is_jamnet_port(pinfo.src_port)
  local is_uuid = math.floor(tvb(28, 1):uint() / 16) == 8 and math.floor(tvb(30, 1):uint() / 64) == 2
  local is_version = tvb(6, 1):uint() % 16 == 2
  if on_port then return is_uuid or (is_version and STREAM_TYPES[tvb(4, 1):uint()] ~= nil) end
  local length = tvb(0, 4):le_uint()
  return is_uuid and is_version and STREAM_TYPES[tvb(4, 1):uint()] ~= nil
    and length >= OVERHEAD_BYTES and length <= MOST_BYTES and length <= tvb:len()
end

jamnet:register_heuristic("udp", function(tvb, pinfo, tree)
  if not looks_like(tvb, pinfo) then return false end
  jamnet.dissector(tvb, pinfo, tree)
  return true
end)

-- For "Decode As", where a capture begins with what the heuristic does not know.
DissectorTable.get("udp.port"):add_for_decode_as(jamnet)
