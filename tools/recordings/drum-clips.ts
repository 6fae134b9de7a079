import type { Clip, Recipe } from './clips.js';

const KITS = 'usr/share/hydrogen/data/drumkits/';
const SONIC = 'usr/share/sonic-pi/samples/';

type Rows = Extract<Recipe, { kind: 'pattern' }>['rows'];

/** Drums: strokes of a kit on a grid, `x` loud, `o` soft, `.` none. */
export const DRUM_CLIPS: readonly Clip[] = [
  kit('black-pearl', 'The Black Pearl 1.0', 104, [
    ['PearlKick-Hard.wav', 'x.....x.x.x.....'],
    ['PearlSnare-Hard.wav', '....x.......x..o'],
    ['SabianHatClosed-Med.wav', 'x.o.x.o.x.o.x.o.'],
    ['PearlTom1-Med.wav', '..............x.'],
    ['SabianCrash-Hard.wav', 'x...............'],
  ]),
  kit('black-pearl-ride', 'The Black Pearl 1.0', 132, [
    ['PearlKick-Med.wav', 'x..o....x.......'],
    ['PearlSideStick-Med.wav', '....x..o....x...'],
    ['PaisteRide-Med.wav', 'x...x.o.x...x.o.'],
    ['SabianHatPedal-Med.wav', '....o.......o...'],
  ]),
  kit('millo', 'Millo_MultiLayered2', 92, [
    ['bd_03.flac', 'x.......o.x.....'],
    ['jsnare_03.flac', '....x..o.o..x...'],
    ['hhclosed_03.flac', 'xoxoxoxoxoxoxox.'],
    ['hhopen_02.flac', '..............x.'],
    ['floortom_02.flac', '......o...o.....'],
  ]),
  kit('colombo', 'ColomboAcousticDrumkit', 118, [
    ['bassdrum-4mics-br-stereo-normal3.flac', 'x.....x...x.....'],
    ['snare-opaque-normal-mic-normal_shot2.flac', '....x..o.o..x..o'],
    ['hihat-closed-4.flac', 'x.x.x.x.x.x.x...'],
    ['hihat-open-4.flac', '..............x.'],
    ['tom-low-1.flac', '.......o.......o'],
  ]),
  kit('african', 'circAfrique v4', 126, [
    ['Djembe1 Bass.wav', 'x.....x.........'],
    ['Djembe1 Tone.wav', '..xx......xx....'],
    ['Djembe2 Slap.wav', '....x..x....x.x.'],
    ['Dununba1 Head Hit.wav', 'x.......x.......'],
    ['Kenkeni1 Bell Hit.wav', 'x.o.x.o.x.o.x.o.'],
  ]),
  sonic('acoustic', 100, [
    ['drum_heavy_kick.flac', 'x.....x.x.......'],
    ['drum_snare_hard.flac', '....x.......x...'],
    ['drum_snare_soft.flac', '.......o.o.....o'],
    ['drum_cymbal_closed.flac', 'x.o.x.o.x.o.x.o.'],
    ['drum_cymbal_soft.flac', 'x...............'],
  ]),
  sonic('toms', 124, [
    ['drum_bass_hard.flac', 'x.......x.......'],
    ['drum_tom_hi_hard.flac', 'x.o.........x...'],
    ['drum_tom_mid_soft.flac', '....x.o.......x.'],
    ['drum_tom_lo_hard.flac', '........x..o....'],
    ['drum_splash_soft.flac', '............o...'],
    ['drum_cymbal_pedal.flac', '....x.......x...'],
  ]),
  sonic('electronic', 128, [
    ['bd_haus.flac', 'x...x...x...x...'],
    ['sn_dolf.flac', '....x.......x...'],
    ['elec_tick.flac', '..x...x...x...x.'],
    ['elec_blip.flac', 'o..o..o...o..o..'],
    ['elec_cymbal.flac', '..............x.'],
  ]),
  sonic('percussion', 96, [
    ['perc_bell.flac', 'x...............'],
    ['perc_snap.flac', '....x.......x...'],
    ['perc_till.flac', '......o.......o.'],
    ['elec_wood.flac', 'x.x..x..x.x..x..'],
    ['bd_fat.flac', 'x.......x.o.....'],
  ]),
  sonic('cymbals', 84, [
    ['drum_cymbal_open.flac', 'x.......x.......'],
    ['drum_cymbal_hard.flac', '............x...'],
    ['sn_generic.flac', '....x.......x..o'],
    ['bd_pure.flac', 'x.....x...x.....'],
    ['drum_cowbell.flac', 'o.o...o.o.o...o.'],
  ]),
];

function kit(name: string, folder: string, bpm: number, rows: Rows): Clip {
  return {
    name: `drums-${name}`,
    split: 'dev',
    group: 'drums',
    source: 'hydrogen-drumkits',
    recipe: { kind: 'pattern', folder: `${KITS}${folder}/`, bpm, rows },
  };
}

function sonic(name: string, bpm: number, rows: Rows): Clip {
  return {
    name: `drums-sonic-${name}`,
    split: 'held',
    group: 'drums',
    source: 'sonic-pi-samples',
    recipe: { kind: 'pattern', folder: SONIC, bpm, rows },
  };
}
