import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../../tools/independent/readback.py', import.meta.url));

/** Why the independent implementation cannot be run here; undefined when it can. Throws where it must be. */
export function noPython(): string | undefined {
  const { error, stderr, status } = spawnSync('python3', ['--version'], { encoding: 'utf8' });
  if (error === undefined && status === 0) return undefined;
  const reason = `python3 does not run: ${error?.message ?? stderr}`;
  if (process.env['JAMNET_REQUIRE_PYTHON'] === '1') throw new Error(reason);
  return reason;
}

/** What the independent implementation says of rows that the packages wrote. */
export function readBack(rows: readonly object[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'jamnet-readback-'));
  try {
    const file = join(folder, 'rows.jsonl');
    writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const { stdout, stderr } = spawnSync('python3', [script, file], { encoding: 'utf8' });
    return (stdout + stderr).trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
