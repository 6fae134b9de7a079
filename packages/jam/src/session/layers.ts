import type { Session } from '@jamnet/toast';
import { JamError } from '@jamnet/wire';
import { type AudioLayerOptions, type JamAudio, openAudioLayer } from './audio-layer.js';
import { type JamMidi, type MidiLayerOptions, openMidiLayer } from './midi-layer.js';
import { type JamSync, openSyncLayer, type SyncLayerOptions } from './sync-layer.js';

/** What there is to be asked for, and what one gets. */
export interface JamLayers {
  readonly audio: JamAudio;
  readonly midi: JamMidi;
  readonly sync: JamSync;
}

export type LayerName = keyof JamLayers;

/** Options of the layers, each under its name. */
export interface LayerOptions {
  /** How audio is sent and received; see `JdatOptions` of `@jamnet/jdat`. */
  readonly audio?: AudioLayerOptions;
  /** How MIDI is sent and received; see `JmidOptions` of `@jamnet/jmid`. */
  readonly midi?: MidiLayerOptions;
  /** What the timeline runs on, and how far ahead commands are given. */
  readonly sync?: SyncLayerOptions;
}

/** What the façade does with every layer. */
export interface OpenLayer {
  drain(timeoutMs?: number): Promise<boolean>;
  stats(): object;
  close(): void;
}

/** `opened` are the layers of the session, those that are opened later included. */
export type LayerOpener = (
  session: Session,
  options: LayerOptions,
  opened: ReadonlyMap<string, OpenLayer>,
) => OpenLayer;

const OPENERS: { readonly [K in LayerName]: LayerOpener } = {
  audio: (session, { audio }, opened) =>
    openAudioLayer(session, audio, () => (opened.get('sync') as JamSync | undefined)?.timeline),
  midi: (session, { midi }) => openMidiLayer(session, midi),
  sync: (session, { sync }) => openSyncLayer(session, sync),
};

/** Throws JamError `bad-option` for a layer that there is not, one named twice, and options of one that was not asked for. */
export function checkLayers(names: readonly string[], options: LayerOptions): void {
  const known = Object.keys(OPENERS);
  if (!Array.isArray(names)) {
    throw new JamError('bad-option', `layers is not a list: write layers: ['${known[0]}']`);
  }
  for (const [index, name] of names.entries()) {
    if (!known.includes(name)) {
      throw new JamError(
        'bad-option',
        `there is no layer '${name}' in this version: layers may name ${known.join(', ')}`,
      );
    }
    if (names.indexOf(name) !== index) {
      throw new JamError('bad-option', `layers names '${name}' twice: once is enough`);
    }
  }
  for (const name of known as LayerName[]) {
    if (options[name] === undefined || names.includes(name)) continue;
    throw new JamError('bad-option', `there are options for '${name}': name it in layers too`);
  }
}

/** Opens the layers in the order in which they are named. When one cannot be opened, those before it are closed again, and its error comes out. */
export function openLayers(
  session: Session,
  names: readonly string[],
  options: LayerOptions,
  openers: Readonly<Record<string, LayerOpener>> = OPENERS,
): Map<string, OpenLayer> {
  const layers = new Map<string, OpenLayer>();
  try {
    for (const name of names) layers.set(name, openers[name](session, options, layers));
  } catch (error) {
    closeLayers(layers);
    throw error;
  }
  return layers;
}

/** The last one first. What one throws (a handler may) comes out, but not at the cost of the others. */
export function closeLayers(layers: ReadonlyMap<string, OpenLayer>): void {
  const thrown: unknown[] = [];
  for (const layer of [...layers.values()].reverse()) {
    try {
      layer.close();
    } catch (error) {
      thrown.push(error);
    }
  }
  if (thrown.length > 0) throw thrown[0];
}
