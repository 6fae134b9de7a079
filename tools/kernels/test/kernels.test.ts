import { describe, expect, it } from 'vitest';
import { compileGlsl } from '../compile-glsl.js';
import { emitKernelModule, kernelNames } from '../emit-kernel.js';
import { expandIncludes, KernelFault } from '../expand-includes.js';

const files: Record<string, string> = {
  'k/one.comp': `#version 450
#include "shared.glsl"
layout(std430, set = 0, binding = 0) buffer Data { uint data[]; };
void main() { data[gl_GlobalInvocationID.x] = twice(invocations); }
`,
  'k/shared.glsl': `layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint invocations; };
#include "twice.glsl"
#include "shared.glsl"`,
  'k/twice.glsl': 'uint twice(uint x) { return x * 2u; }\n',
  'k/bad-below.comp':
    '#version 450\n#include "twice.glsl"\nvoid main() {\n  uint x = nothing;\n}\n',
  'k/bad-inside.comp': '#version 450\n\n#include "wrong.glsl"\nvoid main() {}\n',
  'k/wrong.glsl': '// fine\nuint broken( { }\n',
  'k/outside.comp': '#version 450\n#include "../elsewhere.glsl"\nvoid main() {}\n',
  'k/missing.comp': '#version 450\n\n#include "none.glsl"\n',
};

function read(path: string): string {
  const text = files[path];
  if (text === undefined) throw new Error('no such file');
  return text;
}

const expand = (file: string) => expandIncludes(file, read);

describe('includes', () => {
  it('puts each file in once and knows where every line is from', () => {
    const { text, origins } = expand('k/one.comp');
    expect(text.match(/twice\(uint x\)/g)).toHaveLength(1);
    const lines = text.trimEnd().split('\n');
    expect(origins).toHaveLength(lines.length);
    for (const [index, { file, line }] of origins.entries()) {
      expect(files[file]!.split('\n')[line - 1]).toBe(lines[index]);
    }
  });

  it('says which line asks for what is not there', () => {
    expect(() => expand('k/missing.comp')).toThrow('k/missing.comp:3: none.glsl cannot be read');
    expect(() => expand('k/outside.comp')).toThrow(KernelFault);
  });
});

describe('the compiler', () => {
  it('makes the same SPIR-V 1.3 every time', () => {
    const [first, second] = compileGlsl([expand('k/one.comp'), expand('k/one.comp')]);
    if (!('spirv' in first!)) throw new Error(first!.errors.join('\n'));
    const header = new DataView(first.spirv.buffer);
    expect(header.getUint32(0, true)).toBe(0x07230203);
    expect(header.getUint32(4, true)).toBe(0x00010300);
    expect(second).toEqual(first);
  });

  it('names file and line of a mistake, above and below an include and inside it', () => {
    const [below, inside] = compileGlsl([expand('k/bad-below.comp'), expand('k/bad-inside.comp')]);
    expect(below).toEqual({
      errors: expect.arrayContaining([expect.stringMatching(/^k\/bad-below\.comp:4: .*nothing/)]),
    });
    expect(inside).toEqual({
      errors: expect.arrayContaining([expect.stringMatching(/^k\/wrong\.glsl:2: /)]),
    });
  });
});

it('writes a module that gives the bytes back', () => {
  expect(kernelNames('jsonl_parse')).toEqual({
    moduleFile: 'jsonl-parse-kernel.ts',
    constant: 'jsonlParseSpirv',
  });
  const bytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7) & 255);
  const text = emitKernelModule('jsonl_parse', 'packages/x/kernels/jsonl_parse.comp', bytes);
  const base64 = [...text.matchAll(/^ {4}'([\w+/=]+)'( \+|,)$/gm)].map(([, part]) => part);
  base64.pop(); // the name of the encoding
  expect(new Uint8Array(Buffer.from(base64.join(''), 'base64'))).toEqual(bytes);
});
