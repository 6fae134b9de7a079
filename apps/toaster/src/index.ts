export { ExitCode } from './exit-code.js';
export { runToaster } from './run-toaster.js';
