import { createSessionRouter, forwardToSession, joinSession, publishSession } from '@jamnet/jam';

const [from = 'midi://stage', to = 'midi://hall'] = process.argv.slice(2);
const stage = await joinSession({ topic: from, name: 'carrier' });
const hall = await joinSession({ topic: to, toast: stage.toast });

const router = createSessionRouter();
publishSession(router, stage.session);
const carried = forwardToSession(router, stage.topic, hall.session);
console.log(`carrying ${stage.topic} into ${hall.topic}; Ctrl-C ends it`);

await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
console.log(
  `${carried.sent} frames of ${carried.streams} streams carried, ${carried.refused} refused`,
);
await hall.close();
await stage.close();
