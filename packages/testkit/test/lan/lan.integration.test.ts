import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createLan, requireLan, type Lan, type LanHost } from '@jamnet/testkit';
import { MULTICAST_SCRIPT, type MulticastPart } from './multicast-script.js';

const available = requireLan();
const title = available.ok ? 'a LAN of namespaces' : `a LAN of namespaces (${available.reason})`;

/** Those of this process: others may be testing on this machine too. */
const namespaces = () =>
  readdirSync('/run/netns').filter((name) => name.startsWith(`jamnet-${process.pid}-`));

/** Where nobody collects an orphan's exit code it stays as a zombie. */
function isAlive(pid: number): boolean {
  const status = `/proc/${pid}/status`;
  return existsSync(status) && !/^State:\s+Z/m.test(readFileSync(status, 'utf8'));
}

describe.skipIf(!available.ok)(title, () => {
  let lan: Lan;

  beforeAll(async () => {
    lan = await createLan({ hosts: 3 });
  });
  afterAll(() => lan?.close());

  /** Has host 0 send `count` datagrams to a group that every host listens to; gives what each got. */
  async function multicast(family: 4 | 6, count: number): Promise<Set<number>[]> {
    const start = (host: LanHost, listen: boolean) => {
      const part: MulticastPart = {
        listen,
        family,
        group: family === 4 ? '239.192.7.7' : 'ff12::4a4d:7:7',
        interface: family === 4 ? host.address4 : `::%${host.interfaceName}`,
        count,
      };
      const child = host.spawn(process.execPath, ['-e', MULTICAST_SCRIPT], {
        env: { ...process.env, PART: JSON.stringify(part) },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      if (!child.stdout) throw new Error('the program has no standard output');
      return createInterface(child.stdout)[Symbol.asyncIterator]();
    };
    const listeners = lan.hosts.map((host) => start(host, true));
    for (const lines of listeners) expect((await lines.next()).value).toBe('ready');
    start(lan.host(0), false);
    const seen = await Promise.all(listeners.map((lines) => lines.next()));
    return seen.map(({ value }) => new Set(JSON.parse(value as string) as number[]));
  }

  test.each([4, 6] as const)('multicast over IPv%i reaches every host, whole', async (family) => {
    for (const seen of await multicast(family, 200)) expect(seen.size).toBe(200);
  });

  test.each([4, 6] as const)(
    'the kernel loses three tenths of what comes over IPv%i',
    async (family) => {
      await lan.setLoss(0.3);
      const [atSender, first, second] = await multicast(family, 2_000);
      for (const [seen, host] of [
        [first, lan.host(1)],
        [second, lan.host(2)],
      ] as const) {
        const share = 1 - seen.size / 2_000;
        expect(share).toBeGreaterThan(0.25);
        expect(share).toBeLessThan(0.35);
        // At least these, and some of the end marks.
        expect((await host.dropped()).input).toBeGreaterThanOrEqual(2_000 - seen.size);
      }
      // Each host loses by itself, and nobody loses what it says to itself.
      expect(first).not.toEqual(second);
      expect(atSender.size).toBe(2_000);
      await lan.setLoss(0);
      expect(await lan.host(1).dropped()).toEqual({ input: 0, output: 0 });
    },
  );

  test('loss of what a host sends hits all others alike', async () => {
    await lan.host(0).setLoss(0, 0.3);
    const [atSender, first, second] = await multicast(4, 2_000);
    expect(atSender.size).toBe(2_000);
    expect(first).toEqual(second);
    expect(1 - first.size / 2_000).toBeGreaterThan(0.25);
    expect(1 - first.size / 2_000).toBeLessThan(0.35);
    expect((await lan.host(0).dropped()).output).toBeGreaterThanOrEqual(2_000 - first.size);
    await lan.host(0).setLoss(0);
    const [, whole] = await multicast(4, 200);
    expect(whole.size).toBe(200);
  });

  test("a host has its addresses, loopback, and nothing of the machine's", () => {
    const output = execFileSync('ip', ['-n', lan.host(1).name, '-brief', 'addr'], {
      encoding: 'utf8',
    });
    expect(output).toMatch(/^lo .*127\.0\.0\.1/m);
    expect(output).toMatch(/^eth0@\S+ .*10\.77\.0\.2\/24 fd4a:414d::2\/64 fe80::2\/64/m);
    expect(output.trim().split('\n')).toHaveLength(2);
    const { address4, address6, linkLocalAddress6, interfaceName } = lan.host(1);
    expect([address4, address6, linkLocalAddress6, interfaceName]).toEqual([
      '10.77.0.2',
      'fd4a:414d::2',
      'fe80::2',
      'eth0',
    ]);
  });

  test('a host that is not there, and a loss that is none, are refused', async () => {
    expect(() => lan.host(3)).toThrow(/no host 3/);
    await expect(lan.setLoss(1.5)).rejects.toThrow(/loss is 1.5/);
  });

  test('closing kills what was spawned, its children too, and leaves nothing', async () => {
    const before = namespaces();
    const other = await createLan({ hosts: 2 });
    onTestFinished(() => other.close());
    const child = other.host(1).spawn('sh', ['-c', 'sleep 1000 & echo started; wait'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    if (child.stdout) await once(child.stdout, 'data');
    expect(namespaces().length).toBe(before.length + 3);
    await other.close();
    expect(await exited).toEqual([null, 'SIGKILL']);
    expect(namespaces().toSorted()).toEqual(before.toSorted());
    expect(() => other.host(0).spawn('true')).toThrow(/closed/);
    await other.close();
  });

  test('an aborted signal closes it, and makes none', async () => {
    const before = namespaces();
    await expect(createLan({ hosts: 1, signal: AbortSignal.abort() })).rejects.toThrow();
    expect(namespaces().toSorted()).toEqual(before.toSorted());
    const controller = new AbortController();
    const other = await createLan({ hosts: 1, signal: controller.signal });
    onTestFinished(() => other.close());
    controller.abort();
    await other.close();
    expect(namespaces().toSorted()).toEqual(before.toSorted());
  });

  test('what a dead process left is swept, and nothing else', async () => {
    const { pid: deadPid } = spawnSync('true');
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const left = [`jamnet-${deadPid}-1-abcd-host0`, `jamnet-${process.pid}-1-abcd-host0`];
    const kept = [`jamnet-${process.pid}-${started}-abcd-host0`, `jamnet-${deadPid}`];
    try {
      for (const name of [...left, ...kept]) execFileSync('ip', ['netns', 'add', name]);
      const orphan = spawnSync(
        'ip',
        ['netns', 'exec', left[0], 'sh', '-c', 'sleep 1000 >&- 2>&- & echo $!'],
        {
          encoding: 'utf8',
        },
      );
      const other = await createLan({ hosts: 1 });
      onTestFinished(() => other.close());
      const existing = readdirSync('/run/netns');
      for (const name of left) expect(existing).not.toContain(name);
      for (const name of kept) expect(existing).toContain(name);
      expect(isAlive(Number(orphan.stdout))).toBe(false);
    } finally {
      for (const name of [...left, ...kept]) spawnSync('ip', ['netns', 'del', name]);
    }
  });
});
