/** 128 random bits. `randomUUID` would need a secure context, which plain http to this machine is not everywhere. */
export const randomKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
