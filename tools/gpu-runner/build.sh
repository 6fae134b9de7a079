#!/bin/sh
# Compiles gpu_runner. `build.sh [output]`; NATIVE is where packages/gpu-native/native lies, EXTRA holds further include folders and
# libraries (`-I… -L…`), CXX the compiler.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
native=${NATIVE:-$here/../../packages/gpu-native/native}
out=${1:-$here/../../.jamnet/gpu-runner/gpu_runner}
mkdir -p "$(dirname "$out")"
# shellcheck disable=SC2086
exec "${CXX:-g++}" -std=c++17 -O3 -march=native -DJAMNET_VULKAN -DVK_NO_PROTOTYPES -I"$native" ${EXTRA:-} \
  "$here"/src/*.cc "$native"/gpu/*.cc "$native"/memory/*.cc "$native"/clock/*.cc \
  -o "$out" -Wl,-rpath,'$ORIGIN/lib' -lsimdjson -ldl -pthread
