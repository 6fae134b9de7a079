// What `npm start`, `npm test` and `npm run check` run. It needs Node and npm and nothing else: what is missing it
// installs and builds first. Only this file must load on an old Node, to be able to say that it is too old.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `JAMNet needs Node.js 20.19 or newer, and this is ${process.version}. ` +
      'Install a newer one from https://nodejs.org and run the same command again.',
  );
  process.exitCode = 1;
} else {
  import('./commands.mjs')
    .then(({ runCommand }) => runCommand(process.argv[2], process.argv.slice(3)))
    .then(
      (code) => {
        process.exitCode = code;
      },
      (error) => {
        console.error(error instanceof Error && error.expected ? error.message : error);
        process.exitCode = 1;
      },
    );
}
