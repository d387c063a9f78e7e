import { Box, type Key, Text, useInput } from 'ink';
import { memo, useCallback } from 'react';
import { wrapWords } from './fit-text.js';
import type { FrameBody, FrameTile, WallFrame } from './frame.js';
import { type WallKey, wallKeys } from './keys.js';
import { GAP, type GridLayout, type Size } from './layout.js';

const Line = memo(({ text }: { text: string }) => (
  <Box height={1} flexShrink={0}>
    <Text wrap="truncate">{text}</Text>
  </Box>
));

const Panel = ({ size, text }: { size: Size; text: string }) => (
  <Box
    width={size.columns}
    height={size.rows}
    borderStyle={size.rows >= 3 ? 'round' : undefined}
    borderDimColor
    flexDirection="column"
    alignItems="center"
    justifyContent="center"
    overflow="hidden"
  >
    <Lines lines={wrapWords(text, size.columns - 2)} />
  </Box>
);

const Tile = ({ grid, panel, label }: { grid: GridLayout } & Omit<FrameTile, 'studentId'>) => (
  <Box flexDirection="column" width={grid.tile.columns} height={grid.tile.rows} flexShrink={0}>
    {panel === null ? <Box height={grid.picture.rows} /> : <Panel size={grid.picture} text={panel} />}
    <Line text={label} />
  </Box>
);

function Lines({ lines }: { lines: readonly string[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
  return lines.map((line, at) => <Line key={at} text={line} />);
}

function Grid({ grid, tiles }: { grid: GridLayout; tiles: readonly FrameTile[] }) {
  const rows = Array.from({ length: Math.ceil(tiles.length / grid.columns) }, (_, row) =>
    tiles.slice(row * grid.columns, (row + 1) * grid.columns),
  );
  return rows.map((row) => (
    <Box key={row[0]?.studentId} columnGap={GAP} flexShrink={0}>
      {row.map(({ studentId, panel, label }) => (
        <Tile key={studentId} grid={grid} panel={panel} label={label} />
      ))}
    </Box>
  ));
}

function Detail({ picture, panel, lines }: { picture: Size; panel: string | null; lines: readonly string[] }) {
  return (
    <>
      <Box height={picture.rows} justifyContent="center" flexShrink={0}>
        {panel !== null && <Panel size={picture} text={panel} />}
      </Box>
      <Lines lines={lines} />
    </>
  );
}

function Body({ body }: { body: FrameBody }) {
  if (body.kind === 'grid') return <Grid grid={body.grid} tiles={body.tiles} />;
  if (body.kind === 'detail') return <Detail {...body} />;
  return <Lines lines={body.lines} />;
}

/** The wall's text, exactly as large as the terminal. The places of pictures stay empty. */
export function WallScreen({ frame, onKey }: { frame: WallFrame; onKey: (key: WallKey) => void }) {
  const handleInput = useCallback(
    (input: string, key: Key) => {
      for (const pressed of wallKeys(input, key)) onKey(pressed);
    },
    [onKey],
  );
  useInput(handleInput);
  return (
    <Box flexDirection="column" width={frame.size.columns} height={frame.size.rows} overflow="hidden">
      <Line text={frame.header} />
      {frame.alarms !== null && <Line text={frame.alarms} />}
      <Box flexDirection="column" flexGrow={1} overflow="hidden">
        <Body body={frame.body} />
      </Box>
      <Line text={frame.status} />
      <Line text={frame.keys} />
    </Box>
  );
}
