import { describe, expect, it } from 'vitest';
import { nativeAddon } from '../need-native.js';
import { numbered, openDriver, openSocket, pair, record, until } from './driver-rig.js';

const { reason } = nativeAddon();

describe.skipIf(reason !== undefined)('what the engine says of itself', () => {
  it('is what the system has granted', async () => {
    const driver = openDriver();
    const nothing = { sockets: 0, segmentBytes: 0, grouping: false, kernelTimestamps: false };
    expect(driver.engine()).toMatchObject(nothing);
    const { to } = await pair(driver);
    for (let i = 0; i < 20; i++) to.send(numbered(i), 0, 100, 0);
    await Promise.resolve();
    const facts = driver.engine();
    expect(facts).toMatchObject({ receive: 'loop', sockets: 2, segmentBytes: 65_535 });
    expect(facts).toMatchObject({ grouping: true, kernelTimestamps: true, receiveDrops: 0 });
    await driver.close();
    expect(driver.engine()).toEqual(facts);
  });

  it('is nothing of what was not asked for', async () => {
    const driver = openDriver({ segmentation: false, receive: 'thread' });
    await openSocket(driver);
    const facts = driver.engine();
    expect(facts).toMatchObject({ receive: 'thread', segmentBytes: 0, grouping: false });
    await driver.close();
  });

  it('counts what found the receive buffer full', async () => {
    const driver = openDriver({ segmentation: false });
    const seen = record(driver);
    const from = await openSocket(driver);
    const small = await driver.open(
      { family: 4, address: '127.0.0.1', port: 0, shared: false },
      { receiveBytes: 4096, sendBytes: 0 },
    );
    const to = from.target('127.0.0.1', small.port);
    for (let i = 0; i < 100; i++) to.send(numbered(i, 1000), 0, 1000, 0);
    await Promise.resolve();
    await until(() => seen.length > 0 && seen.length + driver.engine().receiveDrops === 100);
    expect(driver.engine().receiveDrops).toBeGreaterThan(10);
    await driver.close();
  });
});
