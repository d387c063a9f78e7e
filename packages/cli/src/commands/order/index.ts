import { orderCancel } from './cancel.js';
import { orderCheckout } from './checkout.js';
import { orderCreate } from './create.js';
import { orderGet } from './get.js';
import { orderList } from './list.js';
import { orderMine } from './mine.js';

export const order = [orderMine, orderList, orderGet, orderCreate, orderCancel, orderCheckout];
