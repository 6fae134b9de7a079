// A process of its own for the GLSL compiler: the wasm module installs handlers for uncaught errors and reports what is
// wrong with a shader through the console only.
//
// In: a JSON array of GLSL texts. Out: a JSON array of {spirv: base64} or {log: text}, in the same order.
import { createRequire } from 'node:module';
import { readFileSync, writeSync } from 'node:fs';

const lines = [];
for (const method of ['log', 'info', 'warn', 'error']) {
  console[method] = (...parts) => lines.push(parts.join(' '));
}

// Never awaited: the module is a thenable that resolves to itself, and awaiting it would not end.
const glslang = createRequire(import.meta.url)('@webgpu/glslang')();
process.removeAllListeners('uncaughtException');
process.removeAllListeners('unhandledRejection');

const results = JSON.parse(readFileSync(0, 'utf8')).map((source) => {
  lines.length = 0;
  try {
    const words = glslang.compileGLSL(source, 'compute', false, '1.3');
    const bytes = Buffer.from(words.buffer, words.byteOffset, words.byteLength);
    return { spirv: bytes.toString('base64') };
  } catch (error) {
    return { log: [...lines, lines.length === 0 ? error.message : ''].join('\n').trim() };
  }
});

const out = Buffer.from(JSON.stringify(results));
for (let at = 0; at < out.length; at += writeSync(1, out, at));
