import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  Versions,
  codeOfType,
  fromCompactLine,
  fromStandardText,
  messageTables,
  toCompactLine,
  toMessagePack,
  toStandardText,
  type JamMessage,
} from '@jamnet/schemas';
import { Status } from '@jamnet/wire';

const spec = (path: string) =>
  readFileSync(new URL(`../../../spec/${path}`, import.meta.url), 'utf8');
const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '));
const unquoted = (cell: string) => cell.replaceAll('`', '');

const registry = rowsOf(spec('registry/README.md'));
const jmid = spec('jmid/v1/README.md');
const sync = spec('sync/v1/README.md');

describe('spec/registry', () => {
  it('has the codes of the schemas, and no others but reserved ones', () => {
    const listed = registry.filter(
      (row) =>
        /jmid\/v1|toast\/v2|sync\/v1|jdat\/v1|reserved/.test(row[2] ?? '') &&
        row[0]!.startsWith('`'),
    );
    const codes = Object.fromEntries(listed.map((row) => [unquoted(row[0]!), unquoted(row[1]!)]));
    expect(codes).toMatchObject(codeOfType);
    const reserved = Object.keys(codes).filter((type) => !(type in codeOfType));
    expect(reserved).toEqual(['jvid']);
  });

  it('has the numbers of the statuses', () => {
    const listed = registry.filter((row) => /^-\d+$/.test(row[0]!));
    expect(Object.fromEntries(listed.map((row) => [unquoted(row[1]!), Number(row[0])]))).toEqual(
      Status,
    );
  });

  it('has the versions', () => {
    const listed = registry
      .map((row) => unquoted(row[0]!))
      .filter((name) => /^jamnet\/\d/.test(name));
    expect(listed).toEqual(Versions.map((entry) => entry.version));
  });
});

describe('spec/jmid/v1', () => {
  it('has a row for every event, with its code and its keys in order', () => {
    const events = jmid.slice(jmid.indexOf('## 1.'), jmid.indexOf('## 2.'));
    const rows = new Map(rowsOf(events).map((row) => [unquoted(row[0]!), row]));
    for (const table of messageTables.filter((one) => one.event)) {
      const row = rows.get(table.type)!;
      expect(unquoted(row[1]!)).toBe(table.code);
      const same = /^as `(\w+)`/.exec(row[2]!)?.[1];
      const cell = (same === undefined ? row : rows.get(same)!)[2]!;
      const keys = cell
        .replace(/^none$/, '')
        .split('After all fields')[0]!
        .split(/[;.] ?/)
        .flatMap((field) =>
          /^channel$/.test(field)
            ? ['c']
            : /^note$/.test(field)
              ? ['n']
              : [...field.matchAll(/`(\w+)` `(\w+)`/g)].map((match) => match[2]!),
        );
      expect([table.type, ...keys]).toEqual([
        table.type,
        ...table.fields
          .map((field) => field.key)
          .filter((key) => !['g', 'ts', 'seq'].includes(key)),
      ]);
    }
  });

  it('shows each example in three forms that are one message', () => {
    const examples = rowsOf(jmid).filter((row) => row[0]!.startsWith('`{"type"'));
    expect(examples.length).toBeGreaterThan(2);
    for (const [standard, compact, packed] of examples.map((row) => row.map(unquoted))) {
      const message = fromStandardText(standard!) as JamMessage;
      expect(toStandardText(message)).toBe(standard);
      expect(toCompactLine(message)).toBe(`${compact}\n`);
      expect(Buffer.from(toMessagePack(message) as Uint8Array).toString('hex')).toBe(
        packed!.replaceAll(' ', ''),
      );
    }
  });

  it('shows a state line in two forms that are one message', () => {
    const lines = jmid.split('\n').filter((line) => /^\{"t(ype)?":"(ms|midi_state)"/.test(line));
    expect(lines).toHaveLength(2);
    expect(fromCompactLine(lines[1]!)).toEqual(fromStandardText(lines[0]!));
    expect(toCompactLine(fromStandardText(lines[0]!) as JamMessage)).toBe(`${lines[1]}\n`);
  });
});

describe('spec/sync/v1', () => {
  const tables = messageTables.filter((table) => table.protocol === 'sync');

  it.each(tables.map((table) => [table.type, table] as const))(
    'has the table of %s, row by row',
    (type, table) => {
      const heading = new RegExp(`^### .*\`${type}\`, \`${table.code}\`.*$`, 'm').exec(sync)!;
      expect(heading[0].includes(`strict: \`${table.strictVersion}\` only`)).toBe(
        table.strictVersion !== '',
      );
      const section = sync.slice(heading.index).split(/\n#+ /)[0]!;
      const rows = rowsOf(section).filter((row) => row[0]!.startsWith('`'));
      expect(
        rows.map((row) => [unquoted(row[0]!), unquoted(row[1]!), row[3]?.trim() === 'required']),
      ).toEqual(table.fields.map((field) => [field.name, field.key, field.required]));
      for (const [i, { value }] of table.fields.entries()) {
        const words = value.kind === 'one-of' ? value.values.map((word) => `\`${word}\``) : [];
        for (const word of words) expect(rows[i]![2]).toContain(word);
        if (value.kind === 'tuple')
          expect(rows[i]![2]).toContain(`of exactly ${value.elements.length}`);
        if (value.kind === 'array') {
          expect(rows[i]![2]).toContain(`array of ${value.minLength} to ${value.maxLength}`);
        }
      }
    },
  );

  it('says in which frame each travels', () => {
    const rows = rowsOf(sync.slice(sync.indexOf('## 1.'), sync.indexOf('## 2.')));
    const codes = rows
      .filter((row) => row[0]!.startsWith('`'))
      .map((row) => row.slice(0, 2).map(unquoted));
    expect(codes.sort()).toEqual(tables.map((table) => [table.type, table.code]).sort());
  });
});
