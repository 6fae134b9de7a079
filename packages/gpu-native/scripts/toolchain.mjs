// Prints what the binary depends on beside its sources, so that Nx compiles anew when a compiler or Vulkan's headers appear.
import { spawnSync } from 'node:child_process';
import { compiler, vulkanFlags } from './compile.mjs';

const { stdout } = spawnSync(compiler, ['--version'], { encoding: 'utf8' });
const version = stdout?.split('\n')[0];
console.log(`${compiler}: ${version || 'none'}; ${version ? vulkanFlags().join(' ') : ''}`);
