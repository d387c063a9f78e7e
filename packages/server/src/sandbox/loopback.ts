/** The host names of this machine. */
export const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/i;

/** Whether a host name is this machine's own. */
export const isLoopback = (hostname: string): boolean => loopbackHost.test(hostname);
