/** The process of the router's bar. Run with --expose-gc. */
import type { MemorySample, RouterFigures, RouterPlan } from './router-run.js';
import { runRouter } from './router-run.js';

export type RouterSays =
  | { readonly kind: 'sample'; readonly sample: MemorySample }
  | { readonly kind: 'end'; readonly figures: RouterFigures };

const say = (message: RouterSays): void => void process.send?.(message);
const plan = JSON.parse(process.argv[2]) as RouterPlan;
process.on('disconnect', () => process.exit(0));
say({
  kind: 'end',
  figures: await runRouter(plan, (sample) => say({ kind: 'sample', sample })),
});
