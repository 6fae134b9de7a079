import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOfType, compactKeys } from '@jamnet/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pcapOf, type SentDatagram } from '../support/pcap.js';
import { damaged, demoTraffic } from '../support/sent-datagrams.js';

const script = fileURLToPath(new URL('../../../../tools/wireshark/jamnet.lua', import.meta.url));

/** Why tshark cannot be run here; undefined when it can. */
function noTshark(): string | undefined {
  const { error, status, stderr } = spawnSync('tshark', ['--version'], { encoding: 'utf8' });
  if (error === undefined && status === 0) return undefined;
  return `tshark does not run: ${error?.message ?? stderr}; install Debian's package tshark`;
}

const fault = noTshark();
if (fault !== undefined) {
  if (process.env['JAMNET_REQUIRE_TSHARK'] === '1')
    throw new Error(`JAMNET_REQUIRE_TSHARK=1, but ${fault}`);
  console.warn(`skipped: the Wireshark dissector: ${fault}`);
}

let folder: string;
let traffic: SentDatagram[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jamnet-tshark-'));
  traffic = await demoTraffic();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What tshark says of these datagrams: the fields asked for, a row a datagram. */
function tshark(
  datagrams: readonly SentDatagram[],
  fields: readonly string[],
  filter?: string,
): string[][] {
  const file = join(folder, 'sent.pcap');
  writeFileSync(file, pcapOf(datagrams));
  const { stdout, stderr, status } = spawnSync(
    'tshark',
    [
      ...['-n', '-X', `lua_script:${script}`, '-r', file, '-T', 'fields', '-E', 'separator=|'],
      ...['-E', 'aggregator=,', '-E', 'occurrence=a'],
      ...fields.flatMap((field) => ['-e', field]),
      ...(filter === undefined ? [] : ['-Y', filter]),
    ],
    // A configuration of the person who runs this would change what comes out.
    { encoding: 'utf8', env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder } },
  );
  expect(stderr).not.toMatch(/lua|error/iu);
  expect(status).toBe(0);
  return stdout.split('\n').flatMap((row) => (row === '' ? [] : [row.split('|')]));
}

const all = (rows: readonly string[][], column: number): Set<string> =>
  new Set(rows.flatMap((row) => row[column].split(',')));

describe.skipIf(fault !== undefined)('the Wireshark dissector', () => {
  it('finds and reads every frame of real traffic, with nothing to complain of', () => {
    const rows = tshark(traffic, [
      '_ws.col.Protocol',
      'jamnet.stream_type',
      'jamnet.message',
      'jamnet.crc.status',
      'jamnet.member.name',
      'jamnet.format',
    ]);
    expect(rows).toHaveLength(traffic.length);
    expect(all(rows, 0)).toEqual(new Set(['JAMNet']));
    expect(all(rows, 1)).toEqual(new Set(['1', '2', '5', '6', '7']));
    for (const name of ['note_on', 'control_change', 'jdat', 'transport', 'heartbeat', 'announce'])
      expect(all(rows, 2)).toContain(name);
    for (const name of ['midi_state', 'sync_state']) expect(all(rows, 2)).toContain(name);
    expect(all(rows, 3)).toEqual(new Set(['1']));
    expect(all(rows, 4)).toEqual(new Set(['', 'anna', 'bela']));
    expect(all(rows, 5)).toEqual(new Set(['1', '2']));
    expect(tshark(traffic, ['frame.number'], '_ws.expert')).toEqual([]);
  });

  it('shows header fields and the members of a message', () => {
    const [note] = tshark(
      traffic,
      [
        'jamnet.member.channel',
        'jamnet.member.note',
        'jamnet.member.velocity',
        'jamnet.stream',
        'jamnet.burst.last',
        'jamnet.length',
        'udp.length',
      ],
      'jamnet.message == "note_on" && jamnet.member.note == "61" && jamnet.burst.index == 0',
    );
    const [channel, key, velocity, , last, length] = note;
    expect(channel.split(',')[0]).toBe('2');
    expect([key.split(',')[0], velocity.split(',')[0], last]).toEqual(['61', '100', '2']);
    expect(Number(length)).toBeGreaterThan(42);
    const [audio] = tshark(
      traffic,
      ['jamnet.member.frames', 'jamnet.member.rate', 'jamnet.binary.kind'],
      'jamnet.format == 2',
    );
    expect(audio[0]).toBe('128');
    // A heartbeat, which has a rate as well, may share the datagram.
    expect(audio[1].split(',')[0]).toBe('48000');
    expect(audio[2]).toBe('1');
  });

  it('marks what is broken', () => {
    const whole = traffic.find(({ bytes }) => bytes[4] === 1)!;
    const end = whole.bytes.length;
    const cut = (length: number) => ({ ...whole, bytes: whole.bytes.slice(0, length) });
    const cases: readonly (readonly [SentDatagram, string])[] = [
      [damaged(whole, 40, 0x21, false), 'jamnet.expert.crc'],
      [damaged(whole, 0, 7, false), 'jamnet.expert.length'],
      [cut(end - 1), 'jamnet.expert.length'],
      [{ ...whole, bytes: Buffer.concat([whole.bytes, Buffer.alloc(5)]) }, 'jamnet.expert.short'],
      [damaged(whole, 6, 0x03, true), 'jamnet.expert.version'],
      [damaged(whole, 6, 0x42, true), 'jamnet.expert.flags'],
      [damaged(whole, 7, 0x25, true), 'jamnet.expert.burst'],
      [damaged(whole, 4, 0, true), 'jamnet.expert.stream_type'],
      [damaged(whole, 9, 0, true), 'jamnet.expert.stream'],
      [damaged(whole, 5, 9, true), 'jamnet.expert.form'],
      [damaged(whole, 38, 0x78, true), 'jamnet.expert.line'],
      [damaged(whole, 5, 2, true), 'jamnet.expert.binary'],
    ];
    const datagrams = cases.map(([datagram]) => datagram);
    const experts = [...new Set(cases.map(([, wanted]) => wanted))];
    const rows = tshark(datagrams, experts);
    const marked = rows.map((row) => experts.filter((_, column) => row[column] !== ''));
    expect(marked).toEqual(cases.map(([, wanted]) => [wanted]));
    expect(tshark([whole], ['frame.number'], '_ws.expert')).toEqual([]);
  });

  it('leaves other datagrams alone, and finds frames between two ports of any number', () => {
    const bytes = Buffer.from('this is something else, long enough to be a frame of the protocol');
    const [first] = traffic;
    const odd = { ...first, to: { ...first.to, port: 45_001 } };
    const other = { ...odd, bytes };
    const onPort = { ...first, bytes };
    const rows = tshark([odd, other, onPort], ['_ws.col.Protocol']);
    expect(rows).toEqual([['JAMNet'], ['UDP'], ['UDP']]);
  });
});

describe('the names in the Wireshark dissector', () => {
  it('are those of the schemas', () => {
    const text = readFileSync(script, 'utf8').replaceAll(/" \.\.\n\s+"/gu, '');
    for (const [type, keys] of Object.entries(compactKeys)) {
      const pairs = Object.entries(keys)
        .filter(([name]) => name !== 'type' && name !== 'version')
        .map(([name, key]) => `${key}=${name}`);
      const code = codeOfType[type as keyof typeof codeOfType];
      expect(text).toContain(`["${code}"] = "${`${type}: ${pairs.join(' ')}`.trim()}",`);
    }
  });
});
