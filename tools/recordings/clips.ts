import { DRUM_CLIPS } from './drum-clips.js';
import type { Split } from './sources.js';

export type Group = 'guitar' | 'piano' | 'strings' | 'winds' | 'voice' | 'drums' | 'mix' | 'synth';

/** How a clip is made out of a package's files; paths as in the installed package. */
export type Recipe =
  /** Cut out of a recording, which may lie within a zip file. */
  | {
      readonly kind: 'track';
      readonly file: string;
      readonly within?: string;
      readonly startS: number;
    }
  /** Recordings one after the other. */
  | { readonly kind: 'row'; readonly files: readonly string[] }
  /** A MIDI file played by a soundfont: only these channels, with another instrument where one is named. */
  | {
      readonly kind: 'midi';
      readonly file: string;
      readonly soundfont: readonly [source: string, file: string];
      readonly startS: number;
      readonly channels?: readonly number[];
      readonly program?: number;
    }
  /** Single strokes on a grid of sixteenths; each row is a file and its strokes (`x` loud, `o` soft). */
  | {
      readonly kind: 'pattern';
      readonly folder: string;
      readonly bpm: number;
      readonly rows: readonly (readonly [file: string, strokes: string])[];
    };

/** A piece of about ten seconds, mono at 48 kHz. */
export interface Clip {
  readonly name: string;
  readonly split: Split;
  readonly group: Group;
  readonly source: string;
  readonly recipe: Recipe;
}

const TIM = ['timgm6mb-soundfont', 'usr/share/sounds/sf2/TimGM6mb.sf2'] as const;
const MUSESCORE = [
  'musescore-general-soundfont-small',
  'usr/share/sounds/sf3/MuseScore_General_Lite.sf3',
] as const;

const WARZONE = 'usr/share/games/warzone2100/music/albums/';
const SINGULARITY = 'usr/share/games/singularity/music/';
const UFO = 'usr/share/games/ufoai/base/0music.pk3';
const NEXUIZ = 'usr/share/games/nexuiz/data/music.pk3';
const HORIZONS = 'usr/share/unknown-horizons/content/audio/';
const SIMUTRANS = 'usr/share/games/simutrans/music/';
const MMA = 'usr/share/doc/mma/examples/';
const MMA_GROOVES = 'usr/share/mma/lib/pflib/';
const DINK = 'usr/share/games/dink/dink/Sound/';
const SONIC = 'usr/share/sonic-pi/samples/';

/** Every clip. A recording is in one half only; where a package serves both, its speakers are apart. */
export const CLIPS: readonly Clip[] = [
  ...[1, 2].flatMap((n) => [
    warzone(`original_soundtrack/track${n}`, 40),
    warzone(`original_soundtrack/track${n}`, 130),
  ]),
  ...[6, 9, 13].map((n) => warzone(`legacy_soundtrack/track${n}`, 60)),
  ...[18, 22, 25].map((n) => warzone(`aftermath_soundtrack/track${n}`, 75)),
  ...['A New Journey', 'Coherence', 'Inevitable', 'Nebula', 'Media Threat', 'Orbital Elevator'].map(
    (title) => singularity(title, 90),
  ),
  singularity('lose/March Thee to Dis', 12),
  ...['Crystan-IntroSad', 'David01', 'David04', 'karlmacklin_geoscape', 'azrael1'].map((title) =>
    ufo(title, 'mix'),
  ),
  ...['PsymongN1', 'PsymongR2', 'dawn', 'greecei', 'MarineUrbanWarfare'].map((title) =>
    ufo(title, 'mix'),
  ),
  ufo('TheThings-Slippycurb', 'synth'),
  simutrans('06-A-busy-day-at-the-depot', 'guitar', 20, [0, 1, 2, 3]),
  simutrans('23-Something-for-Silver-Sand', 'guitar', 30, [10]),
  simutrans('18-Ride-that-train', 'guitar', 30, [5]),
  simutrans('29-Runaway', 'guitar', 25, [0]),
  simutrans('02-Gotta-catch-that-train', 'piano', 20, [0]),
  simutrans('21-Dusty-Eyes', 'piano', 30, [2, 3]),
  simutrans('08-The-journey-home', 'piano', 25, [0]),
  simutrans('05-Boring-afternoon', 'strings', 60, [5, 6, 7, 8]),
  simutrans('31-Courtenay-Bridge', 'strings', 15, [1], 40),
  simutrans('53-Where-Thomassons-Lie', 'strings', 20, [1], 42),
  simutrans('09-Simupolitan-Swing', 'winds', 15, [0, 1]),
  simutrans('34-flyingaway', 'winds', 20, [0, 2]),
  simutrans('47-Salty-Breeze', 'winds', 30, [0], 65),
  simutrans('41-Libertador', 'winds', 30, [6]),
  simutrans('30-On-the-waterfront', 'voice', 60, [5, 6, 7, 8], 52),
  simutrans('44-Above-the-sky', 'synth', 30),
  simutrans('16-Midnight-Express2', 'mix', 40),
  voice('dev', 'fr', [0, 1, 2, 3, 4]),

  ...['Peer Gynt Suite No. 1, Op. 46 - I. Morning', 'irelands_coast', 'goldenvalley'].map((title) =>
    horizons(title, 60),
  ),
  ...['newfrontier', 'nightdream', 'uh_gameplay2', 'uh_gameplay4', 'waves', 'battle'].map((title) =>
    horizons(title, 45),
  ),
  horizons('beware_the_ships_kobold', 80),
  ...['brokenlight', 'infight', 'stairs', 'thru-the-mirror', 'beast-of-insanity'].map((title) =>
    nexuiz(title, 'mix'),
  ),
  ...['neuronal-diving', 'digital-pursuit', 'sixtyfour_revisited'].map((title) =>
    nexuiz(title, 'synth'),
  ),
  mma('plectrum/mandala', 'guitar', 5),
  mma('aria/girl', 'guitar', 6),
  mma('rock1', 'guitar', 10, [13], undefined, MMA_GROOVES),
  dink('105', 'piano', 20),
  dink('18', 'piano', 20),
  dink('lively', 'piano', 3),
  dink('2', 'strings', 15, [4, 5], 42),
  dink('13', 'strings', 20, [0], 48),
  mma('aria/barb', 'strings', 10, [14], 40),
  dink('18', 'winds', 40, [2], 71),
  mma('aria/bossa', 'winds', 8, [14], 73),
  mma('midi-inc/frankie', 'winds', 8, [15]),
  dink('love', 'voice', 2, [0, 1, 2, 3], 52),
  dink('7', 'synth', 15),
  voice('held', 'de', [0, 1, 2, 3]),
  voice('held', 'en', [0, 1, 2]),
  sonic('ambi_glass_hum', 'strings'),
  sonic('ambi_haunted_hum', 'synth'),
  sonic('ambi_lunar_land', 'synth'),
  ...DRUM_CLIPS,
];

function warzone(file: string, startS: number): Clip {
  const name = file.replace('_soundtrack/', '-');
  return track('dev', 'mix', 'warzone2100-music', name, `${WARZONE}${file}.opus`, startS);
}

function singularity(title: string, startS: number): Clip {
  return track('dev', 'synth', 'singularity-music', title, `${SINGULARITY}${title}.ogg`, startS);
}

function ufo(title: string, group: Group): Clip {
  return track('dev', group, 'ufoai-music', title, UFO, 40, `music/${title}.ogg`);
}

function nexuiz(title: string, group: Group): Clip {
  return track('held', group, 'nexuiz-music', title, NEXUIZ, 70, `sound/cdtracks/${title}.ogg`);
}

function horizons(title: string, startS: number): Clip {
  return track('held', 'mix', 'unknown-horizons', title, `${HORIZONS}music/${title}.ogg`, startS);
}

function sonic(name: string, group: Group): Clip {
  return track('held', group, 'sonic-pi-samples', name, `${SONIC}${name}.flac`, 0);
}

function voice(split: Split, language: string, numbers: readonly number[]): Clip {
  const files = numbers.map((n) => `${HORIZONS}voice/${language}/0/new_world/${n}.ogg`);
  return clip(split, 'voice', 'unknown-horizons', `speech-${language}`, { kind: 'row', files });
}

function simutrans(
  title: string,
  group: Group,
  startS: number,
  channels?: readonly number[],
  program?: number,
): Clip {
  const file = `${SIMUTRANS}${title}.mid`;
  const recipe = { kind: 'midi', file, soundfont: TIM, startS, channels, program } as const;
  return clip('dev', group, 'simutrans-data', `simutrans-${title}`, recipe);
}

function mma(
  title: string,
  group: Group,
  startS: number,
  channels?: readonly number[],
  program?: number,
  folder = MMA,
): Clip {
  const file = `${folder}${title}.mid`;
  const recipe = { kind: 'midi', file, soundfont: MUSESCORE, startS, channels, program } as const;
  return clip('held', group, 'mma', `mma-${title}`, recipe);
}

function dink(
  title: string,
  group: Group,
  startS: number,
  channels?: readonly number[],
  program?: number,
): Clip {
  const file = `${DINK}${title}.mid`;
  const recipe = { kind: 'midi', file, soundfont: MUSESCORE, startS, channels, program } as const;
  return clip('held', group, 'freedink-data', `dink-${title}`, recipe);
}

function track(
  split: Split,
  group: Group,
  source: string,
  title: string,
  file: string,
  startS: number,
  within?: string,
): Clip {
  const recipe = { kind: 'track', file, startS, within } as const;
  return clip(split, group, source, `${source.replace(/-(music|samples)$/, '')}-${title}`, recipe);
}

function clip(split: Split, group: Group, source: string, title: string, recipe: Recipe): Clip {
  const start = 'startS' in recipe && recipe.startS > 0 ? `-${recipe.startS}` : '';
  const slug = `${group}-${title}${start}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return { name: slug, split, group, source, recipe };
}
