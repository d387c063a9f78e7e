const bytesOfBitmapHeader = 40;

/** BITMAPINFOHEADER of 32 bits a pixel; a negative height puts the top row first. */
export function bitmapHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(bytesOfBitmapHeader);
  header.writeUInt32LE(bytesOfBitmapHeader, 0);
  header.writeInt32LE(width, 4);
  header.writeInt32LE(-height, 8);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(32, 14);
  return header;
}
