import { usageError } from '../../cli-error.js';
import type { Cli } from '../../context.js';
import { memberId } from '../../resolve/person.js';
import { productId } from '../../resolve/product.js';

export interface TypedLine {
  readonly product: string;
  readonly quantity: number;
  readonly student: string | undefined;
}

const mostOfOne = 1_000;

/** `PRODUCT*2@STUDENT`: a name may hold signs of its own, so it is read from its end. @throws CliError when it is none */
export function readLine(cli: Cli, typed: string): TypedLine {
  const [, product = '', quantity = '1', student] =
    /^(.+?)(?:\*(\d+))?(?:@(mem_[0-9a-z]{26}|[^@*\s]+@[^@*\s]+))?$/u.exec(typed.trim()) ?? [];
  if (product === '') throw usageError(cli.text.sales.badLine(typed));
  const number = Number(quantity);
  if (!(number >= 1 && number <= mostOfOne)) throw usageError(cli.text.sales.badQuantity(typed, mostOfOne));
  return { product, quantity: number, student };
}

/** The lines as the API takes them. */
export async function orderLines(cli: Cli, typed: readonly string[]) {
  const lines = typed.map((one) => readLine(cli, one));
  const found = [];
  for (const { product, quantity, student } of lines) {
    const id = await productId(cli, product);
    const whose = student === undefined ? {} : { studentId: await memberId(cli, student) };
    found.push({ productId: id, quantity, ...whose });
  }
  return found;
}
