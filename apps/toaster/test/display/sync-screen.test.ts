import { describe, expect, it } from 'vitest';
import { clockTable, musicText, syncLine, timelineText } from '../../src/display/sync-text.js';
import { renderSync, SMALLEST_SYNC_SCREEN } from '../../src/display/sync-screen.js';
import type { SyncView } from '../../src/timeline/sync-view.js';
import { MUSIC } from '../support/demo-view.js';
import { SYNC_VIEW } from '../support/sync-view.js';

const screen = (view: SyncView = SYNC_VIEW, columns = 80, rows = 20) =>
  renderSync(view, columns, rows, 'plain');

describe('the table of clocks', () => {
  it('looks like this', () => {
    expect(`\n${screen().join('\n')}\n`).toMatchInlineSnapshot(`
      "
       JAMNet  midi://jam                                           2 on the timeline 
       ────────────────────────────────────────────────────────────────────────────── 
         PEER            OFFSET  ± ERROR   ± PATH     PPM JITTER µs QUAL CLK STATE    
         anna          this one                                        – cpu locked   
       ★ bela          -12.3 ms   1.2 µs  41.2 µs  +31.26    4.5/12 0.99 gpu locked   
         someone new          –        –        –       –         –    – –   –        
                                                                                      
         WHO SAYS    of anna             of bela             of someone new           
         anna        ·                   -12.3 ms ± 1.2 µs   ·                        
         bela        +12.3 ms ± 1.3 µs   ·                   ·                        
         someone new ·                   ·                   ·                        
       ────────────────────────────────────────────────────────────────────────────── 
        timeline  locked  master bela  term 3  12:34 old  ± 1.3 µs  +31.26 ppm        
           music  5.3.480    ○○●○  playing  96.5 bpm  4/4                             
         to come  140 bpm, 4/4, in 1.23 s, by bela                                    
                                                                                      
       Ctrl-C or q ends it       ★ master  ± path: the part that no exchange can tell 
                                                                                      
                                                                                      
                                                                                      
      "
    `);
  });

  it.each([
    [80, 12],
    [80, 24],
    [132, 40],
  ])('fills %d × %d exactly, with and without colour', (columns, rows) => {
    for (const mode of ['plain', 'colour'] as const) {
      const lines = renderSync(SYNC_VIEW, columns, rows, mode);
      expect(lines).toHaveLength(rows);
      for (const line of lines)
        expect([...line.replaceAll(/\u001b\[[\d;]*m/g, '')]).toHaveLength(columns);
    }
  });

  it('on a low terminal leaves out what each says of the others, then peers; never the music', () => {
    const low = screen(SYNC_VIEW, 80, SMALLEST_SYNC_SCREEN.rows).join('\n');
    expect(low).not.toContain('WHO SAYS');
    expect(low).toContain('someone');
    expect(low).toContain('5.3.480');
    const crowd = { ...SYNC_VIEW, peers: [...SYNC_VIEW.peers, ...SYNC_VIEW.peers] };
    const lines = screen(crowd, 80, SMALLEST_SYNC_SCREEN.rows).join('\n');
    expect(lines).toContain('and 4 more');
    expect(lines).toContain('5.3.480');
  });

  it('says when nobody else is there', () => {
    const [self] = SYNC_VIEW.peers;
    const alone = screen({ ...SYNC_VIEW, isMaster: true, peers: [self] }).join('\n');
    expect(alone).toContain('nobody else on the timeline');
    expect(alone).toContain('this one is the master');
    expect(alone).not.toContain('WHO SAYS');
  });

  it('says of a peer on another timeline that it is apart', () => {
    const peers = SYNC_VIEW.peers.map((row) => ({ ...row, shares: row.isSelf }));
    expect(screen({ ...SYNC_VIEW, peers }).join('\n')).toMatch(/bela .* apart/);
  });
});

describe('the clocks in lines', () => {
  it('are said in one', () => {
    expect(syncLine(SYNC_VIEW)).toBe(
      '5.3.480, playing, 96.5 bpm, 4/4 · locked, master bela, term 3, 12:34 old, ± 1.3 µs, +31.26 ppm · ' +
        'bela ★ -12.3 ms ± 1.2 µs · someone new – ± –',
    );
  });

  it('are a table at the end', () => {
    const [heading, , master] = clockTable(SYNC_VIEW);
    expect(heading).toMatch(/PEER +OFFSET +± ERROR +± PATH +PPM +JITTER µs +QUAL +CLK +STATE$/);
    expect(master).toMatch(
      /^★ +bela +-12\.3 ms +1\.2 µs +41\.2 µs +\+31\.26 +4\.5\/12 +0\.99 +gpu +locked$/,
    );
  });

  it('leave out what only a follower has to know', () => {
    expect(timelineText({ ...SYNC_VIEW, isMaster: true })).toBe(
      'locked, this one is the master, term 3, 12:34 old',
    );
  });

  it('say where the music goes round, and what will run soon', () => {
    expect(musicText({ ...MUSIC, loop: { startBeat: 8, endBeat: 16 } })).toContain(
      'beats 8 to 16 again and again',
    );
    expect(musicText({ ...MUSIC, running: false })).toContain('playing soon');
    expect(musicText({ ...MUSIC, run: 'stopped', running: false })).toContain(', stopped,');
  });
});
