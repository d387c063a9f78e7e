import { InsecureAddressError } from './errors.js';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Parses a server's address; refuses what is not TLS, except to this machine. @throws InsecureAddressError */
export function serverAddress(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new InsecureAddressError(`Not an address: ${text}. Write it as https://didacto.example`);
  }
  if (url.protocol === 'https:') return url;
  if (url.protocol === 'http:' && loopback.test(url.hostname)) return url;
  throw new InsecureAddressError(`${url.origin} is not encrypted. Use https, or http to this machine only.`);
}
