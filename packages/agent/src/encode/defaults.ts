/**
 * How agents take pictures unless the institution says otherwise. kB a second, at one picture a second, that an agent
 * sends for a 720p screen (bars: coding 4, video 10), measured with tiles of 2 MCUs:
 *
 * | 320 x 180, quality | 30 | 40 | 50 | 60 |
 * |---|---|---|---|---|
 * | coding: ragged text scrolls 5 lines/s in 60 % x 70 % of the screen | 2.3 | 2.7 | 3.1 | 3.6 |
 * | the same, every line full | 3.6 | 4.3 | 5.0 | 5.8 |
 * | video: coding and 640 x 360 of moving noise | 3.6 | 4.2 | 4.8 | 5.5 |
 *
 * At 40, lines of text can be told apart and nothing rings that a person would notice; 30 is visibly blocky.
 *
 * CPU seconds a minute without the network, agent + X server: idle 0.06 + 0.00, coding 0.26 + 0.09, video 0.29 + 0.06;
 * 1080p 0.06 + 0.00, 0.33 + 0.03, 0.37 + 0.12; 58 to 64 MB resident.
 */
export const defaultPictureSize = { width: 320, height: 180 } as const;

export const defaultQuality = 40;

/**
 * MCUs of 16 x 16 pixels a tile. Coding at quality 40, where the moving pane happens to end at a tile's edge: 1: 2.9 kB,
 * 1.5 ms; 2: 2.7 kB, 0.7 ms; 4: 2.7 kB, 0.4 ms; 5 and 8, where it does not: 3.7 kB, 0.5 ms. Two lose little at any edge.
 */
export const defaultTileUnits = 2;
