import { webhookList } from './list.js';

export const webhook = [webhookList];
