/*
 * The concealment methods that packages/pnbtr is compared with, each strictly causal and with a 128-sample cross-fade back.
 *
 *   concealment-baselines zero | repeat | pattern | burg ORDER WINDOW DECAY   < in > out
 *
 * in: int32 samples, int32 gaps, per gap int32 start and length, then the samples as floats (those in the gaps are not read);
 * out: the samples, concealed. WINDOW and DECAY are in samples; DECAY 0 weighs the whole window alike.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FADE 128
#define MOST_ORDER 4096

static float *y; /* what was played so far: real samples, and concealed ones in the gaps */

/* Predicts n samples from those before start. */
typedef void (*predictor)(int start, int n, float *out, const int *setting);

static void zero(int start, int n, float *out, const int *setting) {
  (void)start;
  (void)setting;
  memset(out, 0, n * sizeof *out);
}

static void repeat(int start, int n, float *out, const int *setting) {
  (void)setting;
  for (int i = 0; i < n; i++) out[i] = y[start - 480 + i % 480];
}

/* Continues from where the last 10 ms resembled their past most, at most 200 ms ago. */
static void pattern(int start, int n, float *out, const int *setting) {
  (void)setting;
  const int length = 480, shortest = 120, longest = 9600;
  const float *now = y + start - length;
  double best = -1e300;
  int lag = shortest;
  for (int at = shortest; at <= longest; at++) {
    const float *past = now - at;
    float cross = 0, energy = 1e-9f;
    for (int i = 0; i < length; i++) {
      cross += now[i] * past[i];
      energy += past[i] * past[i];
    }
    const double likeness = cross / sqrt(energy);
    if (likeness > best) {
      best = likeness;
      lag = at;
    }
  }
  for (int i = 0; i < n; i++) out[i] = i < lag ? y[start - lag + i] : out[i - lag];
}

/* Burg's method: reflection by reflection, each the one that leaves the least forward and backward error. */
static void fit(const float *x, int n, int order, int decay, double *a) {
  double *f = malloc(3 * n * sizeof(double)), *b = f + n, *w = b + n;
  double *before = malloc((order + 1) * sizeof(double));
  for (int i = 0; i < n; i++) {
    f[i] = b[i] = x[i];
    w[i] = decay > 0 ? exp((i - n + 1) / (double)decay) : 1;
  }
  a[0] = 1;
  for (int m = 0; m < order; m++) {
    double cross = 0, energy = 1e-14;
    for (int i = m + 1; i < n; i++) {
      cross += w[i] * f[i] * b[i - 1];
      energy += w[i] * (f[i] * f[i] + b[i - 1] * b[i - 1]);
    }
    const double k = -2 * cross / energy;
    memcpy(before, a, (m + 1) * sizeof(double));
    a[m + 1] = k;
    for (int i = 1; i <= m; i++) a[i] = before[i] + k * before[m + 1 - i];
    for (int i = n - 1; i > m; i--) {
      const double forward = f[i], backward = b[i - 1];
      f[i] = forward + k * backward;
      b[i] = backward + k * forward;
    }
  }
  free(f);
  free(before);
}

static void burg(int start, int n, float *out, const int *setting) {
  const int order = setting[0], window = setting[1];
  double *a = malloc((order + 1) * sizeof(double));
  double *past = malloc((order + n) * sizeof(double));
  fit(y + start - window, window, order, setting[2], a);
  for (int i = 0; i < order; i++) past[i] = y[start - order + i];
  for (int i = 0; i < n; i++) {
    double sum = 0;
    for (int k = 1; k <= order; k++) sum -= a[k] * past[order + i - k];
    past[order + i] = isfinite(sum) ? sum : 0;
    out[i] = past[order + i];
  }
  free(a);
  free(past);
}

static void conceal(predictor method, const int *setting, int samples, int start, int length) {
  const int fade = start + length + FADE <= samples ? FADE : 0;
  float *out = malloc((length + fade) * sizeof *out);
  method(start, length + fade, out, setting);
  memcpy(y + start, out, length * sizeof *out);
  for (int i = 0; i < fade; i++) {
    const float real = (i + 1) / (float)(fade + 1);
    y[start + length + i] = real * y[start + length + i] + (1 - real) * out[length + i];
  }
  free(out);
}

int main(int argc, char **argv) {
  static const struct {
    const char *name;
    predictor method;
  } methods[] = {{"zero", zero}, {"repeat", repeat}, {"pattern", pattern}, {"burg", burg}};
  predictor method = NULL;
  int setting[3] = {0}, head[2];
  for (unsigned i = 0; argc > 1 && i < sizeof methods / sizeof *methods; i++)
    if (!strcmp(argv[1], methods[i].name)) method = methods[i].method;
  for (int i = 2; i < argc && i < 5; i++) setting[i - 2] = atoi(argv[i]);
  if (method == NULL || (method == burg && (argc != 5 || setting[0] < 1 || setting[0] > MOST_ORDER)))
    return fprintf(stderr, "usage: zero | repeat | pattern | burg ORDER WINDOW DECAY\n"), 2;
  if (fread(head, sizeof(int32_t), 2, stdin) != 2) return 1;
  const int samples = head[0], gaps = head[1];
  int *gap = malloc(2 * gaps * sizeof(int32_t) + 1);
  y = malloc(samples * sizeof(float) + 1);
  if (fread(gap, sizeof(int32_t), 2 * gaps, stdin) != (size_t)(2 * gaps)) return 1;
  if (fread(y, sizeof(float), samples, stdin) != (size_t)samples) return 1;
  for (int g = 0; g < gaps; g++) conceal(method, setting, samples, gap[2 * g], gap[2 * g + 1]);
  fwrite(y, sizeof(float), samples, stdout);
  return 0;
}
