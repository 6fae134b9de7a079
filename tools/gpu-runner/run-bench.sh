#!/bin/sh
# Runs what pack-bench.sh has collected, on the machine with the GPU: `run-bench.sh [folder for the results]`. NODE is a node binary;
# VK_DRIVER_FILES is the driver's description where the loader does not find it by itself.
set -eu
pack=$(cd "$(dirname "$0")" && pwd)
out=${1:-$pack/results}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

libraries=${LD_LIBRARY_PATH:-}
if ! ldconfig -p 2>/dev/null | grep -q libvulkan.so.1; then
  echo 'no Vulkan loader here: taking the one in the pack'
  libraries=$pack/loader${libraries:+:$libraries}
fi
nvidia=/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json
if [ -z "${VK_DRIVER_FILES:-}" ] && [ -f "$nvidia" ]; then
  export VK_DRIVER_FILES="$nvidia"
  # The loader before 1.3.207 knows it by another name.
  export VK_ICD_FILENAMES="$nvidia"
fi

node=${NODE:-$(command -v node || true)}
if [ -z "$node" ]; then
  [ -f "$pack/node.xz" ] || { echo 'no node here, and none in the pack' >&2; exit 1; }
  if command -v xz >/dev/null; then xz -dc "$pack/node.xz" >"$work/node"
  else python3 -c 'import lzma,shutil,sys; shutil.copyfileobj(lzma.open(sys.argv[1]), open(sys.argv[2], "wb"))' "$pack/node.xz" "$work/node"; fi
  chmod +x "$work/node"
  node=$work/node
fi
# The result lands where the pack's folders say.
LD_LIBRARY_PATH=$libraries "$node" "$pack/tools/bench/src/report/bench.mjs" 2>&1 | tee "$out/bench.txt"
cp "$pack"/docs/results/* "$out/"
