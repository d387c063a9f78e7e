/**
 * MCUs of 16 x 16 pixels a tile. Coding at quality 40, where the moving pane happens to end at a tile's edge: 1: 2.9 kB,
 * 1.5 ms; 2: 2.7 kB, 0.7 ms; 4: 2.7 kB, 0.4 ms; 5 and 8, where it does not: 3.7 kB, 0.5 ms. Two lose little at any edge.
 */
export const defaultTileUnits = 2;
