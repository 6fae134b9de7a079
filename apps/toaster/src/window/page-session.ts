import type { DevtoolsEvent, DevtoolsPipe } from './devtools-pipe.js';
import { createLatestOnly } from './latest-only.js';
import { BINDING, type PageMessage, type WindowView } from './window-view.js';

/** Runs in the page, which answers when what it was shown has been painted: a hidden window asks for nothing more until it is seen. */
const SHOW = 'function (view) { return window.jamnet.show(JSON.parse(view)); }';

/** The page in the browser's window, from its first sign of life to its end. */
export interface PageSession {
  /** Shows it as soon as the page can; of several that come meanwhile, the newest. */
  show(view: WindowView): void;
  /** To be called with everything that the browser tells. */
  onEvent(event: DevtoolsEvent): void;
  close(): void;
}

export interface PageSessionOptions {
  readonly pipe: DevtoolsPipe;
  readonly onMessage: (message: PageMessage) => void;
  /** The first view has been painted. */
  readonly onPainted: () => void;
  /** The window was closed, by hand or by the system. */
  readonly onClosed: () => void;
  /** What draws the page has died. */
  readonly onCrashed: () => void;
}

export function createPageSession(options: PageSessionOptions): PageSession {
  const { pipe, onMessage, onPainted, onClosed, onCrashed } = options;
  let targetId: string | null = null;
  let sessionId: string | undefined;
  /** Where the page's own functions are; another one after each reload. */
  let contextId: number | null = null;
  let last: WindowView | null = null;
  let painted = false;

  const views = createLatestOnly<WindowView>(async (view) => {
    if (contextId === null) return;
    await pipe.call(
      'Runtime.callFunctionOn',
      {
        functionDeclaration: SHOW,
        // As text: the browser would compile an object like a program, fifteen times a second.
        arguments: [{ value: JSON.stringify(view) }],
        executionContextId: contextId,
        awaitPromise: true,
        returnByValue: true,
      },
      sessionId,
    );
    if (!painted) onPainted();
    painted = true;
  });

  async function attach(id: string): Promise<void> {
    targetId = id;
    const attached = await pipe.call('Target.attachToTarget', { targetId: id, flatten: true });
    sessionId = attached['sessionId'] as string;
    await Promise.all([
      pipe.call('Runtime.enable', {}, sessionId),
      pipe.call('Runtime.addBinding', { name: BINDING }, sessionId),
    ]);
    // The page may have looked for the binding before it was there.
    await pipe.call('Runtime.evaluate', { expression: 'window.jamnet?.begin()' }, sessionId);
  }

  function onBinding(params: DevtoolsEvent['params']): void {
    if (params['name'] !== BINDING) return;
    let message: PageMessage;
    try {
      message = JSON.parse(String(params['payload'])) as PageMessage;
    } catch {
      return;
    }
    if (message.page === 'ready') {
      contextId = params['executionContextId'] as number;
      if (last !== null) views.offer(last);
    }
    onMessage(message);
  }

  return {
    show(view) {
      last = view;
      if (contextId !== null) views.offer(view);
    },
    onEvent({ method, params }) {
      const info = params['targetInfo'] as { targetId: string; type: string } | undefined;
      if (method === 'Target.targetCreated' && targetId === null && info?.type === 'page') {
        // A browser that ends meanwhile says so by its end.
        attach(info.targetId).catch(() => undefined);
      } else if (method === 'Target.targetDestroyed' && params['targetId'] === targetId) onClosed();
      else if (method === 'Target.targetCrashed' && params['targetId'] === targetId) onCrashed();
      else if (method === 'Runtime.bindingCalled') onBinding(params);
      else if (method === 'Runtime.executionContextsCleared') contextId = null;
    },
    close() {
      views.close();
    },
  };
}
