import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../terminal-picture.mjs', import.meta.url));

function picture(screen: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, '--title', 'a < b'], {
    input: screen,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

describe('the picture of a terminal', () => {
  it('has text in its colours, escaped', () => {
    const svg = picture('\u001b[1;38;5;80mA&B\u001b[0m c\n');
    expect(svg).toMatch(/^<svg [^>]*aria-label="a &lt; b"/);
    expect(svg).toMatch(/<text [^>]*fill="#5fd7d7" font-weight="bold">A&amp;B<\/text>/);
    expect(svg).toMatch(/<text [^>]*fill="#d0d0d0"> c<\/text>/);
    expect(svg.trimEnd().endsWith('</svg>')).toBe(true);
  });

  it('draws blocks as rectangles, joined where they are alike', () => {
    const svg = picture('\u001b[38;5;16;48;5;231m▀▀\u001b[38;2;1;2;3m▌\u001b[0m\n');
    expect(svg).toContain('width="25.2" height="18" fill="#ffffff"');
    expect(svg).toContain('width="16.8" height="9" fill="#000000"');
    expect(svg).toContain('width="4.2" height="18" fill="#010203"');
    expect(svg).not.toContain('▀');
  });

  it('is as large as the screen', () => {
    const svg = picture(`${'x'.repeat(80)}\n`.repeat(24));
    expect(svg).toContain('viewBox="0 0 700 486"');
  });
});
