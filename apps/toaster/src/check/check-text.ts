import { formatClock } from '../options/duration.js';
import {
  formatCount,
  formatCountOf,
  formatMicroseconds,
  formatShare,
} from '../report/number-format.js';
import { delayText } from './check-screen.js';
import type { CheckView, PathView, WayView } from './path-view.js';
import { audioText, bufferText, midiText, runsText, verdictText } from './verdict-text.js';

/** A check in one line: for a pipe, a log, a terminal too small for the picture. */
export function checkLine(view: CheckView): string {
  const { elapsedMs, forMs, waitedMs, topic, paths } = view;
  if (elapsedMs === null)
    return `nobody is in ${topic} yet; waited ${(waitedMs / 1_000).toFixed(0)} of ${(forMs / 1_000).toFixed(0)} s`;
  const each = paths.map(({ name, there, here, roundTrip }) =>
    [
      `${name}: ${formatShare(there.lossRate)} lost there`,
      `${formatShare(here.lossRate)} back`,
      `round trip ${formatMicroseconds(roundTrip?.medianUs ?? null)}`,
    ].join(', '),
  );
  return `${formatClock(elapsedMs)} of ${formatClock(forMs)} · ${each.join(' · ')}`;
}

/** What was found, for people. */
export function checkText({ paths, probesSent, probesRefused }: CheckView): string[] {
  const refused =
    probesRefused > 0
      ? [`${formatCount(probesRefused)} probes were refused: the path is full`]
      : [];
  return [...refused, ...paths.flatMap((path) => pathText(path, probesSent))];
}

function pathText(path: PathView, probesSent: number): string[] {
  const state = { alive: '', left: ', then said goodbye', expired: ', then fell silent' }[
    path.state
  ];
  const trip = path.roundTrip;
  return [
    `${path.name}, ${(path.measuredMs / 1_000).toFixed(1)} s${state}`,
    `  there:   ${wayText(path.there, probesSent)}`,
    `           ${delayText(path.there)}`,
    `  back:    ${wayText(path.here, probesSent)}`,
    `           ${delayText(path.here)}`,
    ...(trip === null
      ? []
      : [
          `  round trip ${formatMicroseconds(trip.medianUs)} median, ${formatMicroseconds(trip.p99Us)} p99${path.sameClock ? '' : '; one way is taken for half of it'}`,
        ]),
    ...(path.midi === null ? [] : [`  MIDI:    ${midiText(path.midi)}`]),
    ...(path.audio === null
      ? []
      : [`  audio:   ${audioText(path.audio)}`, `           ${bufferText(path.audio)}`]),
    `  verdict: ${verdictText(path)}`,
  ];
}

function wayText({ by, counted, lossRate, runs }: WayView, probesSent: number): string {
  if (by === null) return 'loss not known';
  const what = {
    report: `${formatCount(probesSent)} probes, by ${formatCountOf(counted, 'report')}`,
    probes: formatCountOf(counted, 'probe'),
    media: formatCountOf(counted, 'datagram'),
    heartbeats: `${formatCountOf(counted, 'heartbeat')} alone: run toaster check there too to see more`,
  }[by];
  const inRuns = runsText(runs, lossRate);
  return `${formatShare(lossRate)} lost${inRuns ? `, ${inRuns}` : ''} (${what})`;
}
