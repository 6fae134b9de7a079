import { createToast } from '@jamnet/toast';
import { expect, onTestFinished, test } from 'vitest';
import { checkLayers, type LayerOpener, openLayers } from '../../src/session/layers.js';
import { createLan } from '../support/lan.js';
import { refusal } from '../support/refusal.js';

test('when one layer fails, those before it are closed, the last one first', async () => {
  const toast = await createToast(createLan().place('one'));
  onTestFinished(() => toast.close());
  const session = await toast.openSession({ topic: 'midi://layers' });
  const news: string[] = [];
  const opener =
    (name: string): LayerOpener =>
    () => {
      news.push(`open ${name}`);
      return {
        drain: () => Promise.resolve(true),
        stats: () => ({}),
        close: () => void news.push(`close ${name}`),
      };
    };
  const failure = new Error('no such device');
  const openers = {
    one: opener('one'),
    two: opener('two'),
    three: () => {
      throw failure;
    },
  };
  const open = (): unknown => openLayers(session, ['one', 'two', 'three'], {}, openers);
  expect(open).toThrow(failure);
  expect(news).toEqual(['open one', 'open two', 'close two', 'close one']);
});

test.each<[readonly string[], object, string]>([
  [
    ['video'],
    {},
    "bad-option: there is no layer 'video' in this version: layers may name audio, midi, sync",
  ],
  [
    ['toString'],
    {},
    "bad-option: there is no layer 'toString' in this version: layers may name audio, midi, sync",
  ],
  [['midi', 'midi'], {}, "bad-option: layers names 'midi' twice: once is enough"],
  [[], { midi: {} }, "bad-option: there are options for 'midi': name it in layers too"],
  [['midi'], { midi: {} }, 'accepted'],
])('layers %j with options %j', async (layers, options, verdict) => {
  expect(await refusal(() => checkLayers(layers, options))).toBe(verdict);
});
