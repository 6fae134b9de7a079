import process from 'node:process';

/** What is used of `node-web-audio-api`, so that a test can stand in for it. */
export interface WebAudioLibrary {
  readonly mediaDevices: {
    enumerateDevices(): Promise<readonly DeviceInfo[]>;
    getUserMedia(wanted: { readonly audio: InputRequest }): Promise<MediaStream>;
  };
  readonly AudioContext: new (request: ContextRequest) => AudioContext;
  readonly AudioWorkletNode: new (
    context: AudioContext,
    name: string,
    request: NodeRequest,
  ) => WorkletNode;
}

export interface DeviceInfo {
  readonly deviceId: string;
  readonly label: string;
  readonly kind: string;
}

interface InputRequest {
  readonly deviceId: string;
  readonly sampleRate: number;
  readonly latencyHint: LatencyHint;
}

/** Seconds, or the least there is. */
export type LatencyHint = number | 'interactive';

export interface ContextRequest {
  /** Left out, the device has its own. */
  readonly sampleRate?: number;
  readonly latencyHint: LatencyHint;
  /** `none` keeps time without a device. */
  readonly sinkId: string | { readonly type: 'none' };
}

export interface NodeRequest {
  readonly numberOfInputs: number;
  readonly numberOfOutputs: number;
  readonly outputChannelCount: readonly number[];
  readonly channelCountMode: 'max';
  readonly processorOptions: object;
}

/** The library gives no way to end one but to forget it. */
export type MediaStream = object;

export interface AudioContext {
  readonly sampleRate: number;
  /** Seconds; 0 where the system does not say. */
  readonly outputLatency: number;
  readonly audioWorklet: { addModule(url: string): Promise<void> };
  readonly destination: AudioNode & {
    channelCount: number;
    channelInterpretation: string;
    readonly maxChannelCount: number;
  };
  createMediaStreamSource(stream: MediaStream): AudioNode;
  close(): Promise<void>;
}

export interface AudioNode {
  connect(to: AudioNode): void;
  disconnect(): void;
}

export interface WorkletNode extends AudioNode {
  onprocessorerror: ((event: { readonly message: string }) => void) | null;
  readonly port: {
    on(event: 'message', handler: (message: unknown) => void): unknown;
    postMessage(message: unknown): void;
    close(): void;
  };
}

/**
 * Without a sound server PulseAudio's client, which ALSA may bring along, goes on to look for one by TCP. It is told to look where one is on this machine, and
 * nowhere else, unless the user says where.
 */
function stayOnThisMachine(): void {
  if (process.platform !== 'linux') return;
  const { XDG_RUNTIME_DIR } = process.env;
  const folder = XDG_RUNTIME_DIR || `/run/user/${process.getuid?.() ?? 0}`;
  process.env['PULSE_SERVER'] ??= `unix:${folder}/pulse/native`;
}

/** Throws where its binary does not fit this machine. */
export async function loadWebAudio(): Promise<WebAudioLibrary> {
  stayOnThisMachine();
  return (await import('node-web-audio-api')) as unknown as WebAudioLibrary;
}
