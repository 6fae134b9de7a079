// Publishes what is not published yet. Run by the release workflow; npm's provenance wants every manifest to name the
// repository that it is built from, and the workflow is who knows that.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binOf, root, workspaces } from './paths.mjs';
import { inPlaceOfThis } from './task.mjs';

const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
if (server && repository) {
  for (const { dir, manifest } of workspaces()) {
    if (manifest.private) continue;
    const named = {
      ...manifest,
      repository: { type: 'git', url: `git+${server}/${repository}.git`, directory: dir },
    };
    writeFileSync(join(root, dir, 'package.json'), `${JSON.stringify(named, null, 2)}\n`);
  }
}

const build = [process.execPath, binOf('nx'), 'run-many', '-t', 'build', '--outputStyle=static'];
const publish = [process.execPath, binOf('@changesets/cli', 'changeset'), 'publish'];
process.exitCode = (await inPlaceOfThis(build)) || (await inPlaceOfThis(publish));
