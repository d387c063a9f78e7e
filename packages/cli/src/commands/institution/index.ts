import { institutionGet } from './get.js';
import { institutionUpdate } from './update.js';

export const institution = [institutionGet, institutionUpdate];
