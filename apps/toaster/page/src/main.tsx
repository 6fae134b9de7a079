import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { hasHost, sayReady } from './host.js';
import { takeIn } from './view-store.js';
import './style/theme.css';
import './style/controls.css';
import './style/layout.css';
import './style/transport.css';
import './style/lobby.css';
import './style/peers.css';

/** A picture later: what was shown is on the screen. */
const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));

window.jamnet = {
  show(view) {
    takeIn(view);
    return painted();
  },
  begin() {
    if (hasHost()) sayReady();
  },
};

const place = document.getElementById('page');
if (place !== null) createRoot(place).render(<App />);
window.jamnet.begin();
