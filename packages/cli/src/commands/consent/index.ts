import { consentGet } from './get.js';
import { consentSet } from './set.js';

export const consent = [consentGet, consentSet];
