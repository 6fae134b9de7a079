/** The sending process of an audio path: what a device records is sent in the call that tells of it. */
import { createJdat } from '@jamnet/jdat';
import { createNullAudio } from '@jamnet/gpu-native';
import { createToast } from '@jamnet/toast';
import { createAudioRingRecord } from '@jamnet/wire';
import { createProcessLooks } from './process-looks.js';
import { latenessOf } from './lateness-of.js';
import type { PathPlan, PathSays } from './path-plan.js';

const plan = JSON.parse(process.argv[2]) as PathPlan;
const say = (message: PathSays): void => void process.send?.(message);
const { sampleRate, periodFrames, channels, form, startNs } = plan;
const toast = await createToast({ name: 'path sender', interfaces: ['lo'], discovery: 'direct' });
const session = await toast.openSession({ topic: plan.topic });
const jdat = createJdat({
  session,
  receive: false,
  send: { sampleRate, channels, form, chunkFrames: periodFrames },
});
const audio = createNullAudio({
  sampleRate,
  periodFrames,
  outputChannels: 0,
  inputChannels: channels,
  source: 'counter',
  startNs,
});
const input = audio.input!;
const samples = new Float32Array(periodFrames * channels);
const record = createAudioRingRecord();
let refused = 0;
audio.onPeriod(() => {
  while (input.writePosition - input.readPosition >= periodFrames) {
    input.recordAt(input.readPosition, record);
    input.read(samples, periodFrames);
    if (!jdat.send(samples, periodFrames, record.cpuNs)) refused++;
  }
});
const looks = createProcessLooks(say);
say({ kind: 'ready' });
process.on('message', () => {
  const { sent } = jdat.stats();
  const device = latenessOf(audio);
  const end = {
    kind: 'end',
    startNs: audio.startNs,
    frames: sent!.frames,
    refused,
    messages: sent!.messages,
    copies: sent!.plan.bitRateFactor,
    cpuShare: looks.cpuShare(),
    device,
  } as const;
  looks.stop();
  audio.close();
  jdat.close();
  void toast.close().then(() => {
    say(end);
    setTimeout(() => process.exit(0), 200);
  });
});
