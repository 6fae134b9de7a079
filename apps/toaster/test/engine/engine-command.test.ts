import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { engineCommand } from '../../src/engine/engine-command.js';

it('starts the program that is given, with what it is to be and where', () => {
  const settings = { name: 'Ada', click: true };
  const command = engineCommand({ settings, join: 'main' }, 'cli.js');
  expect(command[0]).toBe(process.execPath);
  expect(command.slice(command.indexOf('cli.js'))).toEqual([
    'cli.js',
    'engine',
    '--settings',
    JSON.stringify(settings),
    '--join',
    'main',
  ]);
});

it('has node collect a megabyte at a time, however much has survived', () => {
  const [node, ...args] = engineCommand({}, 'cli.js');
  const options = args.slice(0, args.indexOf('cli.js'));
  const newSpaceBytes = (nodeOptions: readonly string[]): number => {
    const program = `const kept = [];
      for (let i = 0; i < 4e5; i++) kept.push({ i, list: [i] });
      const spaces = require('node:v8').getHeapSpaceStatistics();
      console.log(spaces.find((space) => space.space_name === 'new_space').space_size);`;
    return Number(spawnSync(node!, [...nodeOptions, '-e', program], { encoding: 'utf8' }).stdout);
  };
  expect(newSpaceBytes([])).toBeGreaterThan(4 * 2 ** 20);
  expect(newSpaceBytes(options)).toBeLessThanOrEqual(2 * 2 ** 20);
});
