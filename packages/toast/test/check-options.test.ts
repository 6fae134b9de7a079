import { expect, it } from 'vitest';
import { checkSessionOptions, checkToastOptions } from '../src/check-options.js';

// Programs without types hand over one value where a list is wanted.
it.each<[object, string]>([
  [{ interfaces: 'lo' }, 'interfaces is "lo": it is a list, ["lo"]'],
  [{ families: 4 }, 'families is 4: it is a list, [4]'],
  [{ name: 5 }, 'name is 5: it is a text'],
])('a toast with %j is refused, and told what is right', (options, message) => {
  expect(() => checkToastOptions(options)).toThrow(
    expect.objectContaining({ code: 'bad-option', message }) as Error,
  );
});

it('so is a session', () => {
  const options = { topic: 'midi://one', peers: '192.0.2.1:5004' as never };
  expect(() => checkSessionOptions(options, [4])).toThrow(
    'peers is "192.0.2.1:5004": it is a list, ["192.0.2.1:5004"]',
  );
});
