export {
  applyPictureDelta,
  makePictureDelta,
  type PictureDelta,
  readPictureDelta,
} from './delta.js';
export { type PictureHeader, readPictureHeader } from './jpeg.js';
export {
  assemblePicture,
  replaceSegments,
  type SegmentChange,
  segmentCount,
  segmentOf,
  splitSegments,
  type TiledPicture,
} from './picture.js';
export type { PictureProblem, PictureResult } from './result.js';
