import type { FieldRow, MessageTable, ValueRule } from '../../src/field-table.js';
import { HEADER, pascal } from './naming.js';

/** Lines of code, indented by the depth they are at. */
class Code {
  readonly lines: string[] = [];
  depth = 1;
  #names = 0;

  add(line: string): void {
    if (line.startsWith('}')) this.depth -= 1;
    this.lines.push(`${'  '.repeat(this.depth)}${line}`);
    if (line.endsWith('{')) this.depth += 1;
  }

  name(hint: string): string {
    this.#names += 1;
    return `${hint}${this.#names}`;
  }
}

function checkValue(code: Code, rule: ValueRule, value: string): void {
  switch (rule.kind) {
    case 'integer':
      code.add(
        `if (typeof ${value} !== 'number' || !Number.isInteger(${value})) return MALFORMED;`,
      );
      code.add(`if (${value} < ${rule.min} || ${value} > ${rule.max}) return OUT_OF_RANGE;`);
      return;
    case 'u64': {
      code.add(`if (typeof ${value} === 'number') {`);
      code.add(`if (!Number.isInteger(${value})) return MALFORMED;`);
      code.add(`if (${value} < 0 || ${value} > Number.MAX_SAFE_INTEGER) return OUT_OF_RANGE;`);
      code.add('} else {');
      code.add(`if (typeof ${value} !== 'string') return MALFORMED;`);
      const fault = code.name('fault');
      code.add(`const ${fault} = u64TextFault(${value});`);
      code.add(`if (${fault} !== 0) return ${fault} === 1 ? MALFORMED : OUT_OF_RANGE;`);
      code.add('}');
      return;
    }
    case 'real': {
      const low = rule.aboveMin ? '<=' : '<';
      code.add(`if (typeof ${value} !== 'number' || !Number.isFinite(${value})) return MALFORMED;`);
      code.add(`if (${value} ${low} ${rule.min} || ${value} > ${rule.max}) return OUT_OF_RANGE;`);
      return;
    }
    case 'flag':
      code.add(`if (typeof ${value} !== 'boolean') return MALFORMED;`);
      return;
    case 'string':
      code.add(`if (typeof ${value} !== 'string' || hasLoneSurrogate(${value})) return MALFORMED;`);
      code.add(
        `if (!hasLength(${value}, ${rule.minLength}, ${rule.maxLength})) return OUT_OF_RANGE;`,
      );
      return;
    case 'pattern':
      code.add(`if (typeof ${value} !== 'string' || hasLoneSurrogate(${value})) return MALFORMED;`);
      code.add(`if (!/${rule.pattern}/.test(${value})) return OUT_OF_RANGE;`);
      return;
    case 'one-of':
      code.add(`if (typeof ${value} !== 'string' || hasLoneSurrogate(${value})) return MALFORMED;`);
      code.add(
        `if (${rule.values.map((one) => `${value} !== '${one}'`).join(' && ')}) return OUT_OF_RANGE;`,
      );
      return;
    case 'one-of-integers':
      code.add(
        `if (typeof ${value} !== 'number' || !Number.isInteger(${value})) return MALFORMED;`,
      );
      code.add(
        `if (${rule.values.map((one) => `${value} !== ${one}`).join(' && ')}) return OUT_OF_RANGE;`,
      );
      return;
    case 'bytes':
      checkElements(code, value, rule.minLength, rule.maxLength, {
        kind: 'integer',
        min: 0,
        max: 127,
      });
      return;
    case 'array':
      checkElements(code, value, rule.minLength, rule.maxLength, rule.element);
      return;
    case 'tuple':
      code.add(`if (!Array.isArray(${value})) return MALFORMED;`);
      code.add(`if (${value}.length !== ${rule.elements.length}) return MALFORMED;`);
      rule.elements.forEach((element, index) => {
        const name = code.name('element');
        code.add(`const ${name}: unknown = ${value}[${index}];`);
        checkValue(code, element, name);
      });
      return;
    case 'object':
      code.add(`if (!isMembers(${value})) return MALFORMED;`);
      for (const row of rule.fields) checkRow(code, row, value);
      return;
  }
}

function checkElements(
  code: Code,
  value: string,
  min: number,
  max: number,
  element: ValueRule,
): void {
  const index = code.name('index');
  const name = code.name('element');
  code.add(`if (!Array.isArray(${value})) return MALFORMED;`);
  const low = min > 0 ? `${value}.length < ${min} || ` : '';
  code.add(`if (${low}${value}.length > ${max}) return OUT_OF_RANGE;`);
  code.add(`for (let ${index} = 0; ${index} < ${value}.length; ${index} += 1) {`);
  code.add(`const ${name}: unknown = ${value}[${index}];`);
  checkValue(code, element, name);
  code.add('}');
}

function checkRow(code: Code, row: FieldRow, owner: string): void {
  const name = code.name(row.name);
  code.add(`const ${name} = ${owner}['${row.name}'];`);
  if (row.required) {
    checkValue(code, row.value, name);
    return;
  }
  code.add(`if (${name} !== undefined) {`);
  checkValue(code, row.value, name);
  code.add('}');
}

/** Where a path like `part.0` is found, as an expression; undefined members make every comparison false. */
function pathExpression(path: string): string {
  const [first, second] = path.split('.');
  const member = `message['${first}']`;
  return second === undefined
    ? `(${member} as number)`
    : `((${member} as number[] | undefined)?.[${second}] as number)`;
}

function emitCheck(table: MessageTable): string {
  const code = new Code();
  if (table.strictVersion !== '') {
    code.add(`const version = message['version'];`);
    code.add(
      `if (version !== undefined && version !== '${table.strictVersion}') return UNSUPPORTED_VERSION;`,
    );
  }
  for (const row of table.fields) checkRow(code, row, 'message');
  for (const [left, right] of table.below) {
    code.add(`if (${pathExpression(left)} >= ${pathExpression(right)}) return OUT_OF_RANGE;`);
  }
  if (table.namedRule !== '') {
    code.add(`const contradiction = ${table.namedRule}(message);`);
    code.add('if (contradiction < 0) return contradiction;');
  }
  code.add('let outcome = 0;');
  code.add('for (const name in message) {');
  code.add('switch (name) {');
  for (const name of ['type', 'version', ...table.fields.map((row) => row.name)]) {
    code.add(`case '${name}':`);
  }
  code.add('  break;');
  code.add('default: {');
  code.add(`const value = message[name];`);
  code.add('if (value === undefined) break;');
  if (table.strictVersion === '') {
    code.add(`if (checkUnknownMember(name, value, ${takenName(table)}) < 0) return MALFORMED;`);
    code.add('outcome = 1;');
  } else {
    code.add('return MALFORMED;');
  }
  code.add('}');
  code.add('}');
  code.add('}');
  code.add('return outcome;');
  return (
    `/** \`${table.type}\` */\n` +
    `export function check${pascal(table.type)}(message: Members): number {\n${code.lines.join('\n')}\n}\n`
  );
}

function takenKeys(table: MessageTable): string[] {
  const names = table.fields.map((row) => row.name);
  return ['t', 'ver', ...table.fields.map((row) => row.key).filter((key) => !names.includes(key))];
}

const takenSets = new Map<string, string>();

/** Tables with the same keys share one set. */
function takenName(table: MessageTable): string {
  const keys = JSON.stringify([...takenKeys(table)].sort());
  if (!takenSets.has(keys)) takenSets.set(keys, `taken${takenSets.size + 1}`);
  return takenSets.get(keys)!;
}

/** `message-checks.ts`: a function for each message that says what its zod schema says, in straight-line code. */
export function emitChecks(tables: readonly MessageTable[]): string {
  takenSets.clear();
  const functions = tables.map(emitCheck);
  const rules = tables.map((table) => table.namedRule).filter((name) => name !== '');
  const sets = [...takenSets].map(
    ([keys, name]) => `const ${name}: ReadonlySet<string> = new Set(${keys});`,
  );
  const entries = tables.map((table) => `  ['${table.type}', check${pascal(table.type)}],`);
  return [
    HEADER,
    `import { Status } from '@jamnet/wire';`,
    `import { ${rules.join(', ')} } from '../audio-rules.js';`,
    `import { isMembers, type Members } from '../members.js';`,
    `import { hasLength, hasLoneSurrogate, u64TextFault } from '../text-rules.js';`,
    `import { checkUnknownMember } from '../unknown-members.js';\n`,
    `const MALFORMED = Status.malformed;`,
    `const OUT_OF_RANGE = Status.outOfRange;`,
    `const UNSUPPORTED_VERSION = Status.unsupportedVersion;\n`,
    ...sets,
    '',
    ...functions,
    `/** Checks the members of a message whose type and version have been looked at: a negative status, 0, or 1 with unknown members. */`,
    `export const checksByType: ReadonlyMap<string, (message: Members) => number> = new Map([`,
    ...entries,
    ']);\n',
  ].join('\n');
}
