import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/report/result-files.js';

describe('the JSON of a result', () => {
  it('has a list of numbers on one line and everything else indented', () => {
    expect(jsonText({ name: 'a', gaps: [-1.5, 0, 1e-7], of: ['x', 'y'], none: [] })).toBe(
      `{
  "name": "a",
  "gaps": [-1.5, 0, 1e-7],
  "of": [
    "x",
    "y"
  ],
  "none": []
}
`,
    );
  });

  it('says the same as JSON.stringify, also where a text looks like a list', () => {
    const value = { lists: [[1, 2], [], [[-3e21]]], text: '[\n  1,\n  2\n]', more: [1, 'a', null] };
    expect(JSON.parse(jsonText(value))).toEqual(value);
    expect(jsonText({ text: '[ 1, 2 ]' })).toContain('"[ 1, 2 ]"');
  });
});
