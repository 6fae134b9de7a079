import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

const SCRIPT = /<script[^>]*>([\s\S]*?)<\/script>/g;
const MARK = /<!-- CONTENT-POLICY:[^>]*-->/;

/** The page may run its own script and wear its own style sheet, and nothing else: no address can be reached from it. */
const contentPolicy: Plugin = {
  name: 'content-policy',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.html')) continue;
        const html = String(file.source);
        const scripts = digests(html, SCRIPT);
        // A script may hold the word in a text.
        const styles = digests(html.replaceAll(SCRIPT, ''), /<style[^>]*>([\s\S]*?)<\/style>/g);
        if (!MARK.test(html) || scripts === '' || styles === '')
          this.error(`${file.fileName} has no place for its content policy, no script or no style`);
        const policy = `default-src 'none'; script-src ${scripts}; style-src ${styles}; img-src data:; base-uri 'none'; form-action 'none'`;
        const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}" />`;
        file.source = html.replace(MARK, () => meta);
      }
    },
  },
};

function digests(html: string, pattern: RegExp): string {
  return [...html.matchAll(pattern)]
    .map(([, text]) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    .join(' ');
}

export default defineConfig({
  root: fileURLToPath(new URL('./', import.meta.url)),
  base: './',
  plugins: [react(), viteSingleFile({ removeViteModuleLoader: true }), contentPolicy],
  build: {
    outDir: fileURLToPath(new URL('../page-dist', import.meta.url)),
    emptyOutDir: true,
    target: 'chrome110',
    modulePreload: false,
  },
});
