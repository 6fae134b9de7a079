/** A canvas in the screen's own points, cleared; coordinates are CSS pixels. Null while it is not laid out. */
export function beginDrawing(canvas: HTMLCanvasElement): {
  readonly pen: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
} | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  const pen = canvas.getContext('2d');
  if (pen === null || width === 0 || height === 0) return null;
  const scale = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  return { pen, width, height };
}

/** Lines behind a plot; where a canvas is drawn, no style sheet is read. */
export const RULE = '#343a45';
