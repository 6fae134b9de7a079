import assert from 'node:assert/strict';
import { JamError } from '@jamnet/wire';
import {
  expectArrivals,
  pattern,
  reachable,
  recordArrivals,
  type DatagramPortHarness,
} from './port-harness.js';

type Demand = (harness: DatagramPortHarness) => Promise<void>;

/** What a port does with multicast. */
export const groupDemands: Readonly<Record<string, Demand>> = {
  'who has joined a group receives it, who has not does not': async (harness) => {
    const { a, b, group } = harness;
    const received = recordArrivals(b);
    a.send(pattern(10, 1), 0, 10, group, 0);
    await expectArrivals(harness, received, 0);
    await b.join(group);
    a.send(pattern(10, 2), 0, 10, group, 0);
    await expectArrivals(harness, received, 1);
    assert.deepEqual(received[0].bytes, pattern(10, 2));
  },

  'who has left a group receives it no more': async (harness) => {
    const { a, b, group } = harness;
    const received = recordArrivals(b);
    await b.join(group);
    a.send(pattern(10, 1), 0, 10, group, 0);
    await expectArrivals(harness, received, 1);
    await b.leave(group);
    a.send(pattern(10, 2), 0, 10, group, 0);
    await expectArrivals(harness, received, 1);
    await b.join(group);
    a.send(pattern(10, 3), 0, 10, group, 0);
    await expectArrivals(harness, received, 2);
  },

  'every port on a group receives it once, the sender too': async (harness) => {
    const { a, b, group } = harness;
    const atA = recordArrivals(a);
    const atB = recordArrivals(b);
    await Promise.all([a.join(group), b.join(group)]);
    a.send(pattern(10), 0, 10, group, 0);
    await expectArrivals(harness, atB, 1);
    await expectArrivals(harness, atA, 1);
    assert.deepEqual(atA[0].bytes, pattern(10));
  },

  'joining twice is joining once': async (harness) => {
    const { a, b, group } = harness;
    const received = recordArrivals(b);
    await b.join(group);
    await b.join({ ...group });
    a.send(pattern(10), 0, 10, group, 0);
    await expectArrivals(harness, received, 1);
  },

  'leaving a group that was not joined is ignored': async ({ a, b, group }) => {
    await a.leave(group);
    await b.join(group);
    await b.leave(group);
    await b.leave(group);
  },

  "a port in a group still receives unicast, under the sender's one index": async (harness) => {
    const { a, b, group } = harness;
    const received = recordArrivals(b);
    await b.join(group);
    const sameFamily = reachable(a, b).find((endpoint) => endpoint.family === group.family);
    a.send(pattern(10, 1), 0, 10, sameFamily ?? reachable(a, b)[0], 0);
    await expectArrivals(harness, received, 1);
    a.send(pattern(10, 2), 0, 10, group, 0);
    await expectArrivals(harness, received, 2);
    assert.ok(b.source(received[1].sourceIndex), 'the source of a multicast is known');
  },

  'an address that is no group cannot be joined': async ({ a, b }) => {
    await assert.rejects(a.join(reachable(a, b)[0]), JamError);
  },
};
