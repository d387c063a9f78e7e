interface Stream {
  on(event: 'error' | 'end', listener: () => void): unknown;
  off(event: 'error' | 'end', listener: () => void): unknown;
}

/** Tells when the terminal is gone, as the end of its input or an error of either stream says; gives what stops watching. */
export function onHangUp(
  { stdin, stdout }: { readonly stdin: Stream; readonly stdout: Stream },
  hangUp: () => void,
): () => void {
  stdout.on('error', hangUp);
  stdin.on('error', hangUp);
  stdin.on('end', hangUp);
  return () => {
    stdin.off('end', hangUp);
    stdin.off('error', hangUp);
    stdout.off('error', hangUp);
  };
}
