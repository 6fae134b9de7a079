import { describe, expect, it } from 'vitest';
import { demoLine, demoProgress } from '../../src/display/demo-line.js';
import { renderDemo, SMALLEST_SCREEN } from '../../src/display/demo-screen.js';
import { DEMO_VIEW } from '../support/demo-view.js';

const screen = (view = DEMO_VIEW, columns = 80, rows = 24) =>
  renderDemo(view, columns, rows, 'plain');
const text = (view = DEMO_VIEW) => screen(view).join('\n');

describe('the demo’s screen', () => {
  it('on the smallest terminal looks like this', () => {
    expect(`\n${text()}\n`).toMatchInlineSnapshot(`
      "
       JAMNet  A song                                                     0:12 / 0:36 
       ━━━━━━━━━━━━━━━━━━━━━━━━━━──────────────────────────────────────────────────── 
       player ━━▶ 66 % of all datagrams thrown away ━━▶ listener  midi://demo-012345… 
                                                                                  │   
                                                                                  │   
        C5                                                                        │   
                                                              ×▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄│▄▄ 
                                            ◆▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀                    │   
        C4                ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀                                      │   
                                                                                  │   
                                                                                  │   
        C3                ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀│▀▀ 
                                                                                  │   
                                                                                  │   
        C2                                                                        │   
       ── ▀ at once  ◆ repaired  × late ──────────────────────────────────── C3 G4 ── 
          bar.beat  player 5.3 ○○●○       listener 5.3 ○○●○  0.4 µs apart             
           latency                  ▂▇ ▂  0.31 ms median, 30.1 ms p99, 44.0 ms max    
              loss                  ▅▅▅▅  66.4 % measured by the listener             
          repaired                  ▁▇▄▂  133 of 454 events, by the history           
        burst plan  ┃╌╌╌╌┃╌╌╌╌┃╌╌╌┃╌╌╌╌╌  4 copies within 0.38 ms                     
            events  455 sent              454 heard once, none missing                
         datagrams  4,213 sent            2,780 of 4,200 thrown away on arrival       
       Ctrl-C or q ends it                                        nothing late so far 
      "
    `);
  });

  it.each([
    [80, 24],
    [100, 30],
    [120, 40],
    [250, 70],
  ])('fills %d × %d exactly, with and without colour', (columns, rows) => {
    for (const mode of ['plain', 'colour'] as const) {
      const lines = renderDemo(DEMO_VIEW, columns, rows, mode);
      expect(lines).toHaveLength(rows);
      for (const line of lines) {
        expect([...line.replaceAll(/\u001b\[[\d;]*m/g, '')]).toHaveLength(columns);
      }
    }
  });

  it('without colour has no escape sequence', () => {
    expect(text()).not.toContain('\u001b');
  });

  it('is the same for the same view', () => {
    expect(screen()).toEqual(screen());
  });

  it('says what is late and lost', () => {
    expect(text()).toContain('nothing late so far');
    const bad = text({ ...DEMO_VIEW, late: 3, missing: 2 });
    expect(bad).toContain('3 late by over 50 ms');
    expect(bad).toContain('2 on the way');
  });

  it('shows a wide plan as spread out', () => {
    const plan = { offsetsUs: [0, 4_500, 13_500, 27_000, 45_000], spread: 'wide' } as const;
    const wide = text({ ...DEMO_VIEW, plan });
    expect(wide).toContain('5 copies spread over 45.0 ms');
    expect(text({ ...DEMO_VIEW, lossInRuns: true })).toContain(
      '66 % of all datagrams thrown away, in runs',
    );
    expect(wide).toMatch(/┃╌*┃╌*┃╌*┃╌*┃/);
  });

  it('shows bar and beat at both ends, and whether they are on one timeline yet', () => {
    expect(text()).toMatch(/bar\.beat {2}player 5\.3 ○○●○ +listener 5\.3 ○○●○ {2}0\.4 µs apart/);
    const places = { ...DEMO_VIEW.places!, apartNs: null };
    expect(text({ ...DEMO_VIEW, places })).toContain('joining');
    expect(text({ ...DEMO_VIEW, places: null })).toContain('bar.beat');
  });

  it('has a line for each player when there are several', () => {
    const [peer] = DEMO_VIEW.peers;
    const peers = [peer, { ...peer, name: 'second', loss: 0.1 }];
    const several = text({ ...DEMO_VIEW, peers });
    expect(several).toContain('player');
    expect(several).toContain('second');
    expect(several).toContain('10.0 %');
  });

  it('draws before anything is known', () => {
    const start = screen({
      ...DEMO_VIEW,
      songName: '',
      phase: 'starting',
      elapsedMs: 0,
      songMs: 0,
      peers: [],
      plan: null,
      places: null,
      repairedTicks: [],
      roll: { ...DEMO_VIEW.roll, notes: [] },
    });
    expect(start).toHaveLength(SMALLEST_SCREEN.rows);
    expect(start.join('\n')).toContain('finding each other');
  });

  it('cuts off a name that is too long', () => {
    const [first] = screen({ ...DEMO_VIEW, songName: 'x'.repeat(200) });
    expect([...first]).toHaveLength(80);
    expect(first).toMatch(/x… +0:12 \/ 0:36 $/);
  });
});

describe('the demo in lines', () => {
  it('says the same in one', () => {
    expect(demoLine(DEMO_VIEW)).toBe(
      '0:12 of 0:36 · 455 sent, 454 heard, 133 repaired · latency 0.31 ms median 30.1 ms p99 · loss 66.4 % · ' +
        'bar 5.3 and 5.3, 0.4 µs apart · 4 copies over 0.38 ms · C3 G4',
    );
  });

  it('before anything is known is short', () => {
    const view = {
      ...DEMO_VIEW,
      peers: [],
      plan: null,
      places: null,
      late: 2,
      roll: { ...DEMO_VIEW.roll, notes: [] },
    };
    expect(demoLine(view)).toBe('0:12 of 0:36 · 455 sent, 454 heard, 133 repaired · 2 late');
  });

  it('for programs is an object', () => {
    expect(demoProgress(DEMO_VIEW)).toMatchObject({
      phase: 'playing',
      sent: 455,
      heard: 454,
      peers: [{ name: 'player', latencyUs: { p50: 312, p99: 30_123, max: 44_000 }, loss: 0.664 }],
    });
  });
});
