import type { TiledPicture } from '@didacto/sdk/picture';
import { type Frame, messageOf, type ScreenSource, type Unavailable, unavailable } from '../capture/source.js';
import { createPictureEncoder, type PictureEncoder } from './picture-encoder.js';
import { createScaler, fitWithin, type Scaler, type Size } from './scale.js';
import { defaultTileUnits } from './tile-units.js';

/** The size pictures fit into, and their JPEG quality from 1 to 100. */
export interface PicturePolicy extends Size {
  quality: number;
}

export type NextPicture = { kind: 'picture'; picture: TiledPicture } | { kind: 'unchanged' } | Unavailable;

/** A screen as small pictures. */
export interface CapturePipeline {
  /**
   * Takes the next picture. The first one, the first with a new policy and the first after `unavailable` is never
   * `unchanged`. Never rejects; one call at a time.
   */
  next(): Promise<NextPicture>;
  /** Other sizes or quality from the next picture on. */
  configure(policy: PicturePolicy): void;
  close(): Promise<void>;
}

interface Stage {
  scaler: Scaler;
  encoder: PictureEncoder;
}

/** Takes pictures of `source`, which it closes in the end. */
export function createCapturePipeline(source: ScreenSource, initial: PicturePolicy): CapturePipeline {
  let policy = initial;
  let stage: Stage | undefined;
  /** Whether the receiver has nothing yet that a next picture could equal. */
  let due = true;

  const pictureOf = (frame: Frame): NextPicture => {
    if (stage === undefined || !isSameSize(stage.scaler.source, frame)) stage = stageFor(frame, policy);
    stage.scaler.scale(frame, stage.encoder.canvas);
    const { picture, changed } = stage.encoder.encode();
    if (!changed && !due) return { kind: 'unchanged' };
    due = false;
    return { kind: 'picture', picture };
  };
  const take = async (): Promise<NextPicture> => {
    try {
      const grab = await source.grab(due);
      return grab.kind === 'frame' ? pictureOf(grab.frame) : grab;
    } catch (error) {
      return unavailable('capture_failed', messageOf(error));
    }
  };
  return {
    async next() {
      const result = await take();
      if (result.kind === 'unavailable') due = true;
      return result;
    },
    configure(next) {
      if (isSameSize(policy, next) && policy.quality === next.quality) return;
      policy = next;
      stage = undefined;
      due = true;
    },
    close: () => source.close(),
  };
}

function stageFor(frame: Frame, policy: PicturePolicy): Stage {
  const target = fitWithin(frame, policy);
  const { width, height } = frame;
  return {
    scaler: createScaler({ width, height }, target),
    encoder: createPictureEncoder({ ...target, quality: policy.quality, tileUnits: defaultTileUnits }),
  };
}

const isSameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;
