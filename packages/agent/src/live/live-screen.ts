import { type Frame, messageOf, type ScreenSource, type Unavailable, unavailable } from '../capture/source.js';
import type { Region } from '../encode/jpeg-turbo.js';
import { createScaler, fitWithin, type Scaler, type Size } from '../encode/scale.js';
import { createTileDiffer, type TileDiffer } from './tile-differ.js';

/** What a look at the screen found. */
export type Look =
  | {
      readonly kind: 'changed';
      /** Where; the whole picture where it is of another size than before. */
      readonly regions: readonly Region[];
      readonly picture: Pick<TileDiffer, 'shown' | 'width' | 'height'>;
      readonly isWhole: boolean;
    }
  | { readonly kind: 'unchanged' }
  | Unavailable;

/** A screen as the viewer is to have it: at most of a size, and what changed since the last look. */
export interface LiveScreen {
  /** @param all everything counts as changed. One look at a time; never rejects */
  look(all: boolean): Promise<Look>;
  /** As the source's: resolves when a look may find something; undefined where that cannot be told. */
  nextChange(ms: number): Promise<void> | undefined;
  /** The largest picture from now on. */
  bound(size: Size): void;
  close(): Promise<void>;
}

/** No larger, whatever a viewer asks for. */
const largestPicture: Size = { width: 1920, height: 1080 };

interface Stage {
  readonly frame: Size;
  readonly differ: TileDiffer;
  readonly scaled: { readonly scaler: Scaler; readonly words: Int32Array; readonly pixels: Buffer } | undefined;
}

/** Looks at `source`, which it closes in the end. */
export function liveScreen(source: ScreenSource): LiveScreen {
  let most = largestPicture;
  let stage: Stage | undefined;
  let isDue = true;
  const lookAt = (frame: Frame, all: boolean): Look => {
    const isNew = stage === undefined || !isSameSize(stage.frame, frame);
    const at = stage !== undefined && !isNew ? stage : stageFor(frame, most);
    stage = at;
    const isWhole = isNew || all || isDue;
    isDue = false;
    const { scaled, differ } = at;
    scaled?.scaler.scale(frame, scaled.words);
    const regions = differ.update(scaled ? { pixels: scaled.pixels, stride: differ.width } : frame, isWhole);
    return regions.length === 0 ? { kind: 'unchanged' } : { kind: 'changed', regions, picture: differ, isWhole };
  };
  return {
    async look(all) {
      try {
        const grab = await source.grab(all || isDue);
        if (grab.kind === 'frame') return lookAt(grab.frame, all);
        if (grab.kind === 'unavailable') isDue = true;
        return grab;
      } catch (error) {
        isDue = true;
        return unavailable('capture_failed', messageOf(error));
      }
    },
    nextChange: (ms) => (isDue ? undefined : source.nextChange?.(ms)),
    bound(size) {
      const next = {
        width: Math.max(1, Math.min(size.width, largestPicture.width)),
        height: Math.max(1, Math.min(size.height, largestPicture.height)),
      };
      if (isSameSize(most, next)) return;
      most = next;
      stage = undefined;
      isDue = true;
    },
    close: () => source.close(),
  };
}

function stageFor({ width, height }: Size, most: Size): Stage {
  const frame = { width, height };
  const target = fitWithin(frame, most);
  if (isSameSize(target, frame)) return { frame, differ: createTileDiffer(frame), scaled: undefined };
  const words = new Int32Array(target.width * target.height);
  const scaled = { scaler: createScaler(frame, target), words, pixels: Buffer.from(words.buffer) };
  return { frame, differ: createTileDiffer(target), scaled };
}

const isSameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;
