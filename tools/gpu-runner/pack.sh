#!/bin/sh
# Collects everything that a machine with a GPU needs to build and run gpu_runner into one folder: `pack.sh [folder]`. That machine
# needs g++ and a Vulkan driver, no Node and no network. NODE=<path of a node binary> takes that along for the JSON.parse figures.
# From Debian, here: libsimdjson-dev, libvulkan-dev, libvulkan1.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
pack=${1:-$root/.jamnet/gpu-pack}
inputs=$root/.jamnet/gpu-runner/inputs
limit_mib=60

(cd "$root" && npx tsx --conditions=@jamnet/source tools/gpu-runner/export-inputs.ts "$inputs")

rm -rf "$pack"
mkdir -p "$pack/include" "$pack/lib" "$pack/native"
cp -r "$here/src" "$here/build.sh" "$here/run.sh" "$root"/tools/bench/src/json-parse/*.mjs "$pack/"
for room in gpu memory clock; do cp -r "$root/packages/gpu-native/native/$room" "$pack/native/"; done
cp -r "$inputs" "$pack/inputs"

found() { find "$@" -print 2>/dev/null | sort | tail -n 1; }
need() { [ -n "$1" ] || { echo "pack.sh: $2 is missing (Debian: apt-get install $3)" >&2; exit 1; }; }
need "$(found /usr/include/simdjson.h)" simdjson.h libsimdjson-dev
need "$(found /usr/include/vulkan/vulkan.h)" vulkan/vulkan.h libvulkan-dev
simdjson=$(found /usr/lib/*/ -maxdepth 1 -type f -name 'libsimdjson.so.*')
vulkan=$(found /usr/lib/*/ -maxdepth 1 -type f -name 'libvulkan.so.1*')
need "$simdjson" libsimdjson.so libsimdjson-dev
need "$vulkan" libvulkan.so.1 libvulkan1
cp /usr/include/simdjson.h "$pack/include/"
cp -r /usr/include/vulkan "$pack/include/vulkan"
[ ! -d /usr/include/vk_video ] || cp -r /usr/include/vk_video "$pack/include/vk_video"
rm -f "$pack"/include/vulkan/*.hpp
name=$(objdump -p "$simdjson" | awk '/SONAME/ { print $2 }')
cp "$simdjson" "$pack/lib/$name"
# Only used where the machine has no loader of its own.
mkdir "$pack/loader"
cp "$vulkan" "$pack/loader/libvulkan.so.1"
if [ -n "${NODE:-}" ]; then
  cp "$NODE" "$pack/node"
  strip "$pack/node" 2>/dev/null || true
  xz -3 -T0 "$pack/node"
fi
chmod -R u+w "$pack"

size_kib=$(du -sk "$pack" | cut -f 1)
echo "$pack: $((size_kib / 1024)) MiB"
[ "$size_kib" -le $((limit_mib * 1024)) ] || { echo "pack.sh: more than $limit_mib MiB" >&2; exit 1; }
