export {
  type CapturePipeline,
  createCapturePipeline,
  type NextPicture,
  type PicturePolicy,
} from './capture-pipeline.js';
export { defaultPictureSize, defaultQuality, defaultTileUnits } from './defaults.js';
