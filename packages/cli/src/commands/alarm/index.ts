import { alarmAck } from './ack.js';
import { alarmList } from './list.js';
import { alarmResolve } from './resolve.js';

export const alarm = [alarmList, alarmAck, alarmResolve];
