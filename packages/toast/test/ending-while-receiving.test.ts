import { createSimulatedNetwork, createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createToast, FormatType, type Session, StreamType } from '../src/index.js';

const MEDIA = { streamType: StreamType.MIDI, formatType: FormatType.COMPACT_JSONL };

/** One that sends into two sessions, and one that is in both, whose port hands over whole batches. */
async function setUp() {
  const { clock, timers, runAsync } = createVirtualTime({ startNs: 1e12 });
  const network = createSimulatedNetwork({ clock, timers, random: () => 0.5 });
  const open = async (host: number) => {
    const port = network.createPort({ address: `10.0.0.${host}`, batches: true });
    const toast = await createToast({ clock, timers, port, discovery: 'direct' });
    const topics = ['midi://one', 'midi://two'];
    return {
      toast,
      sessions: await Promise.all(topics.map((topic) => toast.openSession({ topic }))),
    };
  };
  const [sender, receiver] = [await open(1), await open(2)];
  const streams = sender.sessions.map((each) =>
    each.openStream({ ...MEDIA, redundancy: { copies: 1 } }),
  );
  /** Three frames into each session, by turns. */
  const sendAll = (): Promise<number> => {
    for (let i = 0; i < 3; i++) {
      for (const each of streams) {
        expect(each.send(Uint8Array.of(i), 0, 1, { timestampNs: clock.nowNs() })).toBe(true);
      }
    }
    return runAsync(clock.nowNs() + 50e6);
  };
  return { ...receiver, sendAll };
}

function count(session: Session, heard: () => void): () => void {
  return session.subscribe({ streamType: StreamType.MIDI }, heard);
}

describe('ending while frames are handed around', () => {
  it('a session that is closed in the middle of a batch hears no more of it, and the others all', async () => {
    const { toast, sessions, sendAll } = await setUp();
    const heard = [0, 0];
    count(sessions[0], () => {
      heard[0]!++;
      void sessions[0].close();
    });
    count(sessions[1], () => heard[1]!++);
    await sendAll();
    expect(heard).toEqual([1, 3]);
    expect(toast.sessions()).toEqual([sessions[1]]);
  });

  it('a toast that is closed in the middle of a batch hears no more of it', async () => {
    const { toast, sessions, sendAll } = await setUp();
    let heard = 0;
    for (const each of sessions) {
      count(each, () => {
        heard++;
        void toast.close();
      });
    }
    await sendAll();
    expect(heard).toBe(1);
  });

  it('a handler that another one has ended is not called for the same frame', async () => {
    const { sessions, sendAll } = await setUp();
    let heard = 0;
    const endings: (() => void)[] = [];
    count(sessions[0], () => endings.forEach((end) => end()));
    endings.push(count(sessions[0], () => heard++));
    await sendAll();
    expect(heard).toBe(0);
  });
});

describe('closed', () => {
  it('is the last event of a session, whoever closes it', async () => {
    const { toast, sessions } = await setUp();
    const news: string[] = [];
    for (const each of sessions) {
      each.events.addEventListener('closed', () => news.push(each.topic));
    }
    await sessions[1].close();
    expect(news).toEqual(['midi://two']);
    await toast.close();
    expect(news).toEqual(['midi://two', 'midi://one']);
  });
});
