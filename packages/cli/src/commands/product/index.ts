import { productCreate } from './create.js';
import { productGet } from './get.js';
import { productList } from './list.js';
import { productUpdate } from './update.js';
import { productWithdraw } from './withdraw.js';

export const product = [productList, productGet, productCreate, productUpdate, productWithdraw];
