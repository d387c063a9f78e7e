/** Whose rights may be others now: everyone's, everyone's in a lecture, or those of sessions, tokens, members or a device. */
export type RightsChange =
  | { readonly everyone: true }
  | { readonly lectureId: string }
  | { readonly holders: ReadonlySet<string> };
