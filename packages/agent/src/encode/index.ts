export { createCapturePipeline } from './capture-pipeline.js';
