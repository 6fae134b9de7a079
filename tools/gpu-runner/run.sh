#!/bin/sh
# Builds and runs what pack.sh has collected, on the machine with the GPU: `run.sh [folder for the results]`. SECONDS_EACH is the time
# each way gets for each number of lines, DEVICE a part of the device's name, NODE a node binary. VK_DRIVER_FILES is the driver's
# description where the loader does not find it by itself.
set -eu
pack=$(cd "$(dirname "$0")" && pwd)
out=${1:-$pack/results}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

{
  uname -srm
  grep -m 1 'model name' /proc/cpuinfo || true
  nproc
  "${CXX:-g++}" --version | head -n 1
} | tee "$out/machine.txt"

# Links do not always survive the way here.
mkdir "$work/lib"
cp "$pack"/lib/libsimdjson.so.* "$work/lib/"
ln -s "$(cd "$work/lib" && ls libsimdjson.so.* | head -n 1)" "$work/lib/libsimdjson.so"
NATIVE="$pack/native" EXTRA="-I$pack/include -L$work/lib" sh "$pack/build.sh" "$work/gpu_runner"

libraries=$work/lib
if ! ldconfig -p 2>/dev/null | grep -q libvulkan.so.1; then
  echo 'no Vulkan loader here: taking the one in the pack'
  libraries=$libraries:$pack/loader
fi
nvidia=/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json
if [ -z "${VK_DRIVER_FILES:-}" ] && [ -f "$nvidia" ]; then
  export VK_DRIVER_FILES="$nvidia"
  # The loader before 1.3.207 knows it by another name.
  export VK_ICD_FILENAMES="$nvidia"
fi

status=0
LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} \
  "$work/gpu_runner" "$pack/inputs" "$out/gpu-runner.json" "${SECONDS_EACH:-0.5}" "${DEVICE:-}" 2>&1 | tee "$out/gpu-runner.txt"
[ -f "$out/gpu-runner.json" ] || status=1
grep -q '"equal":true' "$out/gpu-runner.json" || status=1

node=${NODE:-$(command -v node || true)}
if [ -z "$node" ] && [ -f "$pack/node.xz" ]; then
  if command -v xz >/dev/null; then xz -dc "$pack/node.xz" >"$work/node"
  else python3 -c 'import lzma,shutil,sys; shutil.copyfileobj(lzma.open(sys.argv[1]), open(sys.argv[2], "wb"))' "$pack/node.xz" "$work/node"; fi
  chmod +x "$work/node"
  node=$work/node
fi
if [ -n "$node" ]; then
  "$node" "$pack/json-parse.mjs" "$pack/inputs" "${SECONDS_EACH:-0.5}" >"$out/json-parse.json" || status=1
else
  echo 'no node here: no JSON.parse figures'
fi
exit $status
