import { spawn, spawnSync } from 'node:child_process';
import { JamError } from '@jamnet/wire';

/** Runs a program of the system with `input` on its standard input; gives its standard output. Rejects with a JamError. */
export function runCommand(command: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    // A program that ends without having read its input is judged by its exit code, not by the broken pipe.
    child.stdin.on('error', () => undefined);
    child.on('error', (cause) => {
      reject(failure(command, args, cause.message));
    });
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(failure(command, args, errors.trim() || `exit code ${code}`));
    });
    child.stdin.end(input);
  });
}

/** {@link runCommand} at once, with the reason why it failed instead of an error. */
export function runCommandSync(
  command: string,
  args: readonly string[],
  input = '',
): { readonly output: string; readonly failure: string | undefined } {
  const result = spawnSync(command, args, { input, encoding: 'utf8', timeout: 10_000 });
  if (result.error) return { output: '', failure: `${command}: ${result.error.message}` };
  if (result.status === 0) return { output: result.stdout, failure: undefined };
  const reason = result.stderr.trim() || `exit code ${result.status}`;
  return { output: result.stdout, failure: `${[command, ...args].join(' ')}: ${reason}` };
}

function failure(command: string, args: readonly string[], reason: string): JamError {
  return new JamError(
    'not-permitted',
    `"${[command, ...args].join(' ')}" failed: ${reason}; a LAN of namespaces needs root, iproute2 and nftables`,
  );
}
