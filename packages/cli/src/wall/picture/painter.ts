import type { Box } from '../layout.js';
import type { WallPicture } from '../model.js';
import { type PictureSurface, sameBox } from '../screen/picture-surface.js';
import type { JpegDecoder } from './decode-jpeg.js';

/** A picture that is to be seen, and where. */
export interface WantedPicture {
  studentId: string;
  box: Box;
  picture: WallPicture;
}

/** Keeps the pictures on the screen at what is wanted: each version is decoded once, and only while it is in sight. */
export class PicturePainter {
  readonly #drawn = new Map<string, { version: number; box: Box }>();

  constructor(
    private readonly decode: JpegDecoder,
    private readonly surface: PictureSurface,
  ) {}

  /** Draws what changed and erases what is no longer wanted. Returns the pictures that cannot be read. */
  paint(wanted: readonly WantedPicture[]): WantedPicture[] {
    this.#eraseAllBut(wanted);
    const unreadable: WantedPicture[] = [];
    for (const one of wanted) {
      if (this.#drawn.get(one.studentId)?.version === one.picture.version) continue;
      const image = this.decode(one.picture.jpeg);
      if (image === null) {
        unreadable.push(one);
        continue;
      }
      this.surface.draw(one.studentId, one.box, image);
      this.#drawn.set(one.studentId, { version: one.picture.version, box: one.box });
    }
    return unreadable;
  }

  /** Says that the terminal was cleared. */
  reset(): void {
    this.#drawn.clear();
    this.surface.reset();
  }

  // Before anything is drawn: a new picture may lie where another one was.
  #eraseAllBut(wanted: readonly WantedPicture[]): void {
    const boxes = new Map(wanted.map((one) => [one.studentId, one.box]));
    for (const [studentId, { box }] of this.#drawn) {
      const next = boxes.get(studentId);
      if (next && sameBox(next, box)) continue;
      this.surface.erase(studentId);
      this.#drawn.delete(studentId);
    }
  }
}
