import { screenList } from './list.js';
import { screenSave } from './save.js';

export const screen = [screenList, screenSave];
