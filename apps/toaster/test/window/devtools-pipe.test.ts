import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createDevtoolsPipe, type DevtoolsEvent } from '../../src/window/devtools-pipe.js';

function browser() {
  const [toBrowser, fromBrowser] = [new PassThrough(), new PassThrough()];
  const events: DevtoolsEvent[] = [];
  let tell: () => void = () => undefined;
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const pipe = createDevtoolsPipe({
    toBrowser,
    fromBrowser,
    onEvent(event) {
      events.push(event);
      tell();
    },
  });
  const asked = () => JSON.parse(String(toBrowser.read()).replace(/\0$/, '')) as { id: number };
  const says = (message: object) => fromBrowser.write(`${JSON.stringify(message)}\0`);
  return { pipe, events, told, asked, says, fromBrowser };
}

it('gives each call its own answer, in whatever order they come', async () => {
  const { pipe, asked, says } = browser();
  const first = pipe.call('One');
  const { id: one } = asked();
  const second = pipe.call('Two', { a: 1 }, 'session');
  const question = asked();
  expect(question).toMatchObject({ method: 'Two', params: { a: 1 }, sessionId: 'session' });
  says({ id: question.id, result: { value: 2 } });
  says({ id: one, result: { value: 1 } });
  expect(await second).toEqual({ value: 2 });
  expect(await first).toEqual({ value: 1 });
  expect(pipe.pending).toBe(0);
});

it('hands on what the browser tells unasked', async () => {
  const { events, says, told } = browser();
  says({ method: 'Target.targetDestroyed', params: { targetId: 'x' } });
  await told;
  expect(events).toEqual([{ method: 'Target.targetDestroyed', params: { targetId: 'x' } }]);
});

it('is not upset by what is no message', async () => {
  const { events, says, told, fromBrowser } = browser();
  fromBrowser.write('nonsense\0');
  says({ method: 'Target.targetDestroyed', params: {} });
  await told;
  expect(events).toHaveLength(1);
});

it('says why the browser refuses', async () => {
  const { pipe, asked, says } = browser();
  const call = pipe.call('No.such');
  says({ id: asked().id, error: { message: 'not found' } });
  await expect(call).rejects.toThrow('not found');
});

it('answers no call any more when the browser is gone', async () => {
  const { pipe, fromBrowser } = browser();
  const call = pipe.call('One');
  fromBrowser.destroy();
  await expect(call).rejects.toThrow('The browser is gone');
  await expect(pipe.call('Two')).rejects.toThrow('The browser is gone');
});
