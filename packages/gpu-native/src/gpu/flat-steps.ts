import { JamError, type ComputeBinding } from '@jamnet/wire';

const accessCodes = { read: 0, write: 1, 'read-write': 2, kept: 3 } as const;

/** A step as the addon takes it. What only a wrong call can bring is refused here; the device's limits are checked natively. */
export function appendStep(
  flat: (number | Uint8Array)[],
  kernel: string,
  id: number,
  bindings: readonly ComputeBinding[],
  invocations: number,
): void {
  if (!(Number.isInteger(invocations) && invocations >= 0 && invocations <= 0xffffffff)) {
    refuse(`${kernel}: invocations is ${invocations}; it must be a whole number below 2^32`);
  }
  flat.push(id, invocations, bindings.length);
  for (let i = 0; i < bindings.length; i++) {
    const { bytes, access } = bindings[i]!;
    if (!(bytes instanceof Uint8Array) || !(bytes.buffer instanceof ArrayBuffer)) {
      refuse(`binding ${i} of ${kernel} is no Uint8Array over an ArrayBuffer`);
    }
    if (bytes.byteOffset % 4 !== 0) {
      refuse(
        `binding ${i} of ${kernel} starts at ${bytes.byteOffset}, which is not a multiple of 4`,
      );
    }
    const code = accessCodes[access];
    if (code === undefined) refuse(`binding ${i} of ${kernel} has access ${access}`);
    flat.push(bytes, code);
  }
}

function refuse(message: string): never {
  throw new JamError('bad-option', message);
}
