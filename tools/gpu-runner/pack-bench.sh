#!/bin/sh
# Collects one bench of tools/bench into a folder that runs on a machine with a GPU and nothing else of this repository:
# `pack-bench.sh name [folder]`. The benches that it is for export what `tools/bench/src/bench.ts` says, measure one device and start no
# process. NODE=<path of a node binary> takes that along for a machine without Node. From Debian, here: libvulkan1.
set -eu
name=${1:?pack-bench.sh: name a bench of tools/bench/src/benches}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
pack=${2:-$root/.jamnet/gpu-bench}
limit_mib=60

rm -rf "$pack"
# Folders as in the repository, so that what looks for files finds them: the bench those of the native package, and where results go.
mkdir -p "$pack/tools/bench/src/report" "$pack/node_modules" "$pack/loader"
entry=$(mktemp "$root/tools/bench/src/packed-XXXXXX.ts")
trap 'rm -f "$entry"' EXIT
cat >"$entry" <<ENTRY
import * as found from './benches/$name.js';
import { writeResult } from './report/result-files.js';
import { textTable } from './report/table.js';

const bench = Object.values(found).find((each) => each?.name === '$name');
const measured = await bench.run((text) => console.error(text), { quick: false });
for (const { title, table, notes = [] } of measured.sections) {
  console.log(title);
  if (table) console.log(textTable(table));
  for (const note of notes) console.log(note);
}
writeResult({ name: bench.name, command: 'npm run bench -- ' + bench.name, ...measured });
ENTRY
"$root/node_modules/.bin/esbuild" "$entry" --bundle --platform=node --format=esm --target=node20 --conditions=@jamnet/source --log-level=warning \
  --banner:js="import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" \
  --outfile="$pack/tools/bench/src/report/bench.mjs"
cp -r "$root/packages/gpu-native/prebuilds" "$root/packages/gpu-native/package.json" "$pack/tools/bench/src/"
cp -r "$root/node_modules/node-gyp-build" "$pack/node_modules/"
cp "$here/run-bench.sh" "$pack/"

vulkan=$(find /usr/lib/*/ -maxdepth 1 -type f -name 'libvulkan.so.1*' | sort | tail -n 1)
[ -n "$vulkan" ] || { echo 'pack-bench.sh: libvulkan.so.1 is missing (Debian: apt-get install libvulkan1)' >&2; exit 1; }
# Only used where the machine has no loader of its own.
cp "$vulkan" "$pack/loader/libvulkan.so.1"
if [ -n "${NODE:-}" ]; then
  cp "$NODE" "$pack/node"
  strip "$pack/node" 2>/dev/null || true
  xz -3 -T0 "$pack/node"
fi
chmod -R u+w "$pack"

size_kib=$(du -sk "$pack" | cut -f 1)
echo "$pack: $((size_kib / 1024)) MiB"
[ "$size_kib" -le $((limit_mib * 1024)) ] || { echo "pack-bench.sh: more than $limit_mib MiB" >&2; exit 1; }
