/**
 * The reason of a refund as a provider is told it, at most `longest` UTF-16 units: our id stands at its end, whatever is
 * cut off before, so that the refund is known again in the provider's list when its reply was lost.
 */
export function reasonWithId(reason: string, refundId: string, longest: number): string {
  const end = ` [${refundId}]`;
  let text = '';
  for (const sign of reason) {
    if (text.length + sign.length + end.length > longest) break;
    text += sign;
  }
  return text + end;
}

/** The refund of ours that a reason names; null: it was made elsewhere. */
export const refundIdIn = (reason: string): string | null => /\[(rfd_[a-z0-9_]+)\]\s*$/.exec(reason)?.[1] ?? null;
