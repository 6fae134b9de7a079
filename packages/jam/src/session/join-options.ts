import type { SessionOptions, Toast, ToastOptions } from '@jamnet/toast';
import { JamError } from '@jamnet/wire';
import { checkLayers, type LayerName, type LayerOptions } from './layers.js';

/**
 * How a session is joined: the topic and the layers; for the rest, what `createToast`, `openSession` and the layers take, with their defaults.
 */
export interface JoinSessionOptions<L extends LayerName = never>
  extends LayerOptions, SessionOptions, ToastOptions {
  /** What is wanted of the session: `'midi'`, `'audio'`, `'sync'`. @default none: frames alone */
  readonly layers?: readonly L[];
  /** A place on the network to join from, which stays the caller's to close. @default one of its own, made of the options of `createToast` */
  readonly toast?: Toast;
  /** Leaves the session when aborted; aborted already, it rejects the call. */
  readonly signal?: AbortSignal;
}

/** The same options, each with whom it is for. */
export interface CheckedJoin {
  readonly layers: readonly LayerName[];
  readonly layerOptions: LayerOptions;
  readonly sessionOptions: SessionOptions;
  readonly toastOptions: ToastOptions;
}

/** Checks what is this package's to check; toast and the layers check what is theirs. Throws JamError `bad-option`. */
export function checkJoinOptions(options: JoinSessionOptions<LayerName>): CheckedJoin {
  const { layers = [], toast, signal: _signal, audio, midi, sync, ...others } = options;
  const { topic, peers, multicast, rateCeilingBitsPerSecond, maxPeers, ...toastOptions } = others;
  const layerOptions: LayerOptions = {
    ...(audio && { audio }),
    ...(midi && { midi }),
    ...(sync && { sync }),
  };
  checkLayers(layers, layerOptions);
  const foreign = Object.entries(toastOptions).filter(([, value]) => value !== undefined);
  if (toast !== undefined && foreign.length > 0) {
    throw new JamError(
      'bad-option',
      `${foreign.map(([name]) => name).join(', ')} cannot be had with a toast that there is already: give it to createToast`,
    );
  }
  return {
    layers,
    layerOptions,
    toastOptions,
    sessionOptions: {
      topic,
      ...(peers && { peers }),
      ...(multicast !== undefined && { multicast }),
      ...(rateCeilingBitsPerSecond !== undefined && { rateCeilingBitsPerSecond }),
      ...(maxPeers !== undefined && { maxPeers }),
    },
  };
}
