export { engineCommand } from './engine/engine-command.js';
export type { EngineFlags } from './engine/run-engine.js';
export { ExitCode } from './exit-code.js';
export { runToaster } from './run-toaster.js';
