import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTopic } from '@jamnet/toast';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demoSongPath, packageVersion } from '../src/asset.js';
import { endAllToasters, freshTopic, NODE_ARGS, runToaster } from './support/toaster-process.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'toaster-'));
  writeFileSync(join(folder, 'text.mid'), 'no music in here');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
afterEach(endAllToasters);

describe('toaster', () => {
  it('says its version', async () => {
    expect(await runToaster(['--version'])).toMatchObject({
      code: 0,
      stdout: `${packageVersion()}\n`,
      stderr: '',
    });
  });

  it.each([
    'toaster',
    'toaster play',
    'toaster listen',
    'toaster stream',
    'toaster record',
    'toaster conceal',
    'toaster demo',
    'toaster sync',
    'toaster transport',
    'toaster peers',
    'toaster interfaces',
    'toaster doctor',
  ])('explains itself with examples: %s --help', async (command) => {
    const { code, stdout, stderr } = await runToaster([...command.split(' ').slice(1), '--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain(`Usage: ${command}`);
    expect(stdout).toMatch(/Examples:\n {2}# .+\n {2}toaster /);
  });

  it('doctor says what was found, as one object, and succeeds whatever is missing', async () => {
    const { code, lines, stdout } = await runToaster(['--native', 'off', 'doctor', '--json']);
    expect(code).toBe(0);
    expect(lines).toHaveLength(1);
    const { doctor } = JSON.parse(stdout) as { doctor: Record<string, unknown> };
    expect(Object.keys(doctor)).toEqual([
      'works',
      'findings',
      'platform',
      'native',
      'compute',
      'clocks',
      'scheduling',
      'network',
      'pacing',
      'parser',
    ]);
    expect(doctor).toMatchObject({ works: true, network: { kind: 'dgram' } });
    expect(doctor['pacing']).toMatchObject({ ok: true, arrived: 200 });
  });

  it.each(['off', 'auto'])('says which port carries the datagrams: --native %s', async (native) => {
    const args = ['listen', '--topic', freshTopic(), '--for', '50ms', '--json'];
    const { code, lines } = await runToaster(['--native', native, ...args]);
    expect(code).toBe(0);
    const { port, portNotice } = lines[0]!.listening!;
    expect(port === 'native').toBe(portNotice === null);
    if (native === 'off') expect(portNotice).toContain('switched off');
  });

  it('refuses another choice of port than there are', async () => {
    const { code, stderr } = await runToaster(['--native', 'perhaps', 'interfaces']);
    expect(code).toBe(2);
    expect(stderr).toContain('auto, off, require');
  });

  it('shows defaults as they are written', async () => {
    const help = async (command: string) =>
      (await runToaster(['help', command])).stdout.replaceAll(/\s+/g, ' ');
    expect(await help('listen')).toContain('(default: 50ms)');
    expect(await help('listen')).toContain('(default: 1s)');
    expect(await help('sync')).toContain('(default: midi://jam)');
    expect(await help('peers')).toContain('(default: 4s)');
    expect(await help('demo')).toContain('(default: 66%; 10% with --audio)');
    expect(await help('play')).toContain('(default: start at once)');
    expect(await help('stream')).toContain('default: "compact")');
    expect(await help('record')).toContain('default: "pnbtr")');
  });

  it.skipIf(process.platform !== 'linux')('fails when its output cannot be written', () => {
    const full = openSync('/dev/full', 'w');
    for (const args of [['interfaces'], ['--help']]) {
      const { status, stderr } = spawnSync(process.execPath, [...NODE_ARGS, ...args], {
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /^toaster: cannot write to standard output: the disk is full[^\n]*\n$/,
      );
    }
    closeSync(full);
  });

  it('without a command shows its help', async () => {
    const { code, stdout } = await runToaster([]);
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: toaster');
  });

  it('lists the interfaces of this machine', async () => {
    const text = await runToaster(['interfaces']);
    expect(text.code).toBe(0);
    expect(text.stdout).toMatch(/^NAME +ADDRESS/);
    expect(text.stdout).toContain('127.0.0.1/8');
    const json = await runToaster(['interfaces', '--json']);
    expect(json.lines).toContainEqual({
      interface: expect.objectContaining({
        address: '127.0.0.1',
        family: 4,
        kind: 'loopback',
      }) as unknown,
    });
  });
});

describe('bad input', () => {
  const song = demoSongPath();
  const topic = 'midi://test';
  it.each<[string, string[], number, RegExp]>([
    ['no such command', ['frobnicate'], 2, /unknown command 'frobnicate'/],
    ['no such option', ['listen', '-t', topic, '--loud'], 2, /unknown option '--loud'/],
    ['no such command to help with', ['help', 'nonsense'], 2, /unknown command 'nonsense'/],
    ['an empty file name', ['listen', '-t', topic, '-o', ''], 2, /name of a file/],
    [
      'runs of no losses',
      ['listen', '-t', topic, '--simulate-runs', '10ms'],
      2,
      /--simulate-runs needs --simulate-loss/,
    ],
    ['no such port', ['listen', '-t', topic, '--port', '65536'], 2, /0 to 65535/],
    ['no file', ['play', '-t', topic], 2, /missing required argument 'file'/],
    ['too many files', ['play', 'a', 'b', '-t', topic], 2, /too many arguments/],
    ['no topic', ['play', song], 2, /required option '-t, --topic <topic>' not specified/],
    ['not a topic', ['play', song, '-t', 'jam'], 2, /'jam' is not a topic: write midi:\/\/name/],
    ['a topic for audio', ['listen', '-t', 'audio://main'], 2, /midi:\/\/jam/],
    ['a topic for MIDI', ['record', '-t', 'midi://jam'], 2, /audio:\/\/main/],
    [
      'no such form',
      ['stream', 'a.wav', '-t', 'audio://main', '--form', 'xml'],
      2,
      /json, compact, binary/,
    ],
    ['far too late', ['record', '-t', 'audio://main', '--delay', '2s'], 2, /a second at most/],
    ['no list of gaps', ['conceal', 'in.wav'], 2, /missing required argument/],
    [
      'no sound',
      ['conceal', song, 'gaps.json', 'out.wav'],
      1,
      /is not a WAV file: it is a MIDI file/,
    ],
    ['a song to stream', ['stream', song, '-t', 'audio://main'], 1, /toaster play plays those/],
    [
      'a speed of 0',
      ['play', song, '-t', topic, '--speed', '0'],
      2,
      /'0' is invalid.*factor from 0\.01 to 100/,
    ],
    ['a time without a unit', ['listen', '-t', topic, '--for', '30'], 2, /'30' is invalid.*30s/],
    ['an ambiguous share', ['listen', '-t', topic, '--simulate-loss', '66'], 2, /66%/],
    ['a peer by name', ['play', song, '-t', topic, '--peer', 'there:1'], 2, /numeric address/],
    ['nothing that the transport does', ['transport', 'paly'], 2, /'paly' is nothing that/],
    ['no tempo', ['transport', 'tempo', 'fast'], 2, /'fast' is no tempo: .*1 to 1000/],
    ['a place twice', ['transport', 'play', '3', '--beat', '4'], 2, /one will do/],
    ['a time twice', ['transport', 'stop', '--in', '1s', '--at', '9'], 2, /one will do/],
    ['a time of nothing', ['transport', '--in', '1s'], 2, /status is none/],
    ['far ahead', ['transport', 'play', '--in', '2m'], 2, /a minute ahead at most/],
    ['no topic of a session', ['sync', '-t', 'jam'], 2, /'jam' is not a topic/],
    ['sync with words', ['sync', 'now'], 2, /too many arguments/],
    [
      'a file that is not there',
      ['play', 'none.mid', '-t', topic],
      1,
      /cannot read none\.mid: no such file/,
    ],
    ['a folder', ['play', '/', '-t', topic], 1, /cannot read \/: it is a folder/],
    [
      'no such interface',
      ['play', song, '-t', topic, '-i', 'nope'],
      1,
      /called "nope".*there is .*127\.0\.0\.1/,
    ],
    [
      'no such address',
      ['listen', '-t', topic, '-i', '203.0.113.9'],
      1,
      /"203\.0\.113\.9".*there is/,
    ],
    [
      'nowhere to write',
      ['listen', '-t', topic, '-o', '/none/x.mid'],
      1,
      /cannot write \/none\/x\.mid: .*--out/,
    ],
  ])('%s is refused in one line', async (_what, args, code, message) => {
    const end = await runToaster(args);
    expect(end.stderr).toMatch(message);
    expect(end.stderr).toMatch(/^toaster: [^\n]+\n$/);
    expect(end.stdout).toBe('');
    expect(end.code).toBe(code);
  });

  it('what is no MIDI file is refused, with its stack only when asked for', async () => {
    const args = ['play', join(folder, 'text.mid'), '-t', topic];
    const plain = await runToaster(args);
    expect(plain.code).toBe(1);
    expect(plain.stderr).toMatch(/^toaster: [^\n]*text\.mid is not a MIDI file: [^\n]+\n$/);
    const debug = await runToaster(args, { DEBUG: 'jamnet' });
    expect(debug.code).toBe(1);
    expect(debug.stderr).toMatch(/\n\s+at /);
  });

  it('a port that another program keeps for itself is named', async () => {
    const name = freshTopic();
    const { port } = resolveTopic(name).group4;
    const other = createSocket('udp4');
    other.bind(port);
    await once(other, 'listening');
    try {
      const end = await runToaster(['listen', '-t', name, '--for', '1s']);
      expect(end.code).toBe(1);
      expect(end.stderr).toMatch(new RegExp(`^toaster: .*${port}[^\n]+\n$`));
    } finally {
      other.close();
    }
  });

  it('so is the port that others shall name with --peer', async () => {
    const other = createSocket('udp4');
    other.bind(0);
    await once(other, 'listening');
    const { port } = other.address();
    try {
      const end = await runToaster(['listen', '-t', topic, '--port', String(port)]);
      expect(end.code).toBe(1);
      expect(end.stderr).toBe(
        `toaster: UDP port ${port} is in use by another program: choose another with --port, or 0 for any free one\n`,
      );
    } finally {
      other.close();
    }
    const own = resolveTopic(topic).group4.port;
    expect((await runToaster(['listen', '-t', topic, '--port', String(own)])).stderr).toMatch(
      /is the one that midi:\/\/test meets on/,
    );
  });

  it('leaves no part of a file behind', async () => {
    await runToaster(['listen', '-t', topic, '-i', 'nope', '-o', join(folder, 'got.mid')]);
    expect(readdirSync(folder)).toEqual(['text.mid']);
  });
});
