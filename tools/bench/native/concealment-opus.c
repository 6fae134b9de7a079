/*
 * libopus's own concealment: the music is coded at a high bit rate in 10 ms frames, the frames of a gap are lost, and what the decoder
 * plays there is put in its place, with a 128-sample cross-fade back.
 *
 *   concealment-opus < in > out     (in and out as those of concealment-baselines.c; lengths of gaps are multiples of 480)
 */
#include <opus/opus.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRAME 480
#define FADE 128
#define LEAD_FRAMES 50
#define MOST_BYTES 4000

static int conceal(const float *in, float *out, int samples, int start, int length) {
  int error;
  OpusEncoder *encoder = opus_encoder_create(48000, 1, OPUS_APPLICATION_AUDIO, &error);
  OpusDecoder *decoder = opus_decoder_create(48000, 1, &error);
  opus_int32 delay;
  opus_encoder_ctl(encoder, OPUS_SET_BITRATE(256000));
  opus_encoder_ctl(encoder, OPUS_GET_LOOKAHEAD(&delay));
  const int lost = length / FRAME;
  /* What goes in comes out `delay` samples later: the frames lie so that a lost one is exactly the gap's. */
  const int first = start + delay - LEAD_FRAMES * FRAME;
  float frame[FRAME], decoded[FRAME];
  unsigned char packet[MOST_BYTES];
  for (int k = 0; k < LEAD_FRAMES + lost + 1; k++) {
    for (int i = 0; i < FRAME; i++) {
      const int at = first + k * FRAME + i;
      frame[i] = at >= 0 && at < samples ? in[at] : 0;
    }
    const int bytes = opus_encode_float(encoder, frame, FRAME, packet, MOST_BYTES);
    const int gone = k >= LEAD_FRAMES && k < LEAD_FRAMES + lost;
    if (bytes < 0 || opus_decode_float(decoder, gone ? NULL : packet, bytes, decoded, FRAME, 0) != FRAME)
      return 1;
    const int at = start + (k - LEAD_FRAMES) * FRAME;
    if (gone) memcpy(out + at, decoded, sizeof decoded);
    if (k == LEAD_FRAMES + lost)
      for (int i = 0; i < FADE && at + i < samples; i++) {
        const float real = (i + 1) / (float)(FADE + 1);
        out[at + i] = real * in[at + i] + (1 - real) * decoded[i];
      }
  }
  opus_encoder_destroy(encoder);
  opus_decoder_destroy(decoder);
  return 0;
}

int main(void) {
  int head[2];
  if (fread(head, sizeof(int32_t), 2, stdin) != 2) return 1;
  const int samples = head[0], gaps = head[1];
  int *gap = malloc(2 * gaps * sizeof(int32_t) + 1);
  float *in = malloc(samples * sizeof(float) + 1), *out = malloc(samples * sizeof(float) + 1);
  if (fread(gap, sizeof(int32_t), 2 * gaps, stdin) != (size_t)(2 * gaps)) return 1;
  if (fread(in, sizeof(float), samples, stdin) != (size_t)samples) return 1;
  memcpy(out, in, samples * sizeof(float));
  for (int g = 0; g < gaps; g++)
    if (conceal(in, out, samples, gap[2 * g], gap[2 * g + 1])) return 1;
  fwrite(out, sizeof(float), samples, stdout);
  return 0;
}
