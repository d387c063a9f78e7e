import { Box, render, Text } from 'ink';
import { memo, useState } from 'react';
import { layoutGrid } from '../../packages/cli/src/wall/layout.js';
import { loadJpegDecoder } from '../../packages/cli/src/wall/picture/decode-jpeg.js';
import { downscale } from '../../packages/cli/src/wall/picture/downscale.js';
import { measure, meteredTerminal } from './meter.js';
import type { TuiResult, TuiTask } from './protocol.js';

const ESC = '\u001b[';

/** Half-block lines of a picture, as Ink's Text takes them. */
function pictureText(data: Uint8Array, columns: number, rows: number): string {
  const pixel = (x: number, y: number) => {
    const at = (y * columns + x) * 3;
    return `${data[at]};${data[at + 1]};${data[at + 2]}`;
  };
  const line = (row: number) =>
    Array.from({ length: columns }, (_, x) => `${ESC}38;2;${pixel(x, row * 2)};48;2;${pixel(x, row * 2 + 1)}m▀`).join(
      '',
    );
  return Array.from({ length: rows }, (_, row) => `${line(row)}${ESC}0m`).join('\n');
}

const Tile = memo(
  ({ picture, label, width, height }: { picture: string; label: string; width: number; height: number }) => (
    <Box flexDirection="column" width={width} height={height}>
      <Text>{picture}</Text>
      <Text>{label}</Text>
    </Box>
  ),
);

/** The straightforward wall that ours is compared with: every picture is text in Ink, which finds the differences. */
export async function measureInkText(task: TuiTask): Promise<TuiResult> {
  const decode = await loadJpegDecoder();
  const meter = meteredTerminal(task);
  const grid = layoutGrid({ columns: task.columns, rows: task.rows - 3 }, task.tiles);
  const { columns, rows } = grid.picture;
  let showPicture: (tile: number, text: string) => void = () => {};
  const Wall = () => {
    const [pictures, setPictures] = useState<readonly string[]>(() => Array.from({ length: task.tiles }, () => ''));
    showPicture = (tile, text) => setPictures((before) => before.map((old, at) => (at === tile ? text : old)));
    return (
      <Box flexWrap="wrap" width={task.columns} columnGap={1}>
        {pictures.map((picture, tile) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a tile is its place
          <Tile key={tile} picture={picture} label={`● 학생 ${tile}`} width={grid.tile.columns} height={rows + 1} />
        ))}
      </Box>
    );
  };
  const ink = render(<Wall />, { ...meter.terminal, incrementalRendering: true, patchConsole: false });
  const result = await measure(task, meter, (tile, jpeg) => {
    const image = decode?.(jpeg);
    if (image) showPicture(tile, pictureText(downscale(image, columns, rows * 2).data, columns, rows));
  });
  ink.unmount();
  return result;
}
