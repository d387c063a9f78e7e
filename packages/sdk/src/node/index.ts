export { keyFingerprint } from './key-fingerprint.js';
export { type NodeFetchOptions, nodeFetch } from './node-fetch.js';
export { writePrivately } from './write-privately.js';
