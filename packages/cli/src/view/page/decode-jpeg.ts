const type = 'image/jpeg';

/**
 * Decodes a JPEG; the caller closes what it gets. A `Blob` goes by way of the browser's other processes, which takes as long
 * as two decodings: where the page can decode by itself, it does.
 */
export async function decodeJpeg(jpeg: Uint8Array): Promise<ImageBitmap | VideoFrame> {
  if (typeof ImageDecoder === 'undefined') return createImageBitmap(new Blob([new Uint8Array(jpeg)], { type }));
  const decoder = new ImageDecoder({ type, data: jpeg });
  try {
    return (await decoder.decode()).image;
  } finally {
    decoder.close();
  }
}
