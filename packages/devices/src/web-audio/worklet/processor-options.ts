/** What the processor is made with. */
export interface ProcessorOptions {
  readonly state: SharedArrayBuffer;
  readonly output: SharedArrayBuffer | undefined;
  readonly input: SharedArrayBuffer | undefined;
}

/** A voice that is new. */
export interface VoiceMessage {
  readonly index: number;
  readonly ring: SharedArrayBuffer;
}
