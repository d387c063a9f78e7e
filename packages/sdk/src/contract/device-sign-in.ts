/** What both sides sign at a device's sign-in; binds the device, both nonces and the server's key. */
export const deviceSignInMessage = (part: {
  readonly by: 'device' | 'server';
  readonly deviceId: string;
  readonly challenge: string;
  readonly nonce: string;
  readonly serverKey: string;
}): string =>
  ['didacto-device-sign-in-1', part.by, part.deviceId, part.challenge, part.nonce, part.serverKey].join('\n');
