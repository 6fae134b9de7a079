/** Figures as the window and the terminal show them: short, and of a steady width while they change. */

const UNKNOWN = '–';

/** `0.4 ms`, `12.3 ms`, `145 ms`. */
export function msFigure(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return UNKNOWN;
  return `${ms.toFixed(Math.abs(ms) < 99.95 ? 1 : 0)} ms`;
}

/** `0 %`, `0.3 %`, `12 %`; what is not nothing is not shown as nothing: `< 0.1 %`. */
export function shareFigure(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return UNKNOWN;
  const percent = share * 100;
  if (percent === 0) return '0 %';
  if (percent < 0.05) return '< 0.1 %';
  if (percent > 99.95 && percent < 100) return '> 99.9 %';
  return `${percent.toFixed(percent < 9.95 || (percent > 90 && percent < 100) ? 1 : 0)} %`;
}

/** With its sign: `+12 µs`, `−0.34 ms`. */
export function offsetFigure(us: number | null): string {
  if (us === null || !Number.isFinite(us)) return UNKNOWN;
  const sign = Math.abs(us) < 0.5 ? '' : us < 0 ? '−' : '+';
  return `${sign}${microseconds(Math.abs(us))}`;
}

/** `± 12 µs`. */
export function boundFigure(us: number | null): string {
  return us === null || !Number.isFinite(us) ? UNKNOWN : `± ${microseconds(Math.abs(us))}`;
}

/** `820 kbit/s`, `1.4 Mbit/s`. */
export function rateFigure(kbps: number): string {
  return kbps < 999.5 ? `${Math.round(kbps)} kbit/s` : `${(kbps / 1_000).toFixed(1)} Mbit/s`;
}

/** `96.0`, in which a tempo is always written alike. */
export function tempoFigure(tempo: number): string {
  return tempo.toFixed(1);
}

/** `0:42`, `1:02:03`. */
export function clockFigure(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

/** Loudness in decibels: `0 dB`, `−6 dB`, `silent`. */
export function volumeFigure(volume: number): string {
  if (volume <= 0.001) return 'silent';
  const db = 20 * Math.log10(volume);
  const figure = Math.abs(db) < 0.05 ? '0' : Math.abs(db).toFixed(1);
  const sign = figure === '0' ? '' : db < 0 ? '−' : '+';
  return `${sign}${figure} dB`;
}

function microseconds(us: number): string {
  if (us < 999.5) return `${Math.round(us)} µs`;
  if (us < 99_950) return `${(us / 1_000).toFixed(us < 9_995 ? 2 : 1)} ms`;
  return us < 999_500 ? `${Math.round(us / 1_000)} ms` : `${(us / 1e6).toFixed(1)} s`;
}
