import type { DemoView } from '../display/demo-view.js';
import type { LiveDisplay } from '../display/live-display.js';

/** Shows the demo while it runs. */
export type DemoDisplay = LiveDisplay<DemoView>;
