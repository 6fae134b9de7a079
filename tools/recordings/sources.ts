/** Which half of the recordings: `dev` may be tuned and trained on, `held` only measures. */
export type Split = 'dev' | 'held';

/** A package of Debian's that ships sound. */
export interface Source {
  readonly name: string;
  /** Download size, in MB. */
  readonly megabytes: number;
  readonly splits: readonly Split[];
  /** What its sounds may be used under, after the package's own copyright file. */
  readonly licence: string;
  readonly by: string;
}

const both: readonly Split[] = ['dev', 'held'];

/** All packages that clips are cut from. None is committed; each keeps its own licence. */
export const SOURCES: readonly Source[] = [
  source('warzone2100-music', 86, ['dev'], 'GPL-2+', 'the Warzone 2100 project'),
  source('singularity-music', 52, ['dev'], 'CC-BY-SA-3.0', 'Max McCracken'),
  source('ufoai-music', 210, ['dev'], 'GPL-2+, CC-BY-3.0, CC-BY-SA-3.0 by track', 'UFO:AI team'),
  source('simutrans-data', 1.4, ['dev'], 'Artistic-1.0', 'Simutrans team'),
  source('timgm6mb-soundfont', 5.4, ['dev'], 'GPL-2', 'Tim Brechbill, David Bolton'),
  source('hydrogen-drumkits', 143, ['dev'], 'GPL-2, CC-BY-3.0 by kit', 'see the copyright file'),
  source('unknown-horizons', 248, both, 'CC-BY-SA-3.0', 'the Unknown Horizons team'),
  source('nexuiz-music', 84, ['held'], 'GPL-2+', 'Alientrap'),
  source('mma', 4.4, ['held'], 'GPL-2+', 'Bob van der Poel'),
  source('freedink-data', 29, ['held'], 'zlib, public domain, by file', 'see the copyright file'),
  source(
    'musescore-general-soundfont-small',
    34,
    ['held'],
    'MIT',
    'S. Christian Collins and others',
  ),
  source('sonic-pi-samples', 22, ['held'], 'CC0-1.0', 'users of freesound.org'),
];

/** Programs that turn packages into samples, with the Debian package that has each. */
export const PROGRAMS: readonly (readonly [program: string, debian: string])[] = [
  ['sox', 'sox'],
  ['opusdec', 'opus-tools'],
  ['fluidsynth', 'fluidsynth'],
  ['unzip', 'unzip'],
];

function source(
  name: string,
  megabytes: number,
  splits: readonly Split[],
  licence: string,
  by: string,
): Source {
  return { name, megabytes, splits, licence, by };
}
