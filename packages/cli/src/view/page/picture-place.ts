export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where a picture lies in its box when it is shown whole, in the middle. */
export function pictureIn(box: Box, picture: { readonly width: number; readonly height: number }): Box {
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { left: box.left + (box.width - width) / 2, top: box.top + (box.height - height) / 2, width, height };
}

const within = (value: number) => Math.min(1, Math.max(0, value));

/** A place in the window as one on the student's screen, 0 to 1; beside the picture it is its edge. */
export const placeOn = (
  picture: Box,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
) => ({
  x: within((clientX - picture.left) / picture.width),
  y: within((clientY - picture.top) / picture.height),
});
